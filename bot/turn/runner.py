"""One turn: something came in or fell due, one transaction, messages out. What is done in it lives in the rooms."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.errors import DomainError, NoSuchRowError, ProgrammingError
from bot.domain.group import Binding
from bot.domain.ids import BindingId, ChatId, LiveMessageId, PersonId
from bot.domain.invitation import TOKEN
from bot.engine.model import Phrase, Text
from bot.turn import arrivals, beside, talks
from bot.turn.beside import Room
from bot.turn.bundle import KIND, fire, retract, schedule_all
from bot.turn.context import Texts, TurnContext
from bot.turn.door import Doors
from bot.turn.forms import FormPlace, WholeForm
from bot.turn.house import House
from bot.turn.incoming import (
    Commanded,
    FilledIn,
    Incoming,
    Replied,
    Spoke,
    Tapped,
)
from bot.turn.mail import Waits
from bot.turn.offering import Offer, offer_in
from bot.turn.ports import RefusedError, UnitOfWork
from bot.turn.presence import is_here, reach, send_elsewhere, through_which_door
from bot.turn.records import Outgoing, Timer
from bot.turn.routes import Route, ToHandler, ToPage, ToTalk
from bot.turn.routing import first_route, read_ahead
from bot.turn.served import Served
from bot.turn.tasks import next_tasks

NOBODY = ChatId(0)
"""Where a turn begins that nobody asked for: a timer, a start."""


MOST_ROUTES = 20
"""More routes than this in one turn can only be a circle."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What a turn leaves to be done after its commit: an answer to the tap, and messages that wait to be sent."""

    toast: str | None = None
    outgoing: tuple[Outgoing, ...] = ()
    reaction: str | None = None
    """A sign to be put below what somebody wrote."""
    unread: bool = False
    """What was typed was not taken as an answer: its question is not the one on screen there."""
    refused: Mapping[str, Phrase] = field(default_factory=dict)
    """Rows of a form that were not taken, and why."""
    offer: Offer | None = None
    """Which commands a chat is offered from now on, where that may have changed."""


def fresh_id() -> str:
    """An unused id for something that is named for the first time."""
    return secrets.token_hex(5)


