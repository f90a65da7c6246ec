"""Who may work on a PostgreSQL database, and what becomes of the right when connections break."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from storage_work import add_person, there
from storage_world import BOT
from structlog.testing import capture_logs

from bot.turn.ports import UnitOfWork
from storage import lease as module
from storage.database import Database
from storage.holder import has_ended, this_process
from storage.lease import Lease, LeaseTakenError

pytestmark = pytest.mark.postgres


def pid_of(uow: UnitOfWork) -> int:
    return int(uow.log._reads.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar())


def execute(url: str, statement: str) -> object:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.exec_driver_sql(statement)
        value = found.scalar() if found.returns_rows else None
    engine.dispose()
    return value


def cut(url: str, database: Database) -> None:
    """End its connection, and wait until the server has: the lock goes with it."""
    assert execute(url, f"SELECT pg_terminate_backend({database.run_sync(pid_of)}, 5000)")


class Program:
    """The part of a program that this is about."""

    def __init__(self, url: str) -> None:
        self.lease = Lease()
        self.database = Database(url, BOT, lease=self.lease)
        self.waited = False
        self.reconnected = 0
        self.beats = 0

    async def stand_by(self) -> float:
        began = time.monotonic()
        await self.lease.stand_by(self.database.run, self._waits)
        return time.monotonic() - began

    async def begin(self) -> None:
        await self.stand_by()
        await self.lease.begin(self.database.run)
        self.keeping = asyncio.ensure_future(self.lease.keep(self._beat, self._again))

    async def _beat(self, work: Callable[[UnitOfWork], object]) -> object:
        found = await self.database.run(work)
        self.beats += 1
        return found

    async def _waits(self) -> None:
        self.waited = True

    async def _again(self) -> None:
        self.reconnected += 1

    async def die(self) -> None:
        """Without telling anybody."""
        self.keeping.cancel()
        await self.database.stop()


@asynccontextmanager
async def program(url: str) -> AsyncIterator[Program]:
    made = Program(url)
    try:
        yield made
    finally:
        if hasattr(made, "keeping"):
            made.keeping.cancel()
        await made.database.stop()


async def until(condition: Callable[[], bool], within: float = 10) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the other program were on another machine, of which nothing is known."""
    monkeypatch.setattr(module, "has_ended", lambda _holder: False)


async def test_the_second_cannot_even_read(postgres_url: str):
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        with pytest.raises(LeaseTakenError):
            await two.database.run(add_person(1))
        assert there(one.database, 1) == [False]


async def test_a_clean_end_leaves_no_wait(postgres_url: str, elsewhere: None):
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        one.keeping.cancel()
        await one.lease.end(one.database.run)
        await one.database.stop()
        assert await two.stand_by() < 2 * module.LOOK_AGAIN


async def test_after_a_death_elsewhere_the_second_waits_until_it_is_certain(postgres_url: str, elsewhere: None):
    """Longer than the first would have trusted itself after its last beat."""
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        await one.die()
        assert module.TRUSTED < await two.stand_by() < module.HELD + 2 * module.LOOK_AGAIN


def ended_process() -> str:
    """The holder that a process was which has ended."""
    code = "from storage.holder import this_process; print(this_process())"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    return found.stdout.strip()


def test_only_of_this_machine_is_it_known_that_a_process_has_ended():
    ended = ended_process()
    assert has_ended(ended)
    assert has_ended(this_process() + "1"), "the same number, begun at another moment"
    assert not has_ended(this_process())
    assert not has_ended("")
    assert not has_ended(ended.replace("/", "/another", 1))


async def test_a_process_of_this_machine_that_has_ended_needs_no_waiting(postgres_url: str):
    ended = await asyncio.to_thread(ended_process)
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        await one.die()
        execute(postgres_url, f"UPDATE lease SET holder = '{ended}'")
        assert await two.stand_by() < 1


async def test_a_connection_that_breaks_is_made_again_with_the_lease(postgres_url: str):
    """Nobody else wanted it: the work goes on, and whoever sends hears that there may be more to send."""
    async with program(postgres_url) as one:
        await one.begin()
        cut(postgres_url, one.database)
        await one.database.run(add_person(1))
        assert there(one.database, 1) == [True]
        await until(lambda: one.reconnected == 1)
        assert not one.lease.lost.is_set()
        assert one.lease.holds()
        with pytest.raises(LeaseTakenError):
            await Database(postgres_url, BOT, lease=Lease()).run(add_person(2))


