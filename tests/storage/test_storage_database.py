"""Group commit, isolation of the pieces of work, and closing."""

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from storage_work import add_person, held, there, together
from storage_world import BOT

from bot.turn.ports import StorageTroubleError, UnitOfWork
from storage.causes import Cause
from storage.database import MOST_AT_ONCE, Database


def commits(database: Database) -> list[int]:
    counted: list[int] = []
    event.listen(database.engine, "commit", lambda _: counted.append(1))
    return counted


async def test_work_that_waits_shares_one_commit(database: Database):
    await database.start()
    counted = commits(database)
    found = await together(database, *(add_person(n) for n in range(MOST_AT_ONCE)))
    assert [person.chat for person in found] == list(range(MOST_AT_ONCE))
    assert len(counted) == 2  # the one that kept the writer busy, and all others
    assert all(there(database, *range(MOST_AT_ONCE)))


async def test_no_more_than_so_many_share_a_commit(database: Database):
    await database.start()
    counted = commits(database)
    await together(database, *(add_person(n) for n in range(MOST_AT_ONCE + 1)))
    assert len(counted) == 3


async def test_work_that_fails_leaves_the_others_alone(database: Database):
    def half(uow: UnitOfWork) -> None:
        add_person(2)(uow)
        raise ValueError("no")

    first, failed, twice, last = await together(
        database, add_person(1), half, lambda uow: (add_person(3)(uow), add_person(1)(uow)), add_person(4)
    )
    assert (first.chat, last.chat) == (1, 4)
    assert isinstance(failed, ValueError)
    assert isinstance(twice, DBAPIError)
    assert there(database, 1, 2, 3, 4) == [True, False, False, True]


def test_work_that_fails_alone_has_no_effect(database: Database):
    tries: list[int] = []

    def half(uow: UnitOfWork) -> None:
        tries.append(1)
        add_person(1)(uow)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        database.run_sync(half)
    assert there(database, 1) == [False]
    assert len(tries) == 1  # it would fail again


async def test_stopping_finishes_what_waits(file_url: str):
    database = Database(file_url, BOT)
    with held(database):
        tasks = [asyncio.ensure_future(database.run(add_person(n))) for n in range(5)]
        await asyncio.sleep(0)
        stopping = asyncio.ensure_future(database.stop())
        await asyncio.sleep(0.05)
    await asyncio.gather(*tasks, stopping)
    with pytest.raises(RuntimeError, match="closed"):
        await database.run(add_person(9))
    with Database(file_url, BOT) as again:
        assert all(there(again, *range(5)))


async def test_a_caller_who_went_away_harms_nobody(database: Database):
    with held(database):
        gone = asyncio.ensure_future(database.run(add_person(1)))
        stays = asyncio.ensure_future(database.run(add_person(2)))
        await asyncio.sleep(0)
        gone.cancel()
    assert (await stays).chat == 2
    assert there(database, 1, 2) == [True, True]


def test_an_odd_exception_does_not_stop_the_writer(database: Database):
    for odd, seen in ((StopIteration, RuntimeError), (KeyboardInterrupt, KeyboardInterrupt)):

        def work(_: UnitOfWork, odd: type[BaseException] = odd) -> None:
            raise odd

        with pytest.raises(seen):
            database.run_sync(work)
    assert database.run_sync(add_person(1)).chat == 1


def test_a_file_is_safe_and_strict(file_url: str):
    with Database(file_url, BOT) as database:

        def settings(uow: UnitOfWork) -> list[object]:
            run = uow.log._reads.connection.exec_driver_sql
            return [run(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")]

        assert database.run_sync(settings) == ["wal", 2, 1]


def test_a_database_in_use_is_reported_and_then_used_again(file_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0.05)
    with Database(file_url, BOT) as one, Database(file_url, BOT) as two:

        def while_held(uow: UnitOfWork) -> None:
            add_person(1)(uow)
            with pytest.raises(StorageTroubleError) as told:
                two.run_sync(add_person(2))
            assert told.value.cause == Cause.LOCKED

        one.run_sync(while_held)
        assert two.run_sync(add_person(2)).chat == 2
        assert there(one, 1, 2) == [True, True]
