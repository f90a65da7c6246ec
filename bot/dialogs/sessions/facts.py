"""Which sessions there are, who answers a question and who has, and what was answered, as an audience may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.question_sets import AnsweredBy, AnswerKind, QuestionSet, Reveal, SetQuestion
from bot.dialogs.alignment.facts.queries import current
from bot.dialogs.alignment.rules import DiscussionState
from bot.dialogs.groups.facts import Actor, chosen_partner, leads, name_of
from bot.dialogs.instruments.facts import offered_in, question_in, set_by
from bot.dialogs.people.facts import known_person
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import GroupQuestion
from bot.dialogs.questions.rules.put import FIRST_WORDING, PutQuestion, QuestionKind, QuestionState
from bot.dialogs.sessions.dialog import ANSWER, SET_ANSWER, WORDS, SetAnswerFacts
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, Seat, given_in
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import LiveMessageId, PartnerId, PersonId, QuestionId, SessionId
from bot.domain.visibility import Circle, Viewer, may_see
from bot.engine.model import Phrase, StepId, Written
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.dialog import DialogContext
from bot.turn.records import Conversation

Audience = Viewer | Circle
AMBITION_WORDING = 2
"""Under which a place where one wants to go is kept, beside the one of now."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote to a question, for a partner."""

    partner: PartnerId | None
    text: str


# --- which ---


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


def table(ctx: TurnContext, binding: Binding) -> LiveMessageId | None:
    """The message with the question on the table."""
    session = running(ctx, binding)
    if session is None or session.question is None or session.binding != binding.id:
        return None
    put = put_in(ctx, session, session.question)
    return put.placed if put is not None else None


def set_of(ctx: TurnContext, session: GroupSession) -> QuestionSet:
    """The instrument as it was written when the session began."""
    return set_by(ctx, session.instrument, session.content_version)


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


# --- one thing at a time ---


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


# --- a question of a session ---


def put_in(ctx: TurnContext, session: GroupSession, about: str) -> PutQuestion | None:
    """A question of this session, when it was put already."""
    return next((one for one in ctx.uow.get(QUESTIONS).of_session(session.id) if one.about == about), None)


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


def electorate(ctx: TurnContext, session: GroupSession) -> tuple[Seat, ...]:
    """Everybody of the circle who fills in now, once for each partner: who came later answers what is still open."""
    members = ctx.uow.collaborations.members(session.collaboration)
    found = (
        (m.person, m.partner)
        for m, _ in members
        if m.partner is not None and m.role.fills_in and session.partner in (None, m.partner)
    )
    return tuple(dict.fromkeys(found))


