"""Which sessions there are, of which instrument, and in which group."""

from bot.content.question_sets import AnsweredBy, QuestionSet
from bot.dialogs.alignment.facts.queries import current
from bot.dialogs.alignment.rules import DiscussionState
from bot.dialogs.groups.facts import Actor, leads
from bot.dialogs.instruments.facts import offered_in, set_by
from bot.dialogs.people.facts import known_person
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import SessionId
from bot.domain.rounds import Round
from bot.domain.visibility import Circle, Viewer
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def offered(ctx: TurnContext, binding: Binding) -> tuple[QuestionSet, ...]:
    """The instruments that the circle of this group can go through together."""
    fitting = AnsweredBy.GROUP if binding.partner is None else AnsweredBy.PARTNER
    return tuple(one for one in offered_in(ctx, binding.collaboration) if fitting in one.answered_by)


def offered_set(ctx: TurnContext, binding: Binding, set_id: str) -> QuestionSet:
    """One of them. Raises `DomainError` for another."""
    found = next((one for one in offered(ctx, binding) if one.id == set_id), None)
    if found is None:
        raise DomainError("errors.expired")
    return found


def running(ctx: TurnContext, binding: Binding) -> GroupSession | None:
    """What goes on in the circle of this group, whichever group it began in."""
    found = ctx.uow.get(SESSIONS).of(binding.collaboration)
    return next((one for one in found if one.running and one.partner == binding.partner), None)


def round_of(ctx: TurnContext, binding: Binding) -> Round:
    """The round that goes on, in which somebody leads this group. Raises `DomainError` before the first one."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    if round_ is None:
        raise DomainError("session.no_round")
    return round_


def set_of(ctx: TurnContext, session: GroupSession) -> QuestionSet:
    """The instrument as it was written when the session began."""
    return set_by(ctx, session.instrument, session.content_version)


def asks_context(one: QuestionSet, about: str | None) -> bool:
    """Whether this is the question what a set is about, which whoever leads answers."""
    return one.context is not None and one.context.id == about


def order_of(one: QuestionSet) -> tuple[str, ...]:
    """All that comes on the table, in order: what it is about first."""
    first = () if one.context is None else (one.context.id,)
    return (*first, *(question.id for question in one.questions))


def before(ctx: TurnContext, session: GroupSession) -> GroupSession | None:
    """The session of this set in this circle that was held last before this one."""
    found = ctx.uow.get(SESSIONS).of(session.collaboration)
    earlier = [s for s in found if (s.instrument, s.partner) == (session.instrument, session.partner)]
    return max((s for s in earlier if s.id < session.id and not s.running), key=lambda s: s.id, default=None)


def binding_of(ctx: TurnContext, session: GroupSession) -> Binding:
    """The group it stands in, which may have been bound anew."""
    kept = ctx.uow.groups.get(session.binding)
    if kept.ended_at is None:
        return kept
    again = (b for b in ctx.uow.groups.of(session.collaboration) if b.partner == session.partner)
    return next(again, kept)


def circle_of(session: GroupSession) -> Circle:
    """Who reads along."""
    return Circle(session.partner)


def viewer_of(ctx: TurnContext, session: GroupSession) -> Viewer:
    """This person, in their places here."""
    mine = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    return Viewer(known_person(ctx).id, tuple(m for m in mine if m.collaboration == session.collaboration))


def readable(ctx: TurnContext, argument: str) -> GroupSession:
    """A session by its id, for who reads in private what its circle may. Raises `DomainError` for others."""
    session = ctx.uow.get(SESSIONS).get(SessionId(number(argument)))
    viewer = viewer_of(ctx, session)
    if not (viewer.facilitates or circle_of(session).takes_in(viewer)):
        raise DomainError("errors.not_a_member")
    return session


def may_begin_in(ctx: TurnContext, set_id: str) -> tuple[Binding, ...]:
    """The groups in which this person can begin this instrument."""
    person = ctx.person
    mine = ctx.uow.collaborations.memberships_of(person.id) if person is not None else ()
    found = []
    for there in dict.fromkeys(m.collaboration for m in mine):
        here = tuple(m for m in mine if m.collaboration == there)
        for binding in ctx.uow.groups.of(there):
            assert person is not None
            fits = any(one.id == set_id for one in offered(ctx, binding))
            if fits and leads(ctx, binding, Actor(person, here)):
                found.append(binding)
    return tuple(found)


def must_be_free(ctx: TurnContext, binding: Binding) -> None:
    """Raises `DomainError` while this group talks about phase 2, or a motive lies open on a board."""
    discussion = current(ctx, binding.collaboration) if binding.partner is None else None
    if discussion is not None and discussion.state is DiscussionState.RUNNING:
        raise DomainError("session.talking")
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    boards = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id) if round_ is not None else ()
    if round_ is not None and round_.takes_motives and boards and not boards[-1].is_shown:
        raise DomainError("session.board_open")


def is_free(ctx: TurnContext, binding: Binding) -> bool:
    """Whether something can begin in this group now."""
    try:
        must_be_free(ctx, binding)
    except DomainError:
        return False
    return running(ctx, binding) is None
