"""What people of a partner handed in in phase 1: the motives, and the questions when these were handed in as well."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.content.instrument import Instrument
from bot.content.roles import ReflectionRole
from bot.dialogs.people.facts import called
from bot.dialogs.preparation.dialog.form import FOR_NOW, GO_ON, LANDING, PREPARATION, REVIEW, HandIn, question_of
from bot.dialogs.preparation.facts.form import form_of
from bot.domain.form import FilledForm
from bot.domain.ids import PersonId, RunId
from bot.domain.rounds import Participation, RunState, answer_of, draft_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.advance import Path, walk
from bot.engine.model import Answer, Chosen, Row, Skipped, StepId
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, ConversationState, ParticipantContext


@dataclass(frozen=True, slots=True)
class Handed:
    """One person's phase 1 as it was handed in: the form, and the rows that show it.

    `whole` is whether the questions were handed in too.
    """

    form: FilledForm
    rows: tuple[Row, ...]
    whole: bool


def talk_of(ctx: TurnContext, standing: ParticipantContext, person: PersonId) -> Conversation | None:
    """Somebody's talk of phase 1 in this run."""
    return ctx.uow.conversations.find(PREPARATION.id, ctx.uow.people.get(person).chat, standing.run.id)


def handed_of(ctx: TurnContext, standing: ParticipantContext, person: PersonId) -> Handed | None:
    """What somebody handed in as it is now; None before that, and while something they are changing asks a new answer.

    A vote in a group may bring a question that was not asked before, and nobody asks it of who was done. Until it is
    answered it counts as skipped: what was handed in stays the partner's.
    """
    held = talk_of(ctx, standing, person)
    if held is None:
        return None
    # By the run and not by their place in it, which may have ended: what was handed in stays the partner's.
    answers = ctx.uow.conversations.answers(held.id)
    whole = REVIEW in answers
    answers = answers if whole else motives_only(answers)
    path = _path(ctx, standing, person, held, answers)
    done = held.state is ConversationState.DONE
    while done and path.open is not None and path.open.optional:
        answers = {**answers, path.open.id: Skipped()}
        path = _path(ctx, standing, person, held, answers)
    if not isinstance(path.result, HandIn):
        return None
    rows = next(step.rows for step in reversed(path.steps) if step.rows)
    return Handed(path.result.form, rows, whole)


def motives_only(answers: Mapping[StepId, Answer]) -> dict[StepId, Answer]:
    """These answers as `Klaar voor nu` hands them in, however far somebody has come since."""
    return {**answers, LANDING: Chosen(FOR_NOW)} if LANDING in answers else dict(answers)


def _path(
    ctx: TurnContext,
    standing: ParticipantContext,
    person: PersonId,
    held: Conversation,
    answers: Mapping[StepId, Answer],
) -> Path:
    return walk(form_of(ctx, standing, person, held), answers)


def viewer_of(ctx: TurnContext, mine: ParticipantContext) -> Viewer:
    """Somebody of a run as they look at their colleagues' answers."""
    return Viewer(
        mine.person.id,
        ctx.uow.collaborations.memberships_of(mine.person.id),
        handed_in=mine.participation.handed_in_at is not None,
        answered=_answered(ctx, mine),
    )


def _answered(ctx: TurnContext, mine: ParticipantContext) -> frozenset[str]:
    """The questions that this person handed in, with those that do not come for them."""
    held = talk_of(ctx, mine, mine.person.id)
    answers = ctx.uow.conversations.answers(held.id) if held is not None else {}
    if held is None or REVIEW not in answers:
        return frozenset()
    instrument = ctx.texts.of(mine.round.content_version)
    open_step = _path(ctx, mine, mine.person.id, held, answers).open
    still_open = question_of(instrument, open_step.id) if open_step is not None else None
    return frozenset(_questions(instrument)) - {still_open}


def _questions(instrument: Instrument) -> Iterator[str]:
    yield from (question.id for question in instrument.phase1.questions)
    yield from (mirror.id for mirror in instrument.mirrors.mirrors)


