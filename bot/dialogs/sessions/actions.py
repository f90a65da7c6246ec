"""What changes in a session: begun, on to the next question, answered, shown, ended; and when people come or go."""

from dataclasses import dataclass, replace

from bot.content.question_sets import QuestionSet, Reveal, SetQuestion
from bot.dialogs.groups.actions.binding import ask_for_whom
from bot.dialogs.groups.facts import Actor, chosen_partner, name_of
from bot.dialogs.instruments.facts import question_in
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import (
    Answered,
    GroupQuestion,
    Keep,
    Reason,
    Refuse,
    SeatsChanged,
    Show,
    ShowRequested,
    react,
)
from bot.dialogs.questions.rules.put import FIRST_WORDING, Contribution, PutQuestion, QuestionKind, QuestionState
from bot.dialogs.sessions.dialog import KeepSetAnswer
from bot.dialogs.sessions.facts import (
    answerable,
    asked,
    binding_of,
    electorate,
    has_chosen,
    is_open,
    kept_back,
    must_be_free,
    open_to_write,
    order_of,
    put_in,
    running,
    set_of,
    wordings,
)
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.rules import GroupSession, Seat, SessionState, behind
from bot.dialogs.sessions.screens.question import moved_screen, redraw
from bot.dialogs.sessions.screens.result import PLACES, drawn, result_screen
from bot.domain.collaboration import Partner
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import ChatId, CollaborationId, ContributionId, PartnerId, PersonId, QuestionId, SessionId
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, Vote
from bot.turn.routes import Route, ToPage

# --- its course ---


def begin(ctx: TurnContext, binding: Binding, one: QuestionSet, by: PersonId) -> GroupSession:
    """Put the first question on the table. Raises `DomainError` while something else goes on in this group."""
    if running(ctx, binding) is not None:
        raise DomainError("session.another")
    must_be_free(ctx, binding)
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    if round_ is None:
        raise DomainError("session.no_round")
    session = GroupSession(
        SessionId(0),
        one.id,
        ctx.texts.instrument.content_version,
        binding.collaboration,
        binding.partner,
        round_.id,
        binding.id,
        by,
        ctx.at,
    )
    if not electorate(ctx, session):
        raise DomainError("session.nobody")
    session = ctx.uow.get(SESSIONS).add(session)
    return put_on_table(ctx, binding, session, order_of(one)[0])


def put_on_table(ctx: TurnContext, binding: Binding, session: GroupSession, about: str) -> GroupSession:
    """A question below everything; the one before loses its buttons."""
    earlier = session.question
    placed = ctx.uow.post.place(binding.chat_thread).id
    stood = put_in(ctx, session, about)
    if stood is not None:
        if ctx.uow.post.placed(stood.placed).chat_thread == binding.chat_thread:
            ctx.put(stood.placed, moved_screen(ctx, session, stood))
        ctx.uow.get(QUESTIONS).move(stood, placed, binding.id)
    else:
        ctx.uow.get(QUESTIONS).put(
            PutQuestion(
                id=QuestionId(0),
                kind=QuestionKind.OF_SET,
                binding=binding.id,
                round=session.round,
                run=None,
                about=about,
                opened_at=ctx.at,
                placed=placed,
                session=session.id,
            )
        )
    session = ctx.uow.get(SESSIONS).save(replace(session, question=about, binding=binding.id))
    redraw(ctx, session, about)
    if earlier is not None and earlier != about:
        redraw(ctx, session, earlier)
    return session


def go_on(ctx: TurnContext, binding: Binding, session: GroupSession) -> None:
    """The next question; behind the last one it is over."""
    after = behind(session.question, order_of(set_of(ctx, session)))
    if after is None:
        finish(ctx, session)
    else:
        put_on_table(ctx, binding, session, after)


def finish(ctx: TurnContext, session: GroupSession, *, show_all: bool = False) -> None:
    """It is over: all of it below everything. `show_all`: what was hidden until the end is shown now."""
    if show_all:
        for put in answerable(ctx, session):
            _react(ctx, session, put, ShowRequested())
    table = session.question
    session = ctx.uow.get(SESSIONS).save(replace(session, state=SessionState.OVER, question=None, ended_at=ctx.at))
    if table is not None:
        redraw(ctx, session, table)
    binding = binding_of(ctx, session)
    if binding.ended_at is None:
        _draw(ctx, session, binding)
        ctx.send(result_screen(ctx, session), chat=binding.chat_thread.chat, thread=binding.chat_thread.thread)


def _draw(ctx: TurnContext, session: GroupSession, binding: Binding) -> None:
    """The picture, ahead of the result, where this set has one."""
    data = drawn(ctx, session)
    if data is not None:
        about = {"name": name_of(ctx, binding), "set": set_of(ctx, session).name}
        there = binding.chat_thread
        caption = Phrase("session.picture", about)
        ctx.picture(caption, data, renderer=PLACES, chat=there.chat, thread=there.thread)


