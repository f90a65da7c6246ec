"""Questions of a session as they were put, who answers them, and what was tapped."""

from collections.abc import Sequence

from bot.content.question_sets import QuestionSet, SetQuestion
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import FIRST_WORDING, PutQuestion, QuestionKind, QuestionState
from bot.dialogs.sessions.facts.held import asks_context, running, set_of
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, Seat
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PartnerId
from bot.turn.context import TurnContext

AMBITION_WORDING = 2
"""Under which a place where one wants to go is kept, beside the one of now."""


def put_in(ctx: TurnContext, session: GroupSession, about: str) -> PutQuestion | None:
    """A question of this session, when it was put already."""
    return next((one for one in ctx.uow.get(QUESTIONS).of_session(session.id) if one.about == about), None)


def table(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """The message with the question on the table."""
    session = running(ctx, binding)
    if session is None or session.question is None or session.binding != binding.id:
        return None
    put = put_in(ctx, session, session.question)
    return put.placed if put is not None else None


def answerable(ctx: TurnContext, session: GroupSession) -> tuple[PutQuestion, ...]:
    """The questions of a session that people answer: without the one what it is about."""
    one = set_of(ctx, session)
    return tuple(p for p in ctx.uow.get(QUESTIONS).of_session(session.id) if not asks_context(one, p.about))


def asked_in(ctx: TurnContext, placed: LiveMessageId) -> tuple[PutQuestion, GroupSession] | None:
    """The question of a session that stands or once stood in this message."""
    found = ctx.uow.get(QUESTIONS).stood_in(placed)
    if found is None or found.kind is not QuestionKind.OF_SET or found.session is None:
        return None
    return found, ctx.uow.get(SESSIONS).get(found.session)


def is_open(put: PutQuestion | None) -> bool:
    """Whether a question still takes answers that stay hidden."""
    return put is not None and put.state is QuestionState.OPEN


def electorate(ctx: TurnContext, session: GroupSession) -> tuple[Seat, ...]:
    """Everybody of the circle who fills in now, once for each partner: who came later answers what is still open."""
    members = ctx.uow.collaborations.members(session.collaboration)
    found = (
        (m.person, m.partner)
        for m, _ in members
        if m.partner is not None and m.role.fills_in and session.partner in (None, m.partner)
    )
    return tuple(dict.fromkeys(found))


def partners_in(ctx: TurnContext, session: GroupSession, given: Sequence[Seat]) -> tuple[PartnerId, ...]:
    """The partners in the order of the electorate, then those of who left since."""
    every = [partner for _, partner in (*electorate(ctx, session), *given)]
    return tuple(dict.fromkeys(every))


def wordings(one: QuestionSet, question: SetQuestion) -> tuple[int, ...]:
    """Under which numbers the parts of an answer are kept: now and later, or each option that may be taken."""
    if question.several:
        return tuple(range(FIRST_WORDING, FIRST_WORDING + len(one.scale_of(question).options)))
    return (FIRST_WORDING, AMBITION_WORDING) if question.ambition else (FIRST_WORDING,)


def tapped(ctx: TurnContext, put: PutQuestion, wording: int) -> dict[Seat, str]:
    return {(vote.person, vote.partner): vote.choice for vote in ctx.uow.get(QUESTIONS).ballots(put.id, wording)}


def has_chosen(ctx: TurnContext, put: PutQuestion, seat: Seat, wording: int) -> str | None:
    """What somebody chose so far. For themselves only."""
    return tapped(ctx, put, wording).get(seat)