@dataclass(frozen=True, slots=True)
class Runner:
    """Takes turns. Holds nothing that changes."""

    texts: Texts
    house: House
    doors: Doors = field(default_factory=Doors)
    """Who makes the links. Without doors no turn can show one."""
    fresh: Callable[[], str] = fresh_id
    numbers_from: int = 0
    """As in the context of a turn."""

    def ctx(self, uow: UnitOfWork, at: datetime, chat: ChatId = NOBODY) -> TurnContext:
        """The context of a turn that begins in this chat."""
        return TurnContext(
            uow, at, self.texts, self.house, self.fresh, chat, self.doors, numbers_from=self.numbers_from
        )

    def take(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> TurnResult:
        """Handle one update; twice the same one does nothing.

        Raises `RefusedError` when a rule refuses it: whoever runs the unit of work undoes it all, and has it told.
        """
        if not uow.post.finish(incoming.update, at):
            return TurnResult()
        read_ahead(uow, incoming.body)
        ctx = self._turn_of(uow, incoming, at)
        try:
            result = self._within(ctx, lambda: first_route(ctx, incoming))
            changed = incoming.private and ctx.touched  # somebody came in or left, or a phase went on
            return replace(result, offer=offer_in(ctx)) if changed or isinstance(incoming.body, Commanded) else result
        except DomainError as refusal:
            why = Phrase(refusal.key, refusal.args_of_phrase)
            raise RefusedError(lambda afresh: self._refuse(afresh, incoming, why, at)) from None

    def _turn_of(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> TurnContext:
        tapped = incoming.body.message if isinstance(incoming.body, Tapped) else None
        ctx = self.ctx(uow, at, incoming.chat)
        ctx.name, ctx.tapped = incoming.name, tapped
        if not incoming.private:
            ctx.who, ctx.thread, ctx.title = incoming.person, incoming.thread, incoming.title
        through_which_door(ctx)
        return ctx

    def _refuse(self, uow: UnitOfWork, incoming: Incoming, why: Phrase, at: datetime) -> TurnResult:
        """A rule refused the turn, of which nothing was kept: say so, and nothing else."""
        if not uow.post.finish(incoming.update, at):
            return TurnResult()
        ctx = self._turn_of(uow, incoming, at)
        match incoming.body:
            case Tapped():
                ctx.notify(why)
            case FilledIn() as sent:
                ctx.refused = dict.fromkeys(sent.seen, why)
            case Replied() | Spoke() as said:
                arrivals.refused(ctx, said, why)
            case _:
                ctx.tell(why)
        if incoming.private:
            is_here(ctx)
        return TurnResult(ctx.toast, ctx.written(), refused=ctx.refused)

    def fire(self, uow: UnitOfWork, timer: Timer, at: datetime) -> TurnResult:
        """Handle one due timer, which has been claimed in the same unit of work.

        Nobody asked for anything, so nobody can be refused anything: a `DomainError` is a failure like any other.
        """
        ctx = self.ctx(uow, at)
        return self._within(ctx, lambda: _fire(ctx, timer))

    def recover_pending(self, uow: UnitOfWork, at: datetime) -> tuple[Outgoing, ...]:
        """The messages that an earlier run did not send and that must still be sent. Call it once, at the start."""
        ctx = self.ctx(uow, at)
        if uow.restorations.fresh():
            _take_up(ctx)
        waiting = uow.post.waiting()
        late = [one.id for one in waiting if retract(ctx, one)]
        uow.post.done(late, at)
        return tuple(one for one in waiting if one.id not in late)

    def retract(self, uow: UnitOfWork, message: Outgoing, at: datetime, *, at_any_time: bool = False) -> bool:
        """Whether a message that came by itself may no longer be sent now; then it waits for the next working hours."""
        if not retract(self.ctx(uow, at), message, at_any_time=at_any_time):
            return False
        uow.post.done([message.id], at)
        return True

    def unreachable(self, uow: UnitOfWork, chat: ChatId, at: datetime, refused: Sequence[Outgoing] = ()) -> TurnResult:
        """A chat can no longer be reached: nothing waits for it, and whoever leads a group hears of it.

        Of what was refused there, what came unasked goes to another chat of the same person.
        """
        ctx = self.ctx(uow, at, chat)
        through_which_door(ctx)
        reach(ctx, False)
        send_elsewhere(ctx, chat, refused)
        for lost in self.house.each(lambda f: f.group_lost):
            lost(ctx, chat)
        return TurnResult(outgoing=ctx.written())

    def waits(self, uow: UnitOfWork, person: PersonId, at: datetime) -> Waits:
        """What may be said outside the conversation of what waits for somebody: never a word of anybody."""
        ctx = self.ctx(uow, at, uow.people.get(person).chat)
        places = dict.fromkeys(one.collaboration for one in uow.collaborations.memberships_of(person))
        tasks = (task.label for task in next_tasks(ctx))
        said = next((label for label in tasks if without_words(label)), None)
        return Waits(tuple(uow.collaborations.get(one).name for one in places), said)

    def not_reached(self, uow: UnitOfWork, person: PersonId, at: datetime) -> TurnResult:
        """What was sent to somebody outside the conversation was refused there."""
        ctx = self.ctx(uow, at)
        for told in self.house.each(lambda f: f.not_reached):
            told(ctx, uow.people.get(person))
        return TurnResult(outgoing=ctx.written())

    def refuses(self, uow: UnitOfWork, token: str, at: datetime) -> Phrase | None:
        """What is wrong with a token that lets somebody in; None when nothing is."""
        return self.house.only(lambda f: f.refuses_token)(self.ctx(uow, at), token if TOKEN.fullmatch(token) else "")

    def groups_of(self, uow: UnitOfWork, chat: ChatId, at: datetime) -> tuple[Binding, ...]:
        """The groups that the person of a private chat may look at through another door than that of the group."""
        return beside.groups_of(self.ctx(uow, at, chat))

    def room_of(self, uow: UnitOfWork, chat: ChatId, binding: BindingId, at: datetime) -> Room | None:
        """One of these groups, with what goes on in it; None for whatever is not theirs to see."""
        return beside.room_of(self._looking(uow, chat, at), binding)

    def on_projector(self, uow: UnitOfWork, binding: BindingId, at: datetime) -> Room | None:
        """A group as its circle sees it; None when it is bound no longer."""
        return beside.on_projector(self.ctx(uow, at), binding)

    def calendar(self, uow: UnitOfWork, token_hash: str, at: datetime) -> Served | None:
        """What stands at an address of a calendar now; None where there is no such address (any more)."""
        found = (serves(self.ctx(uow, at), token_hash) for serves in self.house.each(lambda f: f.calendar))
        return next((one for one in found if one is not None), None)

    def forms_of(self, uow: UnitOfWork, chat: ChatId, at: datetime) -> tuple[FormPlace, ...]:
        """The forms that the person of a private chat can fill in as a whole now."""
        ctx = self._looking(uow, chat, at)
        return tuple(one for forms in self.house.each(lambda f: f.whole_forms) for one in forms.places(ctx))

    def whole_form(self, uow: UnitOfWork, chat: ChatId, subject: int, at: datetime) -> WholeForm | None:
        """One form of theirs; None for whatever is not theirs to see."""
        ctx = self._looking(uow, chat, at)
        found = (forms.read(ctx, subject) for forms in self.house.each(lambda f: f.whole_forms))
        return next((one for one in found if one is not None), None)

    def _looking(self, uow: UnitOfWork, chat: ChatId, at: datetime) -> TurnContext:
        ctx = self.ctx(uow, at, chat)
        through_which_door(ctx)
        return ctx

    def takes_answers(self, uow: UnitOfWork, placed: LiveMessageId, at: datetime) -> bool:
        """Whether an answer below this message of a group means something."""
        return beside.takes_answers(self.ctx(uow, at), placed)

    def apologise(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> TurnResult:
        """The turn failed by a mistake of ours and nothing of it was kept: say so."""
        if not uow.post.finish(incoming.update, at):
            return TurnResult()
        ctx = self._turn_of(uow, incoming, at)
        if isinstance(incoming.body, Tapped):
            ctx.notify(Phrase("errors.broken"))
        elif incoming.private:
            ctx.tell(Phrase("errors.broken"))
        return TurnResult(ctx.toast, ctx.written())

    def _within(self, ctx: TurnContext, begin: Callable[[], Route | None]) -> TurnResult:
        """Follow the routes of a turn to their end."""
        route = begin()
        for _ in range(MOST_ROUTES):
            if route is None:
                break
            route = _follow(ctx, route)
        else:
            raise ProgrammingError(f"a turn goes round in circles, at {route}")
        arrivals.refresh(ctx)
        return TurnResult(ctx.toast, ctx.written(), ctx.reaction, ctx.unread, ctx.refused)


def without_words(label: Text) -> bool:
    """Whether all that a label says is ours: phrases and numbers, no name and no text."""
    return isinstance(label, Phrase) and all(
        isinstance(value, int) or (isinstance(value, Phrase) and without_words(value)) for value in label.args.values()
    )


def _follow(ctx: TurnContext, route: Route) -> Route | None:
    """One step on. A button or link may name what is not there: it has expired then."""
    match route:
        case ToTalk():
            return _of_what_is_there(lambda: talks.start(ctx, route))
        case ToPage(name, argument):
            ctx.log(f"page.{name}")
            ctx.page_now = f"{name}:{argument}" if name in ctx.house.readable and ctx.who is None else ""
            return _of_what_is_there(lambda: ctx.house.pages[name](ctx, argument))
        case ToHandler(conversation, command):
            return ctx.house.handlers[type(command)](ctx, command, conversation)


def _of_what_is_there(begin: Callable[[], Route | None]) -> Route | None:
    try:
        return begin()
    except NoSuchRowError:
        raise DomainError("errors.expired") from None


def _take_up(ctx: TurnContext) -> None:
    """A copy was restored: what comes by itself is reckoned anew, and what stands in groups is drawn as it is now."""
    everywhere = [one.id for one in ctx.uow.collaborations.all()]
    for collaboration in everywhere:
        schedule_all(ctx, collaboration)
    ctx.touched.update(everywhere)
    arrivals.refresh(ctx)
    ctx.written()
    ctx.uow.restorations.take_up(ctx.at)


def _fire(ctx: TurnContext, timer: Timer) -> Route | None:
    if timer.kind == KIND:
        fire(ctx, PersonId(timer.subject))
    elif timer.kind in ctx.house.timers:
        ctx.house.timers[timer.kind](ctx, timer.subject)
    return None
