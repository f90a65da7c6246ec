"""What somebody gave in phase 1: outcomes, own motives, answers, and each line that they ask or offer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.roles import ReflectionRole
from bot.dialogs.preparation.dialog.form import PREPARATION, REVIEW
from bot.dialogs.preparation.dialog.motives import MOST_OTHERS
from bot.dialogs.preparation.facts.form import last_round
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice, outcome_of, own_motive_id
from bot.domain.rounds import Phase, PhaseRun, RunState
from bot.engine.model import Answers, Chosen, Phrase, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.own_words import Author, Became, Fate, Given, WordsKind


@dataclass(frozen=True, slots=True)
class _Form:
    """Somebody's form of phase 1 for one partner, and how much of it was handed in."""

    run: PhaseRun
    partner: PartnerId
    answers: Answers
    motives_in: bool
    whole: bool


def given(ctx: TurnContext, author: Author) -> Iterator[Given]:
    """What stands on their forms of this round, also while it is not handed in; by run, in the order of the form."""
    for run in ctx.uow.rounds.runs(author.round.id):
        if run.phase is not Phase.PREPARATION or run.partner is None:
            continue
        part = next((p for p in ctx.uow.rounds.participants(run.id) if p.person == author.person.id), None)
        held = ctx.uow.conversations.find(PREPARATION.id, author.person.chat, run.id) if part is not None else None
        if part is None or held is None:
            continue
        answers = ctx.uow.conversations.answers(held.id)
        motives_in = part.handed_in_at is not None
        form = _Form(run, run.partner, answers, motives_in, motives_in and REVIEW in answers)
        yield from _of_motives(ctx, author, form)
        yield from _of_questions(ctx, author, form)


def _of_motives(ctx: TurnContext, author: Author, form: _Form) -> Iterator[Given]:
    own = dict(_own(form.answers))
    for motive, text in {**_motives(ctx, author, form), **own}.items():
        choice = form.answers.get(StepId(motive))
        if not isinstance(choice, Chosen) or not Choice(choice.option).applies:
            continue
        if motive in own:
            kind = WordsKind.OWN_MOTIVE
            yield Given(kind, form.run.id, motive, text, partner=form.partner, handed_in=form.motives_in)
        outcome = form.answers.get(StepId(outcome_of(motive)))
        if isinstance(outcome, Written):
            kind = WordsKind.OUTCOME
            yield Given(kind, form.run.id, motive, outcome.text, text, form.partner, form.motives_in)


def _motives(ctx: TurnContext, author: Author, form: _Form) -> dict[str, str]:
    """The motives on a form that its author did not add in their own words, with their texts.

    What others call their own motive now is nothing for who left.
    """
    instrument = ctx.texts.of(author.round.content_version)
    partner = ctx.uow.collaborations.partner(form.partner)
    found = {motive.id: motive.text for motive in instrument.form(partner.kind).motives}
    for asked in ctx.house.each(lambda f: f.asked_in_groups):
        theirs = asked(ctx, form.run.id, author.person.id)
        found |= {one.motive: "" if author.left else one.text for one in theirs if one.of_others}
    found |= {one.id: one.text for one in last_round(ctx, author.round, partner)[1]}
    for index, added in _added(form.answers):
        taken = form.answers.get(StepId(f"own.take.{index}"))
        if added == Chosen("overnemen") and isinstance(taken, Chosen) and taken.option != "geen":
            found[taken.option] = instrument.motive(taken.option).text
    return found


def _own(answers: Answers) -> Iterator[tuple[str, str]]:
    """The motives that somebody added in their own words: id and text."""
    for _, added in _added(answers):
        if isinstance(added, Written) and added.item is not None:
            yield own_motive_id(added.item), added.text


def _added(answers: Answers) -> Iterator[tuple[int, object]]:
    """What was answered to *Overige motieven*, until it was enough."""
    for index in range(MOST_OTHERS):
        added = answers.get(StepId(f"own.add.{index}"))
        if added is None or added == Chosen("klaar"):
            return
        yield index, added


_BY_LINE = {ReflectionRole.ASKS: WordsKind.ASK, ReflectionRole.OFFERS: WordsKind.OFFER}
"""What has one item per line; any other answer is one text."""


def _of_questions(ctx: TurnContext, author: Author, form: _Form) -> Iterator[Given]:
    for question in ctx.texts.of(author.round.content_version).phase1.questions:
        answer = form.answers.get(StepId(question.id))
        if not isinstance(answer, Written) or question.role is ReflectionRole.TERMS:
            continue
        kind = _BY_LINE.get(question.role) if question.role is not None else None
        lines = dict.fromkeys(answer.lines) if kind is not None else (answer.text,)
        about = question.text if kind is None else ""
        for line in lines:
            yield Given(
                kind or WordsKind.ANSWER, form.run.id, question.id, line, about, form.partner, handed_in=form.whole
            )


def fates(ctx: TurnContext, author: Author, words: Sequence[Given]) -> Iterator[tuple[Given, Fate]]:
    """Of what was not handed in: that, while it still can be."""
    for one in words:
        if not one.handed_in:
            can_still = ctx.uow.rounds.run(one.run).state is RunState.OPEN
            yield one, Fate(Became.WAITS, Phrase("words.not_handed_in", {"yet": can_still}))
