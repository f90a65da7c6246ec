"""Instruments that were gone through in a group: of each question what was shown there."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.content.items import Status
from bot.content.question_sets import AnswerKind, QuestionSet, SetQuestion
from bot.dialogs.instruments.facts import in_full
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts.answers import came, chosen, written
from bot.dialogs.sessions.facts.held import circle_of, set_of
from bot.dialogs.sessions.facts.put import partners_in, put_in, wordings
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import Came, GroupSession, given_in
from bot.dialogs.sessions.screens.answers import chosen_lines, explained_once
from bot.dialogs.sessions.screens.plate import ADVICE, HEART
from bot.dialogs.sessions.screens.result import drawn
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
        sees = (_shown(session),)
        blocks = [Block(shape=Shape.SAID, rows=tuple(rows), title=one.title.text, sees=sees)]
        picture = drawn(ctx, session)
        if picture is not None:
            picture |= {"notes": []}  # the rows say that too
            blocks.insert(0, Block(shape=Shape.PLACES, picture=picture, sees=sees, exported=False))
        yield Section(title=title, note="\n".join((one.origin, *_others(ctx, session, one))), blocks=tuple(blocks))


def _others(ctx: TurnContext, session: GroupSession, one: QuestionSet) -> Iterator[str]:
    """What came of the questions of which nothing was shown, where there are any."""
    found = Counter(came(ctx, session, question.id) for question in one.questions)
    told = [
        ctx.texts.phrases.plain(Phrase(f"report.others_{what}", {"number": found[what]}))
        for what in Came
        if what not in (Came.SHOWN, Came.OPEN) and found[what]
    ]
    if told:
        yield " · ".join(told)


def in_minutes(ctx: TurnContext, round_: Round) -> Iterator[Deepened]:
    """What the group of all answered together in the time of a round, as everybody of it may see that."""
    for session in ctx.uow.get(SESSIONS).of(round_.collaboration):
        if session.round != round_.id or session.partner is not None:
            continue
        try:
            one = set_of(ctx, session)
        except DomainError:  # the set has gone
            continue
        explained: list[Phrase] = []
        every = [_answered(ctx, session, question, explained) for question in one.questions]
        answered = tuple(found for found in every if found)
        if answered:
            of_the_team = one.title.status is Status.OWN  # the minutes say of the others whose they are
            yield Deepened(f"{one.name} ({one.origin})" if of_the_team else one.name, session.context, answered)


def _answered(
    ctx: TurnContext, session: GroupSession, question: SetQuestion, explained: list[Phrase]
) -> Answered | None:
    put = put_in(ctx, session, question.id)
    if put is None or not put.is_shown:
        return None
    circle, plain = circle_of(session), ctx.texts.phrases.plain
    lines = explained_once(chosen_lines(ctx, session, put, circle), explained)
    told = [plain(one) for one in lines if one.key != ADVICE]
    points = (Point(_name(ctx, said.partner), said.text) for said in written(ctx, session, put, circle))
    found = Answered(in_full(set_of(ctx, session), question), tuple(told), tuple(points))
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
    said = _told(ctx, session, put, viewer) if question.several else _numbers(ctx, session, one, put, question, viewer)
    said += [(_name(ctx, words.partner), words.text) for words in written(ctx, session, put, viewer)]
    for index, (by, text) in enumerate(said, start=1):
        yield Row(
            id=f"c{wanted.collaboration.id}.sessie.{session.id}.{question.id}.{index}",
            part=Part.INSTRUMENT,
            sees=(_shown(session),),
            partner=by,
            cluster=one.name,
            question=question.id,
            asked=in_full(one, question),
            answer=text,
            note="" if text else ctx.texts.phrases.plain(Phrase("minutes.label_no_answer")),
        )


def _told(ctx: TurnContext, session: GroupSession, put: PutQuestion, viewer: Viewer) -> list[tuple[str, str]]:
    """Who is where on a plate, what is empty or has one person, who is a bridge: as the group read it."""
    lines = chosen_lines(ctx, session, put, viewer)
    return [("", ctx.texts.phrases.plain(one)) for one in lines if one.key not in (ADVICE, HEART)]


def _numbers(
    ctx: TurnContext, session: GroupSession, one: QuestionSet, put: PutQuestion, question: SetQuestion, viewer: Viewer
) -> list[tuple[str, str]]:
    """How often each answer was given, per partner; of a place also where people want to go.

    Nothing of a partner that gave no answer, where another did: on paper that is said, and in files it is no row.
    """
    if question.kind is AnswerKind.WRITE:
        return []
    given = [chosen(ctx, session, put, viewer, wording) for wording in wordings(one, question)]
    found: list[tuple[str, str]] = []
    for partner in partners_in(ctx, session, tuple(seat for choices in given for seat in choices)):
        counts = [
            _counted(one, question, [said for (_, of), said in choices.items() if of == partner]) for choices in given
        ]
        if any(counts) or (any(given) and not question.ambition):
            found.append((_name(ctx, partner), _moving(ctx, *counts) if question.ambition else counts[0]))
    return found


def _counted(one: QuestionSet, question: SetQuestion, theirs: Sequence[str]) -> str:
    options = one.scale_of(question).options
    return " · ".join(f"{o.text} {theirs.count(o.value)}" for o in options if o.value in theirs)


def _moving(ctx: TurnContext, now: str, later: str) -> str:
    return ctx.texts.phrases.plain(Phrase("report.moving", {"now": now, "later": later}))


def _name(ctx: TurnContext, partner: PartnerId | None) -> str:
    if partner is None:
        return ctx.texts.phrases.plain(Phrase("report.joint_of"))
    return ctx.uow.collaborations.partner(partner).name
