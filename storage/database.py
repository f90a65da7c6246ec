"""The database of one process: its connection, and the one thread through which all work on it goes.

Work that waits at the same moment shares one transaction, each piece in a savepoint of its own, so that many turns
cost one write to disk. Nothing here knows what the work is about.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, event

from bot.turn.ports import LeaseLostError, UnitOfWork
from storage.copies.erasures import Erasures
from storage.engine import make_engine
from storage.lease import NUMBER, Lease, let_go
from storage.writer import Job, Outcome, Writer

T = TypeVar("T")

MOST_AT_ONCE = 64
"""How many pieces of work share a transaction at most."""


class Database:
    """Runs units of work. `bot` is the id of the bot whose updates are kept; it may be set later.

    With a `lease` its connection holds the right to work as long as it lives; without one, on PostgreSQL, each
    transaction waits for its turn. `erasures` is told who is erased, at the start and whenever somebody is.
    """

    def __init__(self, url: str, bot: int = 0, *, lease: Lease | None = None, erasures: Erasures | None = None) -> None:
        self.bot = bot
        self._erasures = erasures
        self.engine = make_engine(url)
        if lease is not None:
            event.listen(self.engine, "connect", lambda driver, _record: lease.take(driver))
            event.listen(self.engine, "close", lambda driver, _record: let_go(driver))
        elif self.engine.dialect.name == "postgresql":
            event.listen(self.engine, "begin", _wait_for_others)
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    async def start(self) -> None:
        """Connect. Fails when the database cannot be reached."""
        await asyncio.to_thread(self.run_sync, lambda _: None)

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` returns, once it is on disk. It may be called again when somebody else was first."""
        return await self._hand_in(work, in_line=False)

    async def run_in_line(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `run`; not tried while the newest attempt met with trouble, so that nobody overtakes."""
        return await self._hand_in(work, in_line=True)

    async def _hand_in(self, work: Callable[[UnitOfWork], T], *, in_line: bool) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(Job(work, future, loop, in_line))
        return await future

    def run_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same for code outside the event loop: start-up, the command line, tests."""
        future: Future[T] = Future()
        self._put(Job(work, future, None))
        return future.result()

    async def stop(self) -> None:
        """Finish the work that waits, and close."""
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """The same for code outside the event loop."""
        with self._lock:
            thread, self._thread = self._thread, None
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        if thread is not None:
            thread.join()
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="database", daemon=True)
                self._thread.start()
            self._jobs.put(job)

    def _work(self) -> None:
        writer = Writer(self.engine, self._erasures)
        try:
            while (job := self._jobs.get()) is not None:
                jobs = [job, *self._those_waiting()]
                _deliver(jobs, writer.run(jobs, self.bot))
        finally:
            writer.close()

    def _those_waiting(self) -> list[Job]:
        found: list[Job] = []
        while len(found) < MOST_AT_ONCE - 1:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                self._jobs.put(None)  # nothing comes after it, so it is the last again
                break
            found.append(job)
        return found


def _wait_for_others(connection: Connection) -> None:
    """One transaction after the other, also of several programs: rules look at more rows than they change."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({NUMBER})")


def _deliver(jobs: list[Job], outcomes: list[Outcome]) -> None:
    """Give each caller its outcome; one call into each event loop for all of them.

    Once the lease is lost the program is about to end: what waits in its event loop goes on waiting.
    """
    waiting: dict[asyncio.AbstractEventLoop, list[tuple[Any, Outcome]]] = {}
    for job, outcome in zip(jobs, outcomes, strict=True):
        if job.loop is None:
            _resolve([(job.future, outcome)])
        elif not isinstance(outcome.error, LeaseLostError):
            waiting.setdefault(job.loop, []).append((job.future, outcome))
    for loop, resolved in waiting.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, resolved)


def _resolve(resolved: list[tuple[Any, Outcome]]) -> None:
    for future, outcome in resolved:
        if future.done():  # nobody waits any more
            continue
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome.value)
