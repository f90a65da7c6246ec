"""How fast Telegram lets a bot send: about 30 a second in all, one a second to a chat, 20 a minute to a group.

Source: Telegram's bot FAQ; a private chat may get a few at once when it was quiet before. Only waiting is done here. A
429 of the server counts above this: until the moment that Telegram names nothing goes to that chat, and nothing to any
chat where the whole bot is refused.

Telegram counts a message at some moment between the asking and the answer. So all together are paced by both: by the
rate at which they are asked, and by what may have been counted within a second, however long an answer took.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
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

    For a group the two together are what fits: it refuses a 21st within 60 seconds. All together may be asked a little
    faster than what fits, which `Window` keeps: so they make up for a moment in which the program stood still.
    """

    overall: tuple[float, float] = (33, 1)
    private: tuple[float, float] = (1, 15)
    group: tuple[float, float] = (16 / 60, 3)


@dataclass(slots=True)
class Window:
    """What the server may have counted within its last second; it refuses the 31st."""

    most: int = 30
    seconds: float = 1.02
    """A little more than the second that is meant, as no two clocks go alike."""
    longest: float = 5.0
    """Seconds after which an answer is no longer waited for: it must not hold up all others."""
    _open: dict[object, float] = field(default_factory=dict)
    _answered: deque[float] = field(default_factory=deque)

    def enter(self, now: float) -> object:
        """Something is asked now; to be given to `leave`."""
        asked = object()
        self._open[asked] = now
        return asked

    def leave(self, asked: object, now: float) -> None:
        """It was answered."""
        if self._open.pop(asked, None) is not None:
            self._answered.append(now)

    def full_for(self, now: float) -> float:
        """Seconds until one more may fit; 0 when it does."""
        for asked, at in list(self._open.items()):
            if now - at > self.longest:
                del self._open[asked]
        while self._answered and self._answered[0] + self.seconds <= now:
            self._answered.popleft()
        if len(self._open) + len(self._answered) < self.most:
            return 0.0
        return self._answered[0] + self.seconds - now if self._answered else self.seconds


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
    _next: asyncio.Lock = field(default_factory=asyncio.Lock)
    _window: Window = field(default_factory=Window)

    @asynccontextmanager
    async def place(self, chat: int) -> AsyncIterator[None]:
        """Wait until one message may be sent to this chat; to be left when Telegram has answered."""
        while True:
            await self._held_up(chat)
            asked = await self._place(self.rates, chat) if self.rates is not None else None
            if self._seconds_held(chat) <= 0:
                break
            self._leave(asked)
        try:
            yield
        finally:
            self._leave(asked)

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

    async def _place(self, rates: Rates, chat: int) -> object:
        """Take a place among what may be sent."""
        now = self.now()
        bucket = self._of_chat(rates, chat, now)
        if (waiting := bucket.take(now)) > 0:
            await asyncio.sleep(waiting)
        await self._held_up(chat)  # before the place among all, or those who were held up would go all at once
        async with self._next:  # nobody takes a place ahead: after a pause of the program those would go all at once
            now = self.now()
            if (waiting := self._of_all(rates, now).take(now)) > 0:
                await asyncio.sleep(waiting)
            while (waiting := self._window.full_for(self.now())) > 0:  # noqa: ASYNC110 - answers may take longer
                await asyncio.sleep(waiting)
            bucket.put_off(self.now())
            return self._window.enter(self.now())

    def _leave(self, asked: object) -> None:
        self._window.leave(asked, self.now())

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
