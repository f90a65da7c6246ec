"""Phones with the program behind them: runs a turn for each thing that people do, and lets time go by.

It stands with the program and not with its tests, because whoever plays everyone needs the same: a moment, a runner,
something that keeps, and the phones. How a turn is run is here alone; the phones do not know it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.ids import ChatId
from bot.phone.delivery import Delivered, Delivery
from bot.phone.exchange import Exchange
from bot.phone.phone import Phone
from bot.turn.incoming import Edited, Incoming, Replied, Spoke, Tapped, to_json
from bot.turn.ports import UnitOfWork
from bot.turn.records import Outgoing
from bot.turn.runner import Runner, TurnResult

T = TypeVar("T")


PACE = timedelta(seconds=5)
"""How long somebody takes for one thing."""


class Keeper(Protocol):
    """Where units of work are run, one after the other."""

    def run_sync(self, work: Callable[[UnitOfWork], T], /) -> T:
        """What `work` returns, once it is kept."""
        ...


@dataclass(frozen=True, slots=True)
class TurnSeen:
    """What people saw of one turn."""

    toast: str = ""
    sign: str = ""
    """What the bot put below what somebody wrote."""
    changes: tuple[Delivered, ...] = ()

    def text(self, chat: ChatId) -> str:
        """All that came or changed in a chat, as it reads."""
        return "\n".join(one.version.text for one in self.changes if one.chat == chat)


@dataclass(slots=True)
class Town:
    """`now` goes on with every turn; nothing here looks at a clock."""

    database: Keeper
    runner: Runner
    now: datetime
    phones: Exchange = field(default_factory=Exchange)
    pace: timedelta = PACE

    def phone(self, name: str) -> Phone:
        """Somebody's, in their own chat with the bot."""
        return self.phones.person(name)

    def take(self, incoming: Incoming) -> TurnSeen:
        """One thing that somebody did, and all that comes of it."""
        self.now += self.pace
        self.database.run_sync(lambda uow: uow.post.receive(incoming.update, to_json(incoming), self.now))
        result = self.database.run_sync(lambda uow: self.runner.take(uow, incoming, self.now))
        return self.show(result, incoming)

    def wait(self, time: timedelta) -> Iterator[TurnSeen]:
        """Let time go by; whatever falls due fires at its own moment. Nothing happens before it is looped over."""
        until = self.now + time
        while (due := self.database.run_sync(lambda uow: uow.timers.next_due())) is not None and due <= until:
            self.now = max(self.now, due)
            yield self.show(self.database.run_sync(self._fire))
        self.now = until

    def pass_time(self, time: timedelta) -> list[TurnSeen]:
        """The same, for whoever wants to see it afterwards."""
        return list(self.wait(time))

    def start_again(self) -> TurnSeen:
        """The program stopped and starts: what it did not send is taken up from what is kept."""
        self.phones.begin_anew()
        waiting = self.database.run_sync(lambda uow: self.runner.recover_pending(uow, self.now))
        return TurnSeen(changes=self._deliver(waiting))

    def show(self, result: TurnResult, incoming: Incoming | None = None) -> TurnSeen:
        """Put what a turn led to on the phones, and keep what became of it. Only what is on its way is sent."""
        body = incoming.body if incoming is not None else None
        toast = result.toast if isinstance(body, Tapped) and result.toast else ""
        if isinstance(body, Tapped):
            self.phones.answer(body.query, toast)
        if incoming is not None and isinstance(body, Replied | Spoke | Edited) and result.reaction:
            self.phones.react(incoming.chat, body.message, result.reaction)
        return TurnSeen(toast, result.reaction or "", self._deliver(self.on_its_way(result.outgoing)))

    def on_its_way(self, outgoing: Sequence[Outgoing]) -> tuple[Outgoing, ...]:
        """The same messages as they are read back from where they are kept."""
        if not outgoing:
            return ()
        ids = {one.id for one in outgoing}
        waiting = self.database.run_sync(lambda uow: uow.post.waiting())
        return tuple(one for one in waiting if one.id in ids)

    def _fire(self, uow: UnitOfWork) -> TurnResult:
        return self.runner.fire(uow, uow.timers.claim(self.now, 1)[0], self.now)

    def _deliver(self, messages: Sequence[Outgoing]) -> tuple[Delivered, ...]:
        delivery = self.phones.deliver(messages)
        if delivery.done:
            self.database.run_sync(lambda uow: self._delivered(uow, delivery))
        changes = delivery.changes
        for chat in delivery.lost:
            lost = self.database.run_sync(lambda uow, chat=chat: self.runner.unreachable(uow, chat, self.now))  # type: ignore[misc]
            changes += self._deliver(self.on_its_way(lost.outgoing))
        return changes

    def _delivered(self, uow: UnitOfWork, delivery: Delivery) -> None:
        uow.post.done(delivery.done, self.now)
        for one in delivery.placed:
            uow.post.was_placed(one.placed, one.message, one.pinned)