async def test_when_another_has_it_the_first_writes_nothing_and_ends(postgres_url: str):
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        one.keeping.cancel()
        cut(postgres_url, one.database)
        await two.database.run(lambda _: None)
        writing = asyncio.ensure_future(one.database.run(add_person(1)))
        await until(one.lease.lost.is_set)
        assert not one.lease.holds()
        await asyncio.sleep(0.05)
        assert not writing.done(), "nobody may act on an answer"
        writing.cancel()
        assert there(two.database, 1) == [False]


async def test_when_another_was_at_work_in_between_the_first_ends(postgres_url: str):
    """Even when the lock is free again: what it remembers is no longer true."""
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        one.keeping.cancel()
        execute(postgres_url, "UPDATE lease SET held_until = clock_timestamp()")
        cut(postgres_url, one.database)
        await two.begin()
        await two.die()
        writing = asyncio.ensure_future(one.database.run(add_person(1)))
        await until(one.lease.lost.is_set)
        writing.cancel()


async def test_the_beat_notices_a_loss_by_itself(postgres_url: str):
    async with program(postgres_url) as one, program(postgres_url) as two:
        await one.begin()
        await until(lambda: one.beats == 1)
        cut(postgres_url, one.database)
        await two.database.run(lambda _: None)
        await until(one.lease.lost.is_set, within=module.BEAT + 1)


async def test_without_a_beat_nothing_is_sent(postgres_url: str, monkeypatch: pytest.MonkeyPatch):
    """The database does not answer: what sends waits, and goes on when the beat does."""
    monkeypatch.setattr(module, "TRUSTED", 0.3)
    monkeypatch.setattr(module, "BEAT", 0.1)
    async with program(postgres_url) as one:
        await one.begin()
        await asyncio.wait_for(one.lease.at_work(), 0.2)
        go_on = asyncio.Event()
        stuck = asyncio.ensure_future(one.database.run(lambda _: time.sleep(1)))
        await asyncio.sleep(0.5)
        assert not one.lease.holds()
        sending = asyncio.ensure_future(one.lease.at_work())
        sending.add_done_callback(lambda _: go_on.set())
        await asyncio.sleep(0.1)
        assert not go_on.is_set()
        await stuck
        await asyncio.wait_for(sending, 1)


async def test_who_stands_by_waits_while_the_database_is_away(postgres_url: str, monkeypatch: pytest.MonkeyPatch):
    away = OperationalError("x", {}, psycopg.OperationalError("connection refused"))
    lease, answers = Lease(), [LeaseTakenError("x"), away, away, LeaseTakenError("x"), 0.0]
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.01)
    troubles = []

    async def run(_work: object) -> float:
        troubles.append(lease.trouble)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def waits() -> None: ...

    with capture_logs() as said:
        await lease.stand_by(run, waits)
    assert not answers
    assert [line["event"] for line in said] == ["storage_trouble", "storage_back"], "each told once"
    assert said[0]["advice"].startswith("No database answers there")
    assert [bool(trouble) for trouble in troubles] == [False, False, True, True, False]
    assert not lease.trouble


async def test_both_sides_soon_notice_that_the_other_is_gone(postgres_url: str):
    """A machine that loses its network says nothing: the server must let go of the lock by itself."""

    def look(uow: UnitOfWork) -> tuple[dict[str, str], dict[str, str]]:
        connection = uow.log._reads.connection
        sources = connection.exec_driver_sql("SELECT name, source FROM pg_settings WHERE name LIKE 'tcp_%%'").all()
        return dict(sources), connection.connection.driver_connection.info.get_parameters()

    async with program(postgres_url) as one:
        at_server, here = await one.database.run(look)
    names = ("keepalives_idle", "keepalives_interval", "keepalives_count", "user_timeout")
    assert {name: at_server[f"tcp_{name}"] for name in names} == dict.fromkeys(names, "session")
    idle, interval, count = (int(here[name]) for name in names[:3])
    assert idle + interval * count <= module.HELD
    assert int(here["tcp_user_timeout"]) <= 1000 * module.HELD


async def test_on_a_database_of_before_nobody_has_to_be_waited_for(postgres_server: str):
    from storage_postgres import make_postgres_database

    async with program(make_postgres_database(postgres_server)) as one:
        assert await one.stand_by() < 1