def asked(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> GroupQuestion[Seat]:
    """A question as it is now: once it is shown, what was given stands, also of who left since."""
    among = electorate(ctx, session)
    return GroupQuestion(among, frozenset(_answered(ctx, session, put)), put.is_shown)


def _answered(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> Iterator[Seat]:
    """Who answered the whole question: of a place now and later, both."""
    question = question_in(set_of(ctx, session), put.about)
    if question.kind is AnswerKind.WRITE:
        for said in ctx.uow.get(QUESTIONS).contributions_to(put.id):
            if said.partner is not None and not said.withdrawn:
                yield said.person, said.partner
        yield from (one.seat for one in kept_back(ctx, session, put))
        return
    parts = [set(_ballots(ctx, put, wording)) for wording in wordings(set_of(ctx, session), question)]
    yield from set.union(*parts) if question.several else set.intersection(*parts)


def wordings(one: QuestionSet, question: SetQuestion) -> tuple[int, ...]:
    """Under which numbers the parts of an answer are kept: now and later, or each option that may be taken."""
    if question.several:
        return tuple(range(FIRST_WORDING, FIRST_WORDING + len(one.scale_of(question).options)))
    return (FIRST_WORDING, AMBITION_WORDING) if question.ambition else (FIRST_WORDING,)


def _ballots(ctx: TurnContext, put: PutQuestion, wording: int) -> dict[Seat, str]:
    return {(vote.person, vote.partner): vote.choice for vote in ctx.uow.get(QUESTIONS).ballots(put.id, wording)}


def has_chosen(ctx: TurnContext, put: PutQuestion, seat: Seat, wording: int) -> str | None:
    """What somebody chose so far. For themselves only."""
    return _ballots(ctx, put, wording).get(seat)


# --- what was answered, as it may be seen ---


def chosen(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience, wording: int = FIRST_WORDING
) -> dict[Seat, str]:
    """What was chosen, by seat; empty for an audience that may not see it (yet)."""
    return {
        seat: choice
        for seat, choice in _ballots(ctx, put, wording).items()
        if may_see(given_in(session, seat[0], shown=put.is_shown), audience)
    }


def written(ctx: TurnContext, session: GroupSession, put: PutQuestion, audience: Audience) -> tuple[Said, ...]:
    """What was written to a question, in order, as this audience may see it."""
    said = [
        (one.person, Said(one.partner, one.text))
        for one in ctx.uow.get(QUESTIONS).contributions_to(put.id)
        if not one.withdrawn
    ]
    said += [(one.seat[0], Said(one.seat[1], one.text)) for one in kept_back(ctx, session, put)]
    return tuple(what for person, what in said if may_see(given_in(session, person, shown=put.is_shown), audience))


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What somebody wrote in private, in the talk where it stands until it is shown."""

    held: Conversation
    seat: Seat
    text: str


def kept_back(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> tuple[KeptBack, ...]:
    """All that was written in private by who answers here. To count it, to show it to all, or to its author."""
    if put.is_shown:
        return ()
    ctx.uow.conversations.read_ahead(SET_ANSWER, put.id)
    found = []
    for person, seat in _speakers(ctx, session).items():
        held = ctx.uow.conversations.find(SET_ANSWER, ctx.uow.people.get(person).chat, put.id)
        given = ctx.uow.conversations.answers(held.id).get(StepId(WORDS)) if held is not None else None
        if held is not None and isinstance(given, Written):
            found.append(KeptBack(held, seat, given.text))
    return tuple(found)


def _speakers(ctx: TurnContext, session: GroupSession) -> dict[PersonId, Seat]:
    """Each person with the partner they write for: of several the one they chose here, until then the first."""
    binding = binding_of(ctx, session)
    found: dict[PersonId, Seat] = {}
    for seat in electorate(ctx, session):
        if seat[0] not in found or chosen_partner(ctx, binding, seat[0]) == seat[1]:
            found[seat[0]] = seat
    return found


def partners_in(ctx: TurnContext, session: GroupSession, given: Sequence[Seat]) -> tuple[PartnerId, ...]:
    """The partners in the order of the electorate, then those of who left since."""
    every = [partner for _, partner in (*electorate(ctx, session), *given)]
    return tuple(dict.fromkeys(every))


def is_open(put: PutQuestion | None) -> bool:
    """Whether a question still takes answers that stay hidden."""
    return put is not None and put.state is QuestionState.OPEN


# --- writing in private ---


def open_to_write(ctx: TurnContext, put: PutQuestion) -> GroupSession:
    """The session of a question, for who answers there. Raises `DomainError` once it is over, and for others."""
    if put.session is None or put.kind is not QuestionKind.OF_SET:
        raise DomainError("errors.expired")
    session = ctx.uow.get(SESSIONS).get(put.session)
    if known_person(ctx).id not in {person for person, _ in electorate(ctx, session)}:
        raise DomainError("errors.not_a_member")
    if not session.running:
        raise DomainError("session.over")
    if put.about != session.question and set_of(ctx, session).reveal is not Reveal.SET:
        raise DomainError("session.shown_already" if put.is_shown else "session.passed")
    return session


def set_answer(ctx: TurnContext, conversation: Conversation) -> DialogContext:
    """Writing an answer. Raises `DomainError` for who does not answer here, and once it is shown."""
    put = ctx.uow.get(QUESTIONS).get(QuestionId(conversation.subject))
    session = open_to_write(ctx, put)
    question = question_in(set_of(ctx, session), put.about)
    if put.is_shown:
        raise DomainError("session.shown_already")
    if question.kind is not AnswerKind.WRITE:
        raise DomainError("errors.expired")
    facts = SetAnswerFacts(put.id, question.text, session.partner is None)
    header = Phrase("session.header", {"name": name_of(ctx, binding_of(ctx, session))})
    return DialogContext(ANSWER.begin(facts), header)


# --- what it is about, and the time before ---


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
