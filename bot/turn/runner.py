"""One turn: something came in or fell due, one transaction, messages out. The only place that knows all parts."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import DomainError, NoSuchRowError, ProgrammingError
from bot.domain.ids import ChatId, PersonId
from bot.domain.invitation import TOKEN, token_in
from bot.engine.model import Phrase, Resumed
from bot.turn import arrivals, edits, talks
from bot.turn.bundle import KIND, fire, schedule, unsay
from bot.turn.context import Stage, Texts
from bot.turn.house import House
from bot.turn.incoming import CameOrWent, Commanded, Edited, Incoming, Moved, Replied, Said, Showed, Spoke, Tapped
from bot.turn.ports import RefusedError, UnitOfWork
from bot.turn.records import ConversationState, Outgoing, Timer
from bot.turn.routes import Route, ToHandler, ToPage, ToTalk

LATER_COMMANDS = ("rapport", "verdieping")
"""Commands whose name is fixed and that are not there yet: they get a friendly answer."""


NOBODY = ChatId(0)
"""Where a turn begins that nobody asked for: a timer, a start."""


MOST_ROUTES = 20
"""More routes than this in one turn can only be a circle."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a turn leaves to be done after its commit: an answer to the tap, and messages that wait to be sent."""

    toast: str | None = None
    outgoing: tuple[Outgoing, ...] = ()
    reaction: str | None = None
    """A sign to be put below what somebody wrote."""


def fresh_id() -> str:
    """An unused id for something that is named for the first time."""
    return secrets.token_hex(5)


