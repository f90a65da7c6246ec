"""The right to work on a database, whichever it is: of several programs on it, one works."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.turn.ports import StorageTroubleError
from storage.database import Database
from storage.file_lock import FileLock
from storage.lease import Lease, LeaseTakenError, Reconnected, Run

log = structlog.get_logger(__name__)

_TRIES = 10
_PAUSE = 0.1
"""Seconds."""

__all__ = ["LeaseTakenError", "RightToWork"]


@contextmanager
def alone(url: str) -> Iterator[None]:
    """For a command: nobody works on this database meanwhile. Raises `LeaseTakenError` when somebody does."""
    right = RightToWork(url)
    if right.file is not None:
        right.file.take()
    with Database(url, lease=right.lease) as database:
        if right.lease is not None:
            _take(database)
        try:
            yield
        finally:
            right.let_go()


def _take(database: Database) -> None:
    """Connect, and with that take the lease. A program that has just ended may need a moment to be gone."""
    for left in range(_TRIES, -1, -1):
        try:
            database.run_sync(lambda _: None)
            return
        except LeaseTakenError:
            if not left:
                raise
            time.sleep(_PAUSE)


class RightToWork:
    """On PostgreSQL a lease, for which a program waits; on an SQLite file a lock; in memory nothing is needed."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        in_memory = parsed.database in (None, "", ":memory:")
        self.lease = None if sqlite else Lease()
        self.file = FileLock(Path(parsed.database or "")) if sqlite and not in_memory else None
        self._keeping: asyncio.Task[None] | None = None
        self.lost = asyncio.Event() if self.lease is None else self.lease.lost
        """Another program works by now: this one must end at once."""
        self.stands_by = False

    async def stand_by(self, run: Run, standing_by: Callable[[], Awaitable[None]]) -> None:
        """Return when it is our turn; `standing_by` is awaited when that is not now.

        Raises `LeaseTakenError` when nobody can stand by here.
        """
        if self.file is not None:
            self.file.take()
        if self.lease is not None:

            async def waits() -> None:
                self.stands_by = True
                log.info("stands_by")
                await standing_by()

            await self.lease.stand_by(run, waits)
            self.stands_by = False

    @property
    def trouble(self) -> str:
        """What is wrong with the database and what to do, as far as a program that stands by has seen."""
        return "" if self.lease is None else self.lease.trouble

    async def begin(self, run: Run) -> None:
        """From here on we work."""
        if self.lease is not None:
            await self.lease.begin(run)

    def keep(self, run: Run, reconnected: Reconnected) -> None:
        """Keep it until `end`. `reconnected` is awaited when the connection was made anew."""
        if self.lease is not None:
            self._keeping = asyncio.get_running_loop().create_task(self.lease.keep(run, reconnected))

    async def at_work(self) -> None:
        """Return when we may poll and send."""
        if self.lease is not None:
            await self.lease.at_work()

    async def end(self, run: Run) -> None:
        """Nothing is done any more: whoever stands by need not wait for our last moment."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
        if self.lease is not None:
            with suppress(SQLAlchemyError, StorageTroubleError):  # then it ends by itself
                await self.lease.end(run)

    def let_go(self) -> None:
        """Let the next one work. The lease goes with its connection."""
        if self.file is not None:
            self.file.let_go()

    def holds(self) -> bool:
        """Whether we may poll and send at this moment."""
        return self.lease is None or self.lease.holds()