def visible_rows(
    ctx: TurnContext, mine: ParticipantContext, theirs: ParticipantContext, handed: Handed
) -> tuple[Row, ...]:
    """What a colleague answered, as far as this person may see it."""
    viewer = viewer_of(ctx, mine)
    instrument = ctx.texts.of(mine.round.content_version)
    part, partner = theirs.participation, theirs.partner.id

    def seen(row: Row) -> bool:
        question = None if row.step is None else question_of(instrument, row.step)
        piece = (
            draft_of(part, partner) if question is None else answer_of(part, partner, question, handed_in=handed.whole)
        )
        return not row.aside and may_see(piece, viewer)

    return tuple(row for row in handed.rows if seen(row))


def visible_form(
    ctx: TurnContext, mine: ParticipantContext, part: Participation, handed: Handed, viewer: Viewer
) -> FilledForm:
    """The form of a colleague without answers to questions that this person did not hand in themselves."""

    def seen(question: str) -> bool:
        return may_see(answer_of(part, mine.partner.id, question, handed_in=handed.whole), viewer)

    instrument, form = ctx.texts.of(mine.round.content_version), handed.form
    main = instrument.phase1.with_role(ReflectionRole.MAIN_MOTIVE)
    terms = instrument.phase1.with_role(ReflectionRole.TERMS)
    with_terms = terms is not None and seen(terms.id)
    return FilledForm(
        tuple(motive if with_terms else replace(motive, term=None) for motive in form.motives),
        form.main if main is not None and seen(main.id) else None,
        {question: text for question, text in form.reflections.items() if seen(question)},
    )


def has_open_questions(ctx: TurnContext, mine: ParticipantContext) -> bool:
    """Whether somebody handed in their motives, and can still answer the questions."""
    if mine.participation.handed_in_at is None or mine.run.state is not RunState.OPEN:
        return False
    held = talk_of(ctx, mine, mine.person.id)
    answers = ctx.uow.conversations.answers(held.id) if held is not None else {}
    return LANDING in answers and REVIEW not in answers


def answered_by_others(ctx: TurnContext, mine: ParticipantContext) -> tuple[str, ...]:
    """Names of colleagues who handed in answers to questions that are still open for this person."""
    if not has_open_questions(ctx, mine):
        return ()
    parts = [part for part in ctx.uow.rounds.participants(mine.run.id) if part.person != mine.person.id]
    whole = [
        part.person
        for part in parts
        if part.handed_in_at is not None
        and (handed := handed_of(ctx, mine, part.person)) is not None
        and (handed.form.main or handed.form.reflections or any(m.term for m in handed.form.motives))
    ]
    return tuple(called(ctx, ctx.uow.people.get(person)) for person in whole)


def questions_first(ctx: TurnContext, run: RunId) -> Callable[[PersonId], Mapping[str, object]]:
    """For each person of a run: who answered questions that are still open for them. These come before settling."""

    def of(person: PersonId) -> Mapping[str, object]:
        mine = ctx.uow.rounds.standing(run, person)
        return {"first": answered_by_others(ctx, mine) if mine is not None else ()}

    return of


def skip_the_questions(ctx: TurnContext, mine: ParticipantContext) -> None:
    """`Overslaan` to each question that is open, and all of it handed in. What was answered already stays."""
    to_the_questions(ctx, mine)
    held = talk_of(ctx, mine, mine.person.id)
    if held is None:
        return
    before = ctx.uow.conversations.answers(held.id)
    answers = dict(before)
    path = _path(ctx, mine, mine.person.id, held, answers)
    while path.open is not None and (path.open.optional or path.open.id == REVIEW):
        answers[path.open.id] = Chosen("indienen") if path.open.id == REVIEW else Skipped()
        path.follow(answers)
    ctx.uow.conversations.save_answers(held.id, before, answers, ctx.at)
    ctx.uow.conversations.save(replace(held, state=ConversationState.DONE, cursor=None), held)


def to_the_questions(ctx: TurnContext, mine: ParticipantContext) -> None:
    """Take back `Klaar voor nu`, so that the talk goes on with the first question that is open."""
    held = talk_of(ctx, mine, mine.person.id)
    if held is not None:
        before = ctx.uow.conversations.answers(held.id)
        ctx.uow.conversations.save_answers(held.id, before, {**before, LANDING: Chosen(GO_ON)}, ctx.at)
        ctx.uow.conversations.save(replace(held, cursor=None, page=0), held)
