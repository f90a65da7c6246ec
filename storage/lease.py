"""The right to work on a PostgreSQL database: one program works, the others stand by.

It is a lock of the session of the writing connection, so that nothing can be written without it: it is taken whenever
a connection is made, before any statement of a turn. What is not written is bound by time: each beat says in the
database until when we may be at work; we stop sending before that, and a successor begins after it.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, cast

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.turn.backoff import Outage
from bot.turn.ports import LeaseLostError, StorageTroubleError, UnitOfWork
from storage.causes import diagnose
from storage.holder import has_ended, this_process
from storage.unit_of_work import SqlUnitOfWork

log = structlog.get_logger(__name__)

Run = Callable[[Callable[[UnitOfWork], Any]], Awaitable[Any]]
"""`Database.run`."""
Reconnected = Callable[[], Awaitable[None]]

NUMBER = 7_310_452_002
"""The number of the lock; the one under which version 0.1 ran each of its transactions."""
BEAT = 2.0
"""Seconds between two beats."""
TRUSTED = 4.0
"""Seconds after the beginning of a beat that succeeded in which we may poll and send."""
HELD = 5.0
"""Seconds after a beat in which a successor leaves us alone. Longer than we trust ourselves: clocks run unevenly."""
LOOK_AGAIN = 1.0
"""Seconds between two looks of a program that stands by."""

_THERE = "SELECT to_regclass('lease') IS NOT NULL"
_TERM = "SELECT coalesce(max(term), 0) FROM lease"
_LEFT = "SELECT holder, extract(epoch FROM held_until - clock_timestamp()) FROM lease"
_UNTIL = f"clock_timestamp() + interval '{HELD} seconds'"
_BEGIN = (
    f"INSERT INTO lease (id, term, holder, held_until) VALUES (1, 1, %(holder)s, {_UNTIL}) "
    f"ON CONFLICT (id) DO UPDATE SET term = lease.term + 1, holder = %(holder)s, held_until = {_UNTIL} RETURNING term"
)
_KEEP = f"UPDATE lease SET held_until = {_UNTIL} WHERE term = %(term)s"
_END = "UPDATE lease SET held_until = clock_timestamp() WHERE term = %(term)s"


class LeaseTakenError(Exception):
    """Another program is at work on this database."""


class Lease:
    """What one program holds, or waits for. `take` is called in the thread of the database, all else in the loop."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()
        """Somebody else has been at work since: what this program remembers is no longer true."""
        self.trouble = ""
        """While we stand by: what is wrong with the database and what to do; empty while it answers."""
        self._gone = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._term: int | None = None
        self._trusted_until = 0.0
        self._connections = 0
        self._certain = asyncio.Event()

    # --- the lock ---

    def take(self, driver: Any) -> None:
        """Get the lock on a connection that was just made, or close it again.

        Raises `LeaseTakenError` while we stand by, and `LeaseLostError` when somebody else was at work after us.
        """
        if not self._gone.is_set() and self._is_ours(driver):
            self._connections += 1
            return
        driver.close()
        if self._term is None:
            raise LeaseTakenError("another samenspraak is at work on this database")
        self._lose()
        raise LeaseLostError("another samenspraak has taken over")

    def _is_ours(self, driver: Any) -> bool:
        if not _value(driver, f"SELECT pg_try_advisory_lock({NUMBER})"):
            return False
        return self._term is None or _value(driver, _TERM) == self._term

    def _lose(self) -> None:
        self._gone.set()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.lost.set)

    # --- standing by, working, ending ---

    async def stand_by(self, run: Run, standing_by: Callable[[], Awaitable[None]]) -> None:
        """Return when it is our turn: nobody holds the lock, and whoever had it has had time to notice."""
        told, away = False, Outage("storage")
        while True:
            trouble = ""
            try:
                left = await run(_left)
            except LeaseTakenError:
                if not told:
                    await standing_by()
                    told = True
                left = LOOK_AGAIN
            except (SQLAlchemyError, StorageTroubleError) as error:
                if not told:
                    raise
                found = diagnose(error)
                away.struck(self, found.cause.value, advice=found.sentence)
                trouble, left = found.sentence, LOOK_AGAIN
            self.trouble = trouble
            if not trouble:
                away.over(self)
            if left <= 0:
                return
            await asyncio.sleep(min(left, LOOK_AGAIN))

    async def begin(self, run: Run) -> None:
        """From here on we work; whoever was at work before us must notice it."""
        self._loop = asyncio.get_running_loop()
        begun = time.monotonic()
        self._term = await run(
            lambda uow: _connection(uow).exec_driver_sql(_BEGIN, {"holder": this_process()}).scalar()
        )
        self._confirm(begun)

    async def keep(self, run: Run, reconnected: Reconnected) -> None:
        """Beat until it is lost. After a connection was made anew, `reconnected` is awaited."""
        known = self._connections
        while not self._gone.is_set():
            begun = time.monotonic()
            try:
                if not await run(self._keep):
                    self._lose()
                    return
                self._confirm(begun)
                if known != self._connections:
                    known = self._connections
                    await reconnected()
            except Exception as error:  # noqa: BLE001 - whatever it is: without a beat nothing is sent
                self._doubt(type(error).__name__)
            await asyncio.sleep(max(0.0, begun + BEAT - time.monotonic()))

    async def end(self, run: Run) -> None:
        """We have stopped: a successor need not wait."""
        term, self._term = self._term, None
        if term is not None and not self._gone.is_set():
            await run(lambda uow: _connection(uow).exec_driver_sql(_END, {"term": term}).rowcount)

    def _keep(self, uow: UnitOfWork) -> bool:
        return _connection(uow).exec_driver_sql(_KEEP, {"term": self._term}).rowcount == 1

    # --- what is not written ---

    def holds(self) -> bool:
        """Whether we may poll and send at this moment."""
        return not self._gone.is_set() and time.monotonic() < self._trusted_until

    async def at_work(self) -> None:
        """Return at once while we may poll and send; otherwise wait, for ever when it is lost."""
        while not self.holds():
            self._doubt("no beat in time")
            await self._certain.wait()

    def _confirm(self, begun: float) -> None:
        self._trusted_until = begun + TRUSTED
        if self.holds() and not self._certain.is_set():
            self._certain.set()
            log.info("at_work", term=self._term)

    def _doubt(self, reason: str) -> None:
        if self._certain.is_set() and not self.holds():
            self._certain.clear()
            log.warning("not_at_work", term=self._term, reason=reason)


def let_go(driver: Any) -> None:
    """Before a connection is closed: the server would notice it a moment later by itself."""
    with suppress(driver.Error):
        _value(driver, f"SELECT pg_advisory_unlock({NUMBER})")


def _left(uow: UnitOfWork) -> float:
    """The seconds that whoever was at work before may still be, not knowing that the lock is gone."""
    connection = _connection(uow)
    if not connection.exec_driver_sql(_THERE).scalar():
        return 0.0
    row = connection.exec_driver_sql(_LEFT).first()
    return 0.0 if row is None or has_ended(row[0]) else float(row[1])


def _begin(uow: UnitOfWork) -> int:
    """Say that we work. Returns our term."""
    return int(_connection(uow).exec_driver_sql(_BEGIN, {"holder": this_process()}).scalar_one())


def _connection(uow: UnitOfWork) -> Connection:
    return cast(SqlUnitOfWork, uow).connection


def _value(driver: Any, statement: str) -> Any:
    """A value outside any transaction."""
    with driver.cursor() as cursor:
        value = cursor.execute(statement).fetchone()[0]
    driver.rollback()
    return value
