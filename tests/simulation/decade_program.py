"""The program behind phones in memory, with a clock of its own: it ticks, takes turns, is killed and starts again."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.domain.ids import ChatId
from bot.phone.door import phone_doors
from bot.phone.exchange import Exchange
from bot.phone.phone import Phone
from bot.rooms import HOUSE
from bot.turn.context import Texts, TurnContext
from bot.turn.incoming import Body, CameOrWent
from bot.turn.ports import UnitOfWork
from bot.turn.records import Outgoing, Timer
from bot.turn.runner import Runner, TurnResult
from storage.database import Database

T = TypeVar("T")
BOT = 1


class Killed(BaseException):
    """The process is gone."""


class Mortal:
    """A unit of work, or a part of it, in which the process dies at a call: `left` counts down to it."""

    def __init__(self, inner: Any, left: list[int]) -> None:
        self._inner, self._left = inner, left

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return Mortal(found, self._left)

        def called(*args: Any, **named: Any) -> Any:
            self._left[0] -= 1
            if self._left[0] == 0:
                raise Killed
            return found(*args, **named)

        return called


class Program:
    """Runs on one SQLite file. `deaths` counts how often it was killed, `kill` is the chance of it in each unit."""

    def __init__(self, path: Path, texts: Texts, chance: random.Random, kill: float) -> None:
        self.path = path
        self._texts = texts
        self._chance = chance
        self._kill = kill
        self.phones = Exchange()
        self._made = 0
        self.deaths = 0
        self._start()

    def _start(self) -> None:
        self.database = Database(f"sqlite:///{self.path}", BOT)
        self.runner = Runner(self._texts, HOUSE, phone_doors(), fresh=self._fresh)

    def _fresh(self) -> str:
        self._made += 1
        return f"item{self._made}"

    def close(self) -> None:
        self.database.close()

    def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """What is kept now."""
        return self.database.run_sync(work)

    def tick(self, at: datetime) -> tuple[Timer | None, tuple[Outgoing, ...]]:
        """As the ticker does: take the timer that is due longest, and handle it in the same unit of work."""
        timers: list[Timer] = []

        def work(uow: UnitOfWork) -> TurnResult:
            timers[:] = uow.timers.claim(at, 1)
            return self.runner.fire(uow, timers[0], at) if timers else TurnResult()

        sent = self._until_done(work, at)
        return (timers[0] if timers else None), sent

    def phone(self, chat: int) -> Phone:
        """Of whoever has this chat."""
        return self.phones.person(str(chat), ChatId(chat))

    def take(self, chat: int, body: Body, at: datetime, *, twice: bool = False) -> tuple[Outgoing, ...]:
        """An update; Telegram may send it twice."""
        phone = self.phone(chat)
        incoming = phone.blocks() if body == CameOrWent(here=False) else phone.does(body)
        sent = self._until_done(lambda uow: self.runner.take(uow, incoming, at), at)
        if twice:
            again = self._until_done(lambda uow: self.runner.take(uow, incoming, at), at)
            assert again == (), f"update {incoming.update} was handled twice: {again}"
        return sent

    def act(self, chat: int, deed: Callable[[TurnContext], object], at: datetime) -> tuple[Outgoing, ...]:
        """Something people do by way of long conversations, without holding these."""

        def work(uow: UnitOfWork) -> TurnResult:
            stage = TurnContext(uow, at, self._texts, HOUSE, self._fresh, ChatId(chat))
            deed(stage)
            return TurnResult(outgoing=stage.written())

        return self._until_done(work, at)

    def _until_done(self, work: Callable[[UnitOfWork], TurnResult], at: datetime) -> tuple[Outgoing, ...]:
        """Killed and started again until it is on disk; then what it left in the outbox is sent."""
        while self._chance.random() < self._kill:
            with suppress(Killed):
                self._die_in(work)
                return self.send_waiting(at)
        sent = self.database.run_sync(work).outgoing
        return self._send(sent, at)

    def _send(self, sent: tuple[Outgoing, ...], at: datetime) -> tuple[Outgoing, ...]:
        """Put it on the phones; whoever blocked the bot is told to be gone. All of it, whether or not it arrived."""
        if sent:
            delivery = self.phones.deliver(sent)
            self.database.run_sync(lambda uow: uow.post.done(delivery.done, at))
            for chat in delivery.lost:
                self.database.run_sync(lambda uow, chat=chat: self.runner.unreachable(uow, chat, at))
        return sent

    def _die_in(self, work: Callable[[UnitOfWork], TurnResult]) -> None:
        """Die somewhere in it, at its very end, or (then nothing is raised) just after the commit."""
        left = [self._chance.choice((*range(1, 60), 10**9))]
        after = left[0] == 10**9

        def mortally(uow: UnitOfWork) -> None:
            work(Mortal(uow, left))
            if not after:
                raise Killed

        try:
            self.database.run_sync(mortally)
        finally:
            self.deaths += 1
            self.database.close()
            self._start()

    def send_waiting(self, at: datetime) -> tuple[Outgoing, ...]:
        """The start after a death: what stands in the outbox is sent, and nothing else."""
        self.phones.begin_anew()
        return self._send(self.database.run_sync(lambda uow: self.runner.recover_pending(uow, at)), at)
