"""What somebody answers, with a tap or in words, and for which of their partners."""

from dataclasses import dataclass, replace

from bot.dialogs.groups.actions.binding import ask_for_whom
from bot.dialogs.groups.facts import Actor, chosen_partner
from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import (
    Answered,
    Keep,
    Reason,
    Refuse,
    react,
)
from bot.dialogs.questions.rules.put import FIRST_WORDING, Contribution, PutQuestion
from bot.dialogs.sessions.actions.showing import asked_by, look
from bot.dialogs.sessions.dialog import KeepSetAnswer
from bot.dialogs.sessions.facts.answers import asked
from bot.dialogs.sessions.facts.held import binding_of, running, set_of
from bot.dialogs.sessions.facts.put import electorate, has_chosen, is_open, wordings
from bot.dialogs.sessions.facts.writing import open_to_write
from bot.dialogs.sessions.rules import GroupSession, Seat
from bot.dialogs.sessions.screens.question import redraw
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import ChatId, ContributionId, PartnerId, PersonId
from bot.engine.model import MAX_TEXT
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, Vote
from bot.turn.routes import Route, ToPage


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


def seat_of_words(ctx: TurnContext, session: GroupSession, binding: Binding, acting: Actor) -> Seat:
    """For whom somebody writes: of two partners, the first until they have said which; then it goes along."""
    seat = seat_for(ctx, session, binding, acting)
    return seat or next(one for one in electorate(ctx, session) if one[0] == acting.person.id)


def choose(ctx: TurnContext, session: GroupSession, put: PutQuestion, seat: Seat, wording: int, value: str) -> None:
    """Keep what somebody tapped; when all have answered, and this set is shown question by question, all see it."""
    one, question = set_of(ctx, session), asked_by(ctx, session, put)
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


def keep_written(ctx: TurnContext, command: KeepSetAnswer, conversation: Conversation) -> Route:
    """Somebody wrote an answer in private: it stays in their talk until it is shown, and counts."""
    put = ctx.uow.get(QUESTIONS).get(command.question)
    session = open_to_write(ctx, put)
    binding = binding_of(ctx, session)
    seat_for(ctx, session, binding, Actor(known_person(ctx), memberships_in(ctx, session.collaboration)))
    look(ctx, session, put)
    return ToPage("samengeschreven", str(put.id))


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
