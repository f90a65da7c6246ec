"""The program as its doors know it: what came in is kept and taken, what must go out is given to the door of its chat.

Each call is a unit of work of its own. A door that fails is told in the log and does not stop another.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

import structlog

from bot.domain.chats import block_of
from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId, PersonId
from bot.engine.model import Phrase
from bot.turn import rendering
from bot.turn.clock import ClockCheck
from bot.turn.door import Door, OffersCommands, Onlooker, Sent
from bot.turn.incoming import Incoming, door_of, from_json, to_json
from bot.turn.offering import Offer
from bot.turn.patience import PatientWork
from bot.turn.ports import Storage, StorageTroubleError, UnitOfWork
from bot.turn.records import Outgoing
from bot.turn.runner import Runner, TurnResult

log = structlog.get_logger(__name__)

MAY_WAIT = 60.0
"""Seconds in which a message that came by itself is sent without another look at the hour."""


async def always_at_work() -> None:
    """For a program that is alone by its nature."""


class Host:
    """Between the doors and the turns. Work waits where the storage is in trouble, and goes on by itself."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        now: Callable[[], datetime],
        doors: Sequence[Door],
        *,
        at_work: Callable[[], Awaitable[None]] = always_at_work,
        clock: ClockCheck | None = None,
    ) -> None:
        """`at_work` returns when this program may fetch and send: of several on one database only one may.

        `clock` tells whether `now` can be trusted; without one it is.
        """
        self.runner = runner
        self.at_work = at_work
        self.work = PatientWork(storage)
        self._ended: asyncio.Future[None] | None = None
        self._now = now
        self._clock = clock or ClockCheck(now)
        self._all = tuple(doors)
        self._connected: list[Door] = []
        self._onlookers: list[Onlooker] = []
        self._handed_over: set[int] = set()
        """Messages that a door has and that are not dealt with yet."""

    def look_on(self, onlooker: Onlooker) -> None:
        """From now on it hears of what other doors have shown."""
        self._onlookers.append(onlooker)

    # --- the doors together ---

    async def start(self) -> None:
        """Connect the doors, hand over what waits, open them. Raises what the first met when none can be opened."""
        await self._connect()
        await self._recover()
        for door in tuple(self._connected):
            try:
                await door.open()
            except Exception as error:
                self._connected.remove(door)
                if not self._connected:
                    raise
                log.error("door_not_opened", door=door.name, reason=type(error).__name__, exc_info=True)

    async def stop(self) -> None:
        """Close them all. What meets with trouble now is taken up at the next start."""
        self.work.wait_no_longer()
        for door in self._all:
            try:
                await door.stop()
            except Exception as error:
                log.error("door_not_closed", door=door.name, reason=type(error).__name__, exc_info=True)

    async def until_ended(self) -> None:
        """Never returns. Raises why a door cannot go on: a token that is no longer known."""
        self._ended = self._ended or asyncio.get_running_loop().create_future()
        await self._ended

    def end(self, error: Exception) -> None:
        """A door cannot go on, now or later."""
        self._ended = self._ended or asyncio.get_running_loop().create_future()
        if not self._ended.done():
            self._ended.set_exception(error)
            self._ended.exception()  # it was heard, also when nobody waits for it yet

    @property
    def held_up(self) -> bool:
        """Whether nothing can be kept at the moment. Whoever says something should hear so."""
        return self.work.held_up

    async def _connect(self) -> None:
        failed: list[tuple[Door, Exception]] = []
        for door in self._all:
            try:
                await door.connect(self)
                self._connected.append(door)
            except Exception as error:  # noqa: BLE001 - told below, or raised when nothing is left to go on with
                failed.append((door, error))
        if failed and not self._connected:
            raise failed[0][1]
        for door, reason in failed:
            log.error("door_not_connected", door=door.name, reason=type(reason).__name__)

    async def _recover(self) -> None:
        waiting = await self.work.run(lambda uow: self.runner.recover_pending(uow, self._now()))
        waiting = tuple(one for one in waiting if one.id not in self._handed_over)
        self.deliver(waiting)
        if waiting:
            log.info("taken_up", messages=len(waiting))

    async def catch_up(self) -> None:
        """Hand over what a turn wrote whose commit was never confirmed to us: the connection broke right then."""
        waiting = await self.work.run(lambda uow: uow.post.waiting())
        missed = [one for one in waiting if one.id not in self._handed_over]
        self.deliver(missed)
        if missed:
            log.info("caught_up", messages=len(missed))

    # --- the way in ---

    async def receive(self, meant: list[Incoming]) -> list[Incoming]:
        """Have what came in on disk. Returns what was not there yet, in order; `take` must follow for each."""
        fresh: set[int] = set()
        """Also what an earlier attempt wrote whose commit was never confirmed to us."""

        def receive(uow: UnitOfWork) -> list[Incoming]:
            now = self._now()
            fresh.update(i.update for i in meant if uow.post.receive(i.update, to_json(i), now))
            return [i for i in meant if i.update in fresh]

        return await self.work.run(receive)

    async def chat(self, door: Door, name: str, *, group: bool = False) -> ChatId:
        """Our number for what a door calls a chat; a new one when it is met for the first time."""
        block = door.block
        if block is None:
            raise ProgrammingError(f"{door.name} gives its chats numbers itself")
        return await self.work.run(lambda uow: uow.chats.resolve(block, name, group=group))

    async def name(self, chat: ChatId) -> str | None:
        """What its door calls a chat of ours; None for one that was forgotten."""
        return await self.work.run(lambda uow: uow.chats.name(chat))

    async def renamed(self, chat: ChatId, name: str) -> None:
        """A door calls a chat otherwise from now on."""
        await self.work.run(lambda uow: uow.chats.rename(chat, name))

    async def refuses(self, token: str) -> Phrase | None:
        """What is wrong with a token that lets somebody in; None when nothing is. Nothing is kept of the question."""
        return await self.work.run(lambda uow: self.runner.refuses(uow, token, self._now()))

    async def left(self, door: Door) -> list[Incoming]:
        """What an earlier run received through this door and did not finish."""
        bodies = await self.work.run(lambda uow: uow.post.unfinished())
        every = [from_json(body) for _, body in bodies]
        mine = [incoming for incoming in every if door_of(incoming) == door.block]
        if mine:
            log.info("taken_up", door=door.name, updates=len(mine))
        return mine

    async def take(self, incoming: Incoming) -> TurnResult:
        """One turn, and its messages on their way. One that fails is told, and its person hears an apology."""
        try:
            result = await self.work.run(lambda uow: self.runner.take(uow, incoming, self._now()))
        except StorageTroubleError:  # the program ends; it stands in the inbox
            return TurnResult()
        except Exception as error:
            log.error("turn_failed", update=incoming.update, reason=type(error).__name__, exc_info=True)
            result = await self._apologise(incoming)
        self.deliver(result.outgoing)
        if result.offer is not None:
            self._offer(result.offer)
        return result

    def _offer(self, offer: Offer) -> None:
        door: object = next((one for one in self._connected if one.block == block_of(offer.chat)), None)
        if isinstance(door, OffersCommands):
            door.offer(offer.chat, offer.names)

    async def _apologise(self, incoming: Incoming) -> TurnResult:
        with suppress(StorageTroubleError):  # the program ends, and tries the turn again when it starts
            return await self.work.run(lambda uow: self.runner.apologise(uow, incoming, self._now()))
        return TurnResult()

    # --- the way out ---

    async def enqueue(self, results: Iterable[TurnResult]) -> None:
        """Send what turns that came from elsewhere (timers) have left."""
        for result in results:
            self.deliver(result.outgoing)

    def deliver(self, messages: Iterable[Outgoing]) -> None:
        """Give each message to the door of its chat. For one that is not there it waits for the next start."""
        by_door: dict[int | None, list[Outgoing]] = {}
        for message in messages:
            by_door.setdefault(block_of(message.chat), []).append(message)
        for door in self._connected:
            if (mine := by_door.get(door.block)) is None:
                continue
            self._handed_over.update(message.id for message in mine)
            try:
                door.deliver(mine)
            except Exception as error:
                log.error("door_failed", door=door.name, reason=type(error).__name__, exc_info=True)

    def render(self, message: Outgoing) -> bytes:
        """The picture or document of a message. It may take a while: call it `aside`."""
        data = message.picture or message.document or ""
        return rendering.render(self.runner.house.renderers, message.renderer, data)

    async def fits(self, message: Outgoing) -> bool:
        """Whether a message that came by itself may still be sent. One that may not is taken back.

        It was decided in working hours, and may have waited for long; its things come again in the next ones.
        """
        right = await self._clock.is_right()
        waited = abs(self._now().timestamp() - message.prompt)
        if right and waited < MAY_WAIT:
            return True
        try:
            return not await self.work.run(
                lambda uow: self.runner.retract(uow, message, self._now(), at_any_time=not right)
            )
        except StorageTroubleError:  # the program ends; it stands in the outbox
            return False

    async def sent(self, messages: Sequence[Sent], keep: Callable[[UnitOfWork], None] | None = None) -> None:
        """These are dealt with. A door that shows them itself keeps them in the same unit of work (`keep`)."""

        def note(uow: UnitOfWork) -> None:
            if keep is not None:
                keep(uow)
            for one in messages:
                if one.outgoing.placed is not None and one.number is not None:
                    uow.post.was_placed(one.outgoing.placed, one.number, one.pinned)
            for onlooker in self._onlookers:
                onlooker.keep(uow, messages)
            uow.post.done([one.outgoing.id for one in messages], self._now())

        await self.work.run(note)
        for onlooker in self._onlookers:
            onlooker.kept()
        self._handed_over.difference_update(one.outgoing.id for one in messages)

    async def not_reached(self, person: PersonId) -> None:
        """What a door sent to somebody outside the conversation was refused there for good."""
        result = await self.work.run(lambda uow: self.runner.not_reached(uow, person, self._now()))
        self.deliver(result.outgoing)

    async def lost(self, chat: ChatId, refused: Sequence[Outgoing] = ()) -> None:
        """A chat can no longer be reached; `refused` are messages that did not arrive there."""
        log.info("chat_lost")
        result = await self.work.run(lambda uow: self.runner.unreachable(uow, chat, self._now(), refused))
        self.deliver(result.outgoing)

    async def moved(self, before: ChatId, now: ChatId) -> None:
        """A group is another chat from now on."""
        log.info("chat_moved")
        await self.work.run(lambda uow: uow.groups.move(before, now))