def show_result(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    """`Toon uitslag`, without waiting for the others. Raises `DomainError` where nobody has answered."""
    for effect in _react(ctx, session, put, ShowRequested()):
        if isinstance(effect, Refuse):
            raise DomainError("session.nobody_answered")
    redraw(ctx, session, put.about)


def tell_context(ctx: TurnContext, binding: Binding, session: GroupSession, text: str) -> None:
    """What it is about, as whoever leads says it; then the first question."""
    if not text.strip():
        raise DomainError("groups.only_text")
    if len(text) > CONTEXT_LIMIT:
        raise DomainError("errors.too_long", limit=CONTEXT_LIMIT)
    session = ctx.uow.get(SESSIONS).save(replace(session, context=text.strip()))
    go_on(ctx, binding, session)


CONTEXT_LIMIT = 300
"""The longest text about what a set is about, in characters: it stands above each question."""


# --- answers ---


def seat_for(ctx: TurnContext, session: GroupSession, binding: Binding, acting: Actor) -> Seat | None:
    """Where somebody answers; None for who must say first for which of their partners, and is asked so in private.

    Raises `DomainError` for who does not answer here.
    """
    mine = [seat for seat in electorate(ctx, session) if seat[0] == acting.person.id]
    if not mine:
        raise DomainError("groups.you_do_not_fill_in")
    if len(mine) == 1:
        return mine[0]
    speaks_for = chosen_partner(ctx, binding, acting.person.id)
    found = next((seat for seat in mine if seat[1] == speaks_for), None)
    if found is None:
        ask_for_whom(ctx, binding, acting)
    return found


def choose(ctx: TurnContext, session: GroupSession, put: PutQuestion, seat: Seat, wording: int, value: str) -> None:
    """Keep what somebody tapped; when all have answered, and this set is shown question by question, all see it."""
    one, question = set_of(ctx, session), _question(ctx, session, put)
    at = [option.value for option in one.scale_of(question).options].index(value)
    if wording not in wordings(one, question) or (question.several and wording != FIRST_WORDING + at):
        raise DomainError("errors.expired")
    for effect in react(asked(ctx, session, put), Answered(seat)):
        if isinstance(effect, Refuse):
            raise DomainError(REFUSED[effect.reason])
        if isinstance(effect, Keep):
            _keep(ctx, put, seat, wording, value, several=question.several)
    look(ctx, session, put)


def _keep(ctx: TurnContext, put: PutQuestion, seat: Seat, wording: int, value: str, *, several: bool) -> None:
    """In place of what was there; of several options, the same one again is taken away."""
    before = has_chosen(ctx, put, seat, wording)
    if several and before is not None:
        ctx.uow.get(QUESTIONS).uncast(put.id, wording, *seat)
    elif before != value:
        ctx.uow.get(QUESTIONS).cast(put.id, wording, Vote(seat[0], seat[1], value), ctx.at)


REFUSED = {
    Reason.NO_SEAT: "groups.you_do_not_fill_in",
    Reason.SHOWN_ALREADY: "session.shown_already",
    Reason.NOBODY_ANSWERED: "session.nobody_answered",
}
"""What is said when an answer or a request is not taken."""


def seat_of_words(ctx: TurnContext, session: GroupSession, binding: Binding, acting: Actor) -> Seat:
    """For whom somebody writes: of two partners, the first until they have said which; then it goes along."""
    seat = seat_for(ctx, session, binding, acting)
    return seat or next(one for one in electorate(ctx, session) if one[0] == acting.person.id)


def keep_written(ctx: TurnContext, command: KeepSetAnswer, conversation: Conversation) -> Route:
    """Somebody wrote an answer in private: it stays in their talk until it is shown, and counts."""
    put = ctx.uow.get(QUESTIONS).get(command.question)
    session = open_to_write(ctx, put)
    binding = binding_of(ctx, session)
    seat_for(ctx, session, binding, Actor(known_person(ctx), memberships_in(ctx, session.collaboration)))
    look(ctx, session, put)
    return ToPage("samengeschreven", str(put.id))


def _say_what_was_kept(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    """What was written in private is said now, by all at the same moment."""
    for one in kept_back(ctx, session, put):
        person, partner = one.seat
        chat = ctx.uow.people.get(person).chat
        said = Contribution(ContributionId(0), put.id, put.about, person, partner, chat, 0, one.text, ctx.at)
        ctx.uow.get(QUESTIONS).contribute(said)
        ctx.uow.conversations.delete(one.held.id)


@dataclass(frozen=True, slots=True)
class Typed:
    """A text with the message it came in."""

    chat: ChatId
    message: int
    text: str


def write(ctx: TurnContext, session: GroupSession, put: PutQuestion, seat: Seat, typed: Typed) -> None:
    """Keep what somebody wrote. The same message again has other words."""
    text = typed.text
    if not text.strip():
        raise DomainError("groups.only_text")
    if len(text) > MAX_TEXT:
        raise DomainError("errors.too_long", limit=MAX_TEXT)
    person, partner = seat
    chat, message = typed.chat, typed.message
    said = Contribution(ContributionId(0), put.id, put.about, person, partner, chat, message, text, ctx.at)
    ctx.uow.get(QUESTIONS).contribute(said)
    look(ctx, session, put)


def look(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    """After somebody answered, came or went: count them, and show it all once everybody has answered.

    Where several may be chosen nobody knows who is ready, so whoever leads shows it.
    """
    if not _until_the_end(ctx, session) and not _question(ctx, session, put).several:
        _react(ctx, session, put, SeatsChanged())
    redraw(ctx, session, put.about)


def _until_the_end(ctx: TurnContext, session: GroupSession) -> bool:
    return set_of(ctx, session).reveal is Reveal.SET


def _question(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> SetQuestion:
    return question_in(set_of(ctx, session), put.about)


def _react(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, event: SeatsChanged | ShowRequested
) -> tuple[object, ...]:
    """What an event leads to. What is shown is all that was given by who is in the circle now, and stays so."""
    now: GroupQuestion[Seat] = asked(ctx, session, put)
    effects = react(now, event)
    for effect in effects:
        if isinstance(effect, Show):
            _drop_who_left(ctx, session, put)
            _say_what_was_kept(ctx, session, put)
            ctx.uow.get(QUESTIONS).turn(put, QuestionState.SHOWN, ctx.after(put.number))
    return effects


# --- when people come or go ---


def members_changed(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """What who left gave, and nobody has seen yet, goes with them; perhaps the others have all answered now."""
    for session in ctx.uow.get(SESSIONS).of(collaboration):
        if not session.running:
            continue
        for put in answerable(ctx, session):
            if is_open(put):
                _drop_who_left(ctx, session, put)
            if is_open(put) and put.about == session.question:
                look(ctx, session, put)


def _drop_who_left(ctx: TurnContext, session: GroupSession, put: PutQuestion) -> None:
    among = set(electorate(ctx, session))
    parts = wordings(set_of(ctx, session), _question(ctx, session, put))
    given = {(v.person, v.partner) for part in parts for v in ctx.uow.get(QUESTIONS).ballots(put.id, part)}
    said = ctx.uow.get(QUESTIONS).contributions_to(put.id)
    given |= {(one.person, one.partner) for one in said if one.partner is not None}
    for person, partner in given - among:
        ctx.uow.get(QUESTIONS).take_out(put.id, person, partner)


def partner_left(ctx: TurnContext, partner: Partner) -> None:
    """Its own group goes on with nothing; in the group of all its answers that nobody saw are gone."""
    for session in ctx.uow.get(SESSIONS).of(partner.collaboration):
        if session.running and session.partner == partner.id:
            ctx.uow.get(SESSIONS).save(replace(session, state=SessionState.OVER, question=None, ended_at=ctx.at))


def refresh(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """The question on the table in each group of a collaboration: how many have answered of how many."""
    without_groups = not ctx.uow.groups.of(collaboration)  # known already in this turn
    for session in () if without_groups else ctx.uow.get(SESSIONS).of(collaboration):
        if session.running and session.question is not None:
            redraw(ctx, session, session.question)


def group_moved(ctx: TurnContext, binding: Binding) -> None:
    """What stood in the old group cannot be changed from the new one: the question comes below once more."""
    session = running(ctx, binding)
    if session is not None and session.question is not None:
        redraw(ctx, session, session.question)


def take_back(ctx: TurnContext, binding: Binding, message: int) -> None:
    """Take back the beginning of a text that turned out to be too long."""
    session = running(ctx, binding)
    person = ctx.person
    for put in ctx.uow.get(QUESTIONS).of_session(session.id) if session is not None else ():
        for one in ctx.uow.get(QUESTIONS).contributions_to(put.id):
            mine = person is not None and one.person == person.id
            if session is not None and mine and (one.chat, one.message) == (ctx.chat, message) and not one.withdrawn:
                ctx.uow.get(QUESTIONS).withdraw(one.id, True)
                redraw(ctx, session, put.about)


def partner_chosen(ctx: TurnContext, binding: Binding, person: PersonId, partner: PartnerId, first: bool) -> bool:
    """What they wrote before they said for whom, unseen yet, was for this partner. Whether a session goes on."""
    session = running(ctx, binding)
    for put in ctx.uow.get(QUESTIONS).of_session(session.id) if session is not None and first else ():
        for one in ctx.uow.get(QUESTIONS).contributions_to(put.id):
            if one.person == person and is_open(put):
                ctx.uow.get(QUESTIONS).contribute(replace(one, partner=partner))
    if session is not None and session.question is not None:
        redraw(ctx, session, session.question)
    return session is not None


def goes_on(ctx: TurnContext, binding: Binding) -> Phrase | None:
    """What goes on here, in a sentence for who wants to begin something else."""
    session = running(ctx, binding)
    return Phrase("session.goes_on", {"set": set_of(ctx, session).name}) if session is not None else None