@dataclass(frozen=True, slots=True)
class Runner:
    """Takes turns. Holds nothing that changes."""

    texts: Texts
    house: House
    fresh: Callable[[], str] = fresh_id

    def stage(self, uow: UnitOfWork, at: datetime, chat: ChatId = NOBODY) -> Stage:
        """What a turn has at hand that begins in this chat."""
        return Stage(uow, at, self.texts, self.house, self.fresh, chat)

    def take(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> Result:
        """Handle one update; twice the same one does nothing.

        Raises `RefusedError` when a rule refuses it: whoever runs the unit of work undoes it all, and has it told.
        """
        if not uow.post.finish(incoming.update, at):
            return Result()
        stage = self._turn_of(uow, incoming, at)
        try:
            return self._within(stage, lambda: _route(stage, incoming))
        except DomainError as refusal:
            why = Phrase(refusal.key, refusal.args_of_phrase)
            raise RefusedError(lambda afresh: self._refuse(afresh, incoming, why, at)) from None

    def _turn_of(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> Stage:
        tapped = incoming.body.message if isinstance(incoming.body, Tapped) else None
        stage = self.stage(uow, at, incoming.chat)
        stage.name, stage.tapped = incoming.name, tapped
        if not incoming.private:
            stage.who, stage.thread, stage.title = incoming.person, incoming.thread, incoming.title
        return stage

    def _refuse(self, uow: UnitOfWork, incoming: Incoming, why: Phrase, at: datetime) -> Result:
        """A rule refused the turn, of which nothing was kept: say so, and nothing else."""
        if not uow.post.finish(incoming.update, at):
            return Result()
        stage = self._turn_of(uow, incoming, at)
        match incoming.body:
            case Tapped():
                stage.notify(why)
            case Replied() | Spoke() as said:
                arrivals.refused(stage, said, why)
            case _:
                stage.tell(why)
        if incoming.private:
            _is_here(stage)
        return Result(stage.toast, tuple(stage.outgoing))

    def fire(self, uow: UnitOfWork, timer: Timer, at: datetime) -> Result:
        """Handle one due timer, which has been claimed in the same unit of work.

        Nobody asked for anything, so nobody can be refused anything: a `DomainError` is a failure like any other.
        """
        stage = self.stage(uow, at)
        return self._within(stage, lambda: _fire(stage, timer))

    def take_up(self, uow: UnitOfWork, at: datetime) -> tuple[Outgoing, ...]:
        """What an earlier run did not send and must still be sent. Call it once, at the start."""
        stage = self.stage(uow, at)
        waiting = uow.post.waiting()
        late = [one.id for one in waiting if unsay(stage, one)]
        uow.post.done(late, at)
        return tuple(one for one in waiting if one.id not in late)

    def lose(self, uow: UnitOfWork, chat: ChatId, at: datetime) -> Result:
        """A chat can no longer be reached: nothing waits for it, and whoever leads a group hears of it."""
        stage = self.stage(uow, at, chat)
        uow.people.set_reachable(chat, False)
        for lost in self.house.each(lambda f: f.group_lost):
            lost(stage, chat)
        return Result(outgoing=tuple(stage.outgoing))

    def apologise(self, uow: UnitOfWork, incoming: Incoming, at: datetime) -> Result:
        """The turn failed by a mistake of ours and nothing of it was kept: say so."""
        if not uow.post.finish(incoming.update, at):
            return Result()
        stage = self.stage(uow, at, incoming.chat)
        if isinstance(incoming.body, Tapped):
            stage.notify(Phrase("errors.broken"))
        elif incoming.private:
            stage.tell(Phrase("errors.broken"))
        return Result(stage.toast, tuple(stage.outgoing))

    def _within(self, stage: Stage, begin: Callable[[], Route | None]) -> Result:
        """Follow the routes of a turn to their end."""
        route = begin()
        for _ in range(MOST_ROUTES):
            if route is None:
                break
            route = _follow(stage, route)
        else:
            raise ProgrammingError(f"a turn goes round in circles, at {route}")
        arrivals.refresh(stage)
        return Result(stage.toast, tuple(stage.outgoing), stage.reaction)


def _follow(stage: Stage, route: Route) -> Route | None:
    match route:
        case ToTalk():
            return talks.start(stage, route)
        case ToPage(name, argument):
            stage.log(f"page.{name}")
            stage.page_now = f"{name}:{argument}" if name in stage.house.readable and stage.who is None else ""
            try:
                return stage.house.pages[name](stage, argument)
            except NoSuchRowError:
                raise DomainError("errors.expired") from None
        case ToHandler(conversation, command):
            return stage.house.handlers[type(command)](stage, command, conversation)


def _route(stage: Stage, incoming: Incoming) -> Route | None:
    """Where an update goes."""
    if not incoming.private:
        return arrivals.arrive(stage, incoming)
    if not isinstance(incoming.body, CameOrWent):
        _is_here(stage)
    match incoming.body:
        case Commanded(name, argument):
            return _command(stage, name, argument)
        case Tapped(data):
            return _tap(stage, data)
        case Said() as said:
            return _text(stage, said)
        case Edited() as said:
            return edits.edited(stage, said)
        case Showed():
            return _no_text(stage)
        case CameOrWent(here):
            if here:
                _is_here(stage)
            else:
                stage.uow.people.set_reachable(stage.chat, False)
                stage.uow.post.forget(stage.chat, stage.at)
            return None
        case Replied() | Spoke() | Moved():  # of groups only
            return None


def _is_here(stage: Stage) -> None:
    """Whoever writes or taps can be reached, also when Telegram never told that a block was ended."""
    person = stage.person
    if person is not None and not person.reachable:
        stage.uow.people.set_reachable(stage.chat, True)
        schedule(stage, person.id)


def _command(stage: Stage, name: str, argument: str) -> Route | None:
    if name == "start" and argument:
        return _opened(stage, argument)
    command = next((one for one in stage.house.commands if one.name == name), None)
    if command is not None:
        return ToPage(name, argument if command.takes_words else "")
    if name in LATER_COMMANDS:
        return ToPage("nogniet")
    known = name in stage.house.group_command_names
    stage.page(Phrase("errors.group_only" if known else "errors.not_understood"))
    return None


def _opened(stage: Stage, token: str) -> Route | None:
    """A link that opens the bot: into a page, or with the token of an invitation."""
    for opening, page in stage.house.links.items():
        id_, _, part = token.removeprefix(opening).partition("-")
        if token.startswith(opening) and id_.isdecimal():
            return ToPage(page, f"{id_}.{part}" if part else id_)
    return stage.house.only(lambda f: f.opens_token)(stage, token if TOKEN.fullmatch(token) else "")


def _tap(stage: Stage, data: str) -> Route | None:
    kind, _, rest = data.partition(":")
    if kind == "c":
        return talks.pressed(stage, rest)
    name, _, argument = rest.partition(":")
    if kind != "p" or name not in stage.house.pages:
        return talks.expired(stage)
    return ToPage(name, argument)


def _text(stage: Stage, said: Said) -> Route | None:
    """Typed text: an answer to the question of now, else an invitation that was pasted."""
    conversation = talks.current(stage)
    if conversation is not None:
        return talks.typed(stage, conversation, said)
    if (token := token_in(said.text)) is not None:
        return stage.house.only(lambda f: f.opens_token)(stage, token)
    held = stage.uow.conversations.in_chat(stage.chat)
    paused = next((c for c in held if c.state is ConversationState.PAUSED), None)
    if paused is not None:
        button = stage.button("verder", f"ga:{paused.id}", what=Phrase("agenda.here"))
        stage.page(Phrase("errors.paused"), button)
    else:
        stage.page(Phrase("errors.not_understood"))
    return None


def _no_text(stage: Stage) -> Route | None:
    """A sticker, a voice message, a photo."""
    note = Phrase("errors.only_text")
    conversation = talks.current(stage)
    if conversation is not None:
        return talks.go_on(stage, conversation, Resumed(stage.at, note))
    stage.page(note)
    return None


def _fire(stage: Stage, timer: Timer) -> Route | None:
    if timer.kind == KIND:
        fire(stage, PersonId(timer.subject))
    elif timer.kind in stage.house.timers:
        stage.house.timers[timer.kind](stage, timer.subject)
    return None
