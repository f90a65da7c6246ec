"""A form of phase 1 as far as somebody has come with it, also while something on it waits for another answer."""

from bot.content.roles import ReflectionRole
from bot.dialogs.preparation.dialog.form import step_of_all
from bot.dialogs.preparation.dialog.motives import MOST_OTHERS
from bot.dialogs.preparation.facts.form import last_round
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import PersonId
from bot.domain.motive import Choice, outcome_of, own_motive_id, term_of
from bot.engine.model import Answer, Answers, Chosen, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, ParticipantContext


def form_so_far(ctx: TurnContext, around: ParticipantContext, person: PersonId, held: Conversation) -> FilledForm:
    """The motives that were answered, in the order of the form, and the questions; nothing is checked."""
    answers = ctx.uow.conversations.answers(held.id)
    phase1 = ctx.texts.of(around.round.content_version).phase1
    terms, main = phase1.with_role(ReflectionRole.TERMS), phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    of_all = _said(answers.get(StepId(step_of_all(terms.id)))) if terms is not None else None
    motives = tuple(
        FilledMotive(
            motive,
            text,
            cluster,
            Choice(given.option),
            _said(answers.get(StepId(outcome_of(motive)))),
            _said(answers.get(StepId(term_of(motive)))) or of_all,
        )
        for motive, (text, cluster) in _texts(ctx, around, person, answers).items()
        if isinstance(given := answers.get(StepId(motive)), Chosen) and given.option in _CHOICES
    )
    said = {one.id: text for one in phase1.questions if (text := _said(answers.get(StepId(one.id)))) is not None}
    return FilledForm(motives, said.pop(main.id, None) if main is not None else None, said)


_CHOICES = frozenset(choice.value for choice in Choice)


def _texts(
    ctx: TurnContext, around: ParticipantContext, person: PersonId, answers: Answers
) -> dict[str, tuple[str, str | None]]:
    """Every motive that can stand on this form: of both forms, from groups, of the last round, and one's own."""
    instrument = ctx.texts.of(around.round.content_version)
    kinds = (around.partner.kind, around.partner.kind.other)
    found: dict[str, tuple[str, str | None]] = {
        motive.id: (motive.text, motive.cluster) for kind in kinds for motive in instrument.form(kind).motives
    }
    for asked in ctx.house.each(lambda f: f.asked_in_groups):
        found |= {one.motive: (one.text, one.cluster) for one in asked(ctx, around.run.id, person) if one.of_others}
    found |= {one.id: (one.text, one.cluster) for one in last_round(ctx, around.round, around.partner)[1]}
    for index in range(MOST_OTHERS):
        added = answers.get(StepId(f"own.add.{index}"))
        if isinstance(added, Written) and added.item is not None:
            motive = own_motive_id(added.item)
            found[motive] = (added.text, _said(answers.get(StepId(f"{motive}.cluster"))))
    return found


def _said(answer: Answer | None) -> str | None:
    match answer:
        case Written(text):
            return text
        case Chosen(option):
            return option
        case _:
            return None
