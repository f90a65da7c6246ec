"""Runs pieces of work on one connection, several to a transaction. Used by the thread of `Database` alone."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from sqlite3 import OperationalError
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from bot.turn.ports import RefusedError, StaleWriteError, StorageTroubleError, UnitOfWork
from storage.calendars import ENDED
from storage.causes import trouble
from storage.copies.erasures import Erasures
from storage.database_file import DatabaseFile
from storage.erasing import SCRUB
from storage.quick import command
from storage.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)

ATTEMPTS = 3
"""How often work is tried when somebody else changes the same rows each time."""
ASIDE = 0.05
"""Seconds in which whoever goes first can take what it waits for: at once, the same work would hold it again."""
_TRY_AGAIN = {"40001", "40P01"}
"""PostgreSQL: serialization failure, deadlock."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work and who waits for it. Without a loop the future is that of another thread.

    Work that ends with a `RefusedError` has no effect; what is to be done instead takes its place. When somebody else
    is first with that, the work itself is done again, since it may well be allowed by then.
    """

    work: Callable[[UnitOfWork], Any]
    future: Any
    loop: asyncio.AbstractEventLoop | None
    in_line: bool = False
    """Not to be tried while the newest attempt met with trouble: what was handed in before it goes first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a piece of work returned, or why it has no effect."""

    value: Any = None
    error: BaseException | None = None


class Writer:
    """One connection, opened when it is first needed, and again when it was lost."""

    def __init__(self, engine: Engine, erasures: Erasures | None = None) -> None:
        self._engine = engine
        self._erasures = erasures
        self._open: Connection | None = None
        self._told = False
        """Whether the file of erasures knows all of them."""
        self._file = DatabaseFile(engine.url)
        self._trouble: StorageTroubleError | None = None
        """What the newest attempt met with; None when it succeeded."""

    def close(self) -> None:
        """Let go of the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def run(self, jobs: list[Job], bot: int) -> list[Outcome]:
        """The outcome of each job, in order, all of them committed."""
        held = self._trouble
        tried = [job for job in jobs if held is None or not job.in_line]
        outcomes = iter(self._run(tried, bot) if tried else ())
        return [next(outcomes) if held is None or not job.in_line else Outcome(error=held) for job in jobs]

    def _run(self, jobs: list[Job], bot: int) -> list[Outcome]:
        try:
            connection = self._connected()
            if len(jobs) == 1:
                outcomes = [self._alone(connection, jobs[0], bot, commits=2)]
            else:
                outcomes = self._together(connection, jobs, bot)
            self._afterwards(connection)
            return outcomes
        except BaseException as error:  # noqa: BLE001 (the thread must live on, and its callers must hear of it)
            failed = self._failed(error)
            return [failed for _ in jobs]
        finally:
            if self._trouble is not None and self._file.path is not None:
                self._let_go()

    def _connected(self) -> Connection:
        if self._open is not None and self._file.was_replaced:
            self._let_go()
        if self._open is None:
            self._file.must_be_there()
            self._open = self._engine.connect()
            self._file.opened()
        return self._open

    def _afterwards(self, connection: Connection) -> None:
        """What must follow a commit. What was committed stays so when this meets with trouble: it is done again."""
        try:
            self._tell_erasures(connection)
            _scrub(connection)
        except DBAPIError:
            self._told = False

    def _tell_erasures(self, connection: Connection) -> None:
        """Once after connecting, in case the program died before it could, and whenever somebody is erased."""
        something = SCRUB in connection.info or ENDED in connection.info
        if self._erasures is None or connection.invalidated or (self._told and not something):
            return
        try:
            with _transaction(connection):
                self._erasures.note(connection)
        except OSError as error:  # tried again after the next transaction
            if self._told:
                log.error("erasures_not_kept", reason=type(error).__name__)
            self._told = False
        else:
            self._told = True

    def _let_go(self) -> None:
        """Give up the connection: the file may be another one at the next attempt."""
        with suppress(Exception):
            self.close()
        self._open = None
        self._engine.dispose()

    def _failed(self, error: BaseException) -> Outcome:
        """How an attempt ended that had no effect."""
        if (found := trouble(error)) is not None:
            self._trouble = found
            return Outcome(error=found)
        return Outcome(error=_raisable(error))

    def _worked(self, value: Any) -> Outcome:
        self._trouble = None
        return Outcome(value)

    def _together(self, connection: Connection, jobs: list[Job], bot: int) -> list[Outcome]:
        begun = False
        try:
            with _transaction(connection):
                begun = True
                outcomes = [_in_savepoint(connection, job, bot) for job in jobs]
            self._trouble = None
            return outcomes
        except Exception:  # the commit failed or the connection was lost: each caller gets its own outcome
            if not begun:
                raise
            self._trouble = None
            return [self._after_each_other(connection, job, bot) for job in jobs]

    def _after_each_other(self, connection: Connection, job: Job, bot: int) -> Outcome:
        """Alone, unless one before it in the same line met with trouble."""
        if self._trouble is not None and job.in_line:
            return Outcome(error=self._trouble)
        return self._alone(connection, job, bot, commits=1)

    def _alone(self, connection: Connection, job: Job, bot: int, *, commits: int) -> Outcome:
        """In a transaction of its own, which may fail to commit so many times."""
        attempts, work = ATTEMPTS, job.work
        while True:
            worked = False
            try:
                with _transaction(connection):
                    value = work(unit_of_work(connection, bot))
                    worked = True
                return self._worked(value)
            except RefusedError as refused:  # all of it is undone by now
                work = refused.instead
            except BaseException as error:  # noqa: BLE001 (whatever it is belongs to the caller)
                work = job.work
                attempts -= 1
                commits -= worked or _lost(error)
                again = commits > 0 if worked or _lost(error) else attempts > 0 and _somebody_was_first(error)
                if not again:
                    return self._failed(error)
                if _refused(error):
                    time.sleep(ASIDE)


