"""Work on a storage that may fail for a while: it waits in line, and goes on in the order in which it came."""

import asyncio
import itertools
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.turn.backoff import Backoff, Outage
from bot.turn.ports import Storage, StorageTroubleError, UnitOfWork

T = TypeVar("T")

HELD_UP_AFTER = 1.0
"""Seconds in which nothing was finished, though something was asked for: then people are told."""


@dataclass(order=True, slots=True)
class _Place:
    """A place in the line: by number, which tells when it came."""

    number: int
    may_go: asyncio.Event = field(compare=False, default_factory=asyncio.Event)


class PatientWork:
    """Runs units of work, and waits where the storage is in trouble.

    The first in the line tries, 1 to 30 seconds apart. When that works the others go, one behind the other, so that
    what somebody said first is also taken first.
    """

    def __init__(self, storage: Storage, backoff: Backoff | None = None) -> None:
        self._storage = storage
        self._backoff = backoff or Backoff()
        self._outage = Outage("storage")
        self._numbers = itertools.count()
        self._line: list[_Place] = []
        self.trouble: StorageTroubleError | None = None
        """What the storage is in, until something could be kept again."""
        self._trying = False
        """Whether the first of the line is trying just now."""
        self._alarm: asyncio.TimerHandle | None = None
        self._ending = False
        self._given_up: StorageTroubleError | None = None
        self._under_way = 0
        self._since = 0.0

    @property
    def held_up(self) -> bool:
        """Whether nothing gets done at the moment: there is trouble, or another program does not let us in."""
        return self.trouble is not None or (self._under_way > 0 and _now() - self._since > HELD_UP_AFTER)

    def wait_no_longer(self) -> None:
        """The program ends: it is tried once more, and from now on trouble is raised."""
        self._ending = True
        self._advance()

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` returns, once it is on disk. Raises `StorageTroubleError` only when the program ends."""
        place = _Place(next(self._numbers))
        while True:
            if self.trouble or self._line:
                await self._wait(place)
            if self._given_up is not None:
                raise self._given_up
            try:
                return await self._attempt(work)
            except StorageTroubleError as trouble:
                self._outage.struck("storage", trouble.cause, advice=trouble.advice)
                self.trouble = trouble
                if self._ending:
                    self._given_up = trouble
                    raise

    async def _wait(self, place: _Place) -> None:
        """Return when it is this one's turn. What it does next without waiting happens before anybody else goes."""
        place.may_go.clear()
        insort(self._line, place)
        self._advance()
        try:
            await place.may_go.wait()
        finally:
            self._line.remove(place)
            asyncio.get_running_loop().call_soon(self._advance)

    def _advance(self) -> None:
        """Let the first of the line go where it may; else see to it that it tries in a while."""
        if not self._line or self._trying:
            return
        if self._ending or not self.trouble:
            self._line[0].may_go.set()
        elif self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(self._backoff.next(), self._try)

    def _try(self) -> None:
        self._alarm = None
        if self._line:
            self._line[0].may_go.set()

    async def _attempt(self, work: Callable[[UnitOfWork], T]) -> T:
        """One attempt. The one that finds out whether the trouble is over is really made; no other is in between."""
        finds_out = self.trouble is not None and not self._trying
        if not self._under_way:
            self._since = _now()
        self._under_way += 1
        self._trying |= finds_out
        try:
            value = await (self._storage.run(work) if finds_out else self._storage.run_in_line(work))
            self._is_well()
            return value
        finally:
            self._under_way -= 1
            self._since = _now()
            if finds_out:
                self._trying = False
                self._advance()

    def _is_well(self) -> None:
        self.trouble = None
        self._backoff.over()
        self._outage.over("storage")


def _now() -> float:
    return asyncio.get_running_loop().time()
