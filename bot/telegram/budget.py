"""How fast Telegram lets a bot send: about 30 a second in all, one a second to a chat, 20 a minute to a group.

Source: Telegram's bot FAQ; a private chat may get a few at once when it was quiet before. Only waiting is done here. A
429 of the server counts above this: until the moment that Telegram names nothing goes to that chat, and nothing to any
chat where the whole bot is refused.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """A number of sends that refills with time."""

    capacity: float
    per_second: float
    filled: float
    at: float

    def take(self, now: float) -> float:
        """Take one. Returns the seconds to wait before it may be used."""
        self.filled = min(self.capacity, self.filled + (now - self.at) * self.per_second) - 1
        self.at = now
        return max(0.0, -self.filled / self.per_second)

    def put_off(self, now: float) -> None:
        """The one taken last is used only now, held up elsewhere: until now there was no room for it to refill."""
        self.filled = min(self.capacity - 1, self.filled + (now - self.at) * self.per_second)
        self.at = now

    def is_full(self, now: float) -> bool:
        """Whether it has had rest enough to be forgotten."""
        return self.filled + (now - self.at) * self.per_second >= self.capacity


@dataclass(frozen=True, slots=True)
class Rates:
    """Sends per second, and how many may go at once after a quiet time.

    The two together are what fits in a window: a group refuses a 21st within 60 seconds, the server a 31st in a second.
    """

    overall: tuple[float, float] = (29, 1)
    private: tuple[float, float] = (1, 15)
    group: tuple[float, float] = (16 / 60, 3)


@dataclass(slots=True)
class Budget:
    """Says when the next send to a chat may go."""

    rates: Rates | None = field(default_factory=Rates)
    """None: no limits, for a server that has none."""
    now: Callable[[], float] = lambda: asyncio.get_running_loop().time()
    _overall: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _held: dict[int, float] = field(default_factory=dict)
    """Until when a chat was refused."""
    _in_a_row: dict[int, float] = field(default_factory=dict)
    """The chats that were refused since something was last taken, and until when."""
    _all_held: float = 0.0

    async def wait(self, chat: int) -> None:
        """Return when one message may be sent to this chat."""
        while True:
            await self._held_up(chat)
            if self.rates is not None:
                await self._place(self.rates, chat)
            if self._seconds_held(chat) <= 0:
                return

    def refused(self, chat: int, seconds: float) -> None:
        """Telegram refused a message to this chat for so long. It does not say whether it means the whole bot."""
        until = self.now() + seconds
        self._held[chat] = self._in_a_row[chat] = until
        if self._is_the_whole_bot():
            self._all_held = max(self._all_held, *self._in_a_row.values())

    def taken(self, chat: int) -> None:
        """Telegram took a message to this chat: what was refused just before was that chat's own."""
        self._in_a_row.clear()
        self._held.pop(chat, None)

    def _is_the_whole_bot(self) -> bool:
        """Several chats after each other and nothing in between. Two groups may just both have got too much."""
        return len(self._in_a_row) >= (2 if any(chat > 0 for chat in self._in_a_row) else 3)

    def _seconds_held(self, chat: int) -> float:
        return max(self._all_held, self._held.get(chat, 0.0)) - self.now()

    async def _held_up(self, chat: int) -> None:
        while (waiting := self._seconds_held(chat)) > 0:  # noqa: ASYNC110 - it may become longer meanwhile
            await asyncio.sleep(waiting)

    async def _place(self, rates: Rates, chat: int) -> None:
        """Take a place among what may be sent."""
        now = self.now()
        bucket = self._of_chat(rates, chat, now)
        if (waiting := bucket.take(now)) > 0:
            await asyncio.sleep(waiting)
        await self._held_up(chat)  # before the place among all, or those who were held up would go all at once
        now = self.now()
        if (waiting := self._of_all(rates, now).take(now)) > 0:
            await asyncio.sleep(waiting)
            bucket.put_off(self.now())

    def _of_all(self, rates: Rates, now: float) -> Bucket:
        if self._overall is None:
            per_second, capacity = rates.overall
            self._overall = Bucket(capacity, per_second, capacity, now)
        return self._overall

    def _of_chat(self, rates: Rates, chat: int, now: float) -> Bucket:
        if chat not in self._chats:
            if len(self._chats) > 1000:
                self._chats = {c: b for c, b in self._chats.items() if not b.is_full(now)}
            per_second, capacity = rates.private if chat > 0 else rates.group
            self._chats[chat] = Bucket(capacity, per_second, capacity, now)
        return self._chats[chat]
