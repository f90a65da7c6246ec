"""Instruments that were gone through in a group: of each question what was shown there."""

from collections.abc import Iterator, Sequence

from bot.content.question_sets import AnswerKind, QuestionSet, SetQuestion
from bot.dialogs.questions.rules.put import FIRST_WORDING, PutQuestion
from bot.dialogs.sessions.facts.answers import chosen, written
from bot.dialogs.sessions.facts.held import circle_of, set_of
from bot.dialogs.sessions.facts.put import partners_in, put_in, wordings
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, given_in
from bot.dialogs.sessions.screens.answers import chosen_lines
from bot.dialogs.sessions.screens.plate import ADVICE
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, PersonId
from bot.domain.rounds import Round
from bot.domain.visibility import ContentRef, Viewer
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Section, Shape, Wanted
from bot.typesetting.minutes import Answered, Deepened, Point


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    """Of each session in the time of the round; what was not shown is in none."""
    for session in ctx.uow.get(SESSIONS).of(wanted.collaboration.id):
        if session.round != wanted.round.id or not wanted.viewers:
            continue
        try:
            one = set_of(ctx, session)
        except DomainError:  # the set has gone
            continue
        rows = [row for question in one.questions for row in _rows(ctx, wanted, session, one, question)]
        day = session.began_at.astimezone(wanted.collaboration.zone).date()
        about = {"name": one.name, "partner": _name(ctx, session.partner), "context": session.context, "day": day}
        title = ctx.texts.phrases.plain(Phrase("report.session_of", about))
        block = Block(shape=Shape.SAID, rows=tuple(rows), title=one.title.text, sees=(_shown(session),))
        yield Section(title=title, note=one.origin, blocks=(block,))


def in_minutes(ctx: TurnContext, round_: Round) -> Iterator[Deepened]:
    """What the group of all answered together in the time of a round, as everybody of it may see that."""
    for session in ctx.uow.get(SESSIONS).of(round_.collaboration):
        if session.round != round_.id or session.partner is not None:
            continue
        try:
            one = set_of(ctx, session)
        except DomainError:  # the set has gone
            continue
        answered = tuple(found for question in one.questions if (found := _answered(ctx, session, question)))
        if answered:
            yield Deepened(one.name, session.context, answered)


def _answered(ctx: TurnContext, session: GroupSession, question: SetQuestion) -> Answered | None:
    put = put_in(ctx, session, question.id)
    if put is None or not put.is_shown:
        return None
    circle, plain = circle_of(session), ctx.texts.phrases.plain
    told = [plain(one) for one in chosen_lines(ctx, session, put, circle) if one.key != ADVICE]
    points = (Point(_name(ctx, said.partner), said.text) for said in written(ctx, session, put, circle))
    found = Answered(question.text, tuple(told), tuple(points))
    return found if found.told or found.points else None


def _shown(session: GroupSession) -> ContentRef:
    """What was shown in the group: of nobody in particular."""
    return given_in(session, PersonId(0), shown=True)


def _rows(
    ctx: TurnContext, wanted: Wanted, session: GroupSession, one: QuestionSet, question: SetQuestion
) -> Iterator[Row]:
    put = put_in(ctx, session, question.id)
    if put is None or not put.is_shown:
        return
    viewer = wanted.viewers[0]
    said = _numbers(ctx, session, one, put, question, viewer)
    said += [(_name(ctx, words.partner), words.text) for words in written(ctx, session, put, viewer)]
    for index, (by, text) in enumerate(said, start=1):
        yield Row(
            id=f"c{wanted.collaboration.id}.sessie.{session.id}.{question.id}.{index}",
            part=Part.INSTRUMENT,
            sees=(_shown(session),),
            partner=by,
            cluster=one.name,
            question=question.id,
            asked=question.text,
            answer=text,
        )


def _numbers(
    ctx: TurnContext, session: GroupSession, one: QuestionSet, put: PutQuestion, question: SetQuestion, viewer: Viewer
) -> list[tuple[str, str]]:
    """How often each answer was given, per partner; of a place now, and then of where people want to go."""
    found: list[tuple[str, str]] = []
    for wording in wordings(one, question) if question.kind is not AnswerKind.WRITE else ():
        given = chosen(ctx, session, put, viewer, wording)
        later = question.ambition and wording != FIRST_WORDING
        for partner in partners_in(ctx, session, tuple(given)):
            theirs = [choice for (_, of), choice in given.items() if of == partner]
            if theirs:
                found.append((_name(ctx, partner), _counted(ctx, one, question, theirs, later=later)))
    return found


def _counted(ctx: TurnContext, one: QuestionSet, question: SetQuestion, theirs: Sequence[str], *, later: bool) -> str:
    options = one.scale_of(question).options
    counts = " · ".join(f"{o.text} {theirs.count(o.value)}" for o in options if o.value in theirs)
    if not question.ambition:
        return counts
    return ctx.texts.phrases.plain(Phrase("report.wanted" if later else "report.there_now", {"counts": counts}))


def _name(ctx: TurnContext, partner: PartnerId | None) -> str:
    if partner is None:
        return ctx.texts.phrases.plain(Phrase("report.joint_of"))
    return ctx.uow.collaborations.partner(partner).name