def _scrub(connection: Connection) -> None:
    """Somebody was erased: nothing of them may stay in free pages or in the log of SQLite.

    PostgreSQL does this by itself. When another program is just reading, it is tried after the next transaction.
    """
    if not connection.info.get(SCRUB) or connection.invalidated:
        return
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute("VACUUM").close()
            if driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:  # held up by a reader
                return
        except OperationalError:
            return
    connection.info.pop(SCRUB)


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """As `connection.begin()`, but a commit that fails is rolled back too: SQLite leaves its transaction open."""
    transaction = connection.begin()
    try:
        yield
        transaction.commit()
    except BaseException:
        transaction.rollback()
        if not connection.invalidated:
            connection.connection.rollback()
        raise


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """As `connection.begin_nested()`, which makes its words anew each time: that takes as long as four statements."""
    command(connection, "SAVEPOINT work")
    try:
        yield
    except BaseException:
        if not connection.invalidated:
            command(connection, "ROLLBACK TO SAVEPOINT work")
            command(connection, "RELEASE SAVEPOINT work")
        raise
    command(connection, "RELEASE SAVEPOINT work")


def _in_savepoint(connection: Connection, job: Job, bot: int) -> Outcome:
    attempts, work = ATTEMPTS, job.work
    while True:
        try:
            with _savepoint(connection):
                value = work(unit_of_work(connection, bot))
            return Outcome(value)
        except RefusedError as refused:
            work = refused.instead
        except BaseException as error:
            work = job.work
            attempts -= 1
            if _lost(error) or trouble(error) is not None:
                raise
            if attempts == 0 or not _somebody_was_first(error):
                return Outcome(error=_raisable(error))
            if _refused(error):
                time.sleep(ASIDE)


def _somebody_was_first(error: BaseException) -> bool:
    """Whether the same work may well succeed on fresh data."""
    if isinstance(error, StaleWriteError):
        return True
    return _refused(error)


def _refused(error: BaseException) -> bool:
    """Whether the database had somebody else go first."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _TRY_AGAIN


def _lost(error: BaseException) -> bool:
    """Whether the connection went away under the work."""
    return isinstance(error, PendingRollbackError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _raisable(error: BaseException) -> BaseException:
    """A future cannot carry StopIteration."""
    return RuntimeError(repr(error)) if isinstance(error, StopIteration) else error
