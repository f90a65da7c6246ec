"""A storage that cannot be used says why, loses nothing, and lets nobody overtake who waits for it."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from storage_work import add_person, held, there
from storage_world import BOT, NOW

from bot.turn.backoff import Backoff
from bot.turn.patience import PatientWork
from bot.turn.ports import StorageTroubleError, UnitOfWork
from storage.causes import Cause
from storage.database import Database


@pytest.fixture
def file(file_url: str) -> Path:
    return Path(file_url.removeprefix("sqlite:///"))


@pytest.fixture
def database(file_url: str) -> Iterator[Database]:
    with Database(file_url, BOT) as database:
        yield database


def pages(database: Database, most: int) -> None:
    """From now on the file may have so many pages, as on a disk that is full."""

    def limit(connection: object, _record: object = None) -> None:
        connection.execute(f"PRAGMA max_page_count={most}").close()  # type: ignore[attr-defined]

    event.listen(database.engine, "connect", limit)
    database.run_sync(lambda uow: limit(uow.people._reads.connection.connection.driver_connection))  # type: ignore[attr-defined]


def fill(uow: UnitOfWork) -> None:
    for number in range(100, 1100):
        uow.people.add(number, "x" * 60, "1", NOW)  # type: ignore[arg-type]


def cause_of(database: Database, work=None) -> str:
    with pytest.raises(StorageTroubleError) as told:
        database.run_sync(work or add_person(1))
    assert told.value.advice.endswith(".")
    return told.value.cause


def test_a_full_disk(database: Database):
    pages(database, 1)  # SQLite keeps what there is, and adds nothing
    assert cause_of(database, fill) == Cause.FULL
    assert there(database, 100) == [False]


def test_a_file_that_is_gone_is_never_made_anew(database: Database, file: Path):
    database.run_sync(add_person(1))
    file.rename(file.with_suffix(".away"))
    assert cause_of(database) == Cause.GONE
    assert cause_of(database) == Cause.GONE
    assert not file.exists()
    file.with_suffix(".away").rename(file)
    database.run_sync(add_person(2))
    assert there(database, 1, 2) == [True, True]


def test_a_file_that_was_put_in_its_place_is_used(database: Database, file: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    shutil.copy(file, copy)
    database.run_sync(add_person(1))
    file.unlink()
    for rest in ("-wal", "-shm"):
        Path(f"{file}{rest}").unlink(missing_ok=True)
    copy.rename(file)
    assert there(database, 1) == [False]
    database.run_sync(add_person(2))
    with Database(f"sqlite:///{file}", BOT) as other:
        assert there(other, 2) == [True]


def test_a_damaged_file(database: Database, file: Path):
    database.run_sync(add_person(1))
    database.close()
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 200_000)
    with Database(f"sqlite:///{file}", BOT) as damaged:
        assert cause_of(damaged, fill) == Cause.DAMAGED


def test_something_else_than_a_database(tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Beste Anna, " * 1000)
    with Database(f"sqlite:///{letter}", BOT) as database:
        assert cause_of(database) == Cause.DAMAGED


@contextmanager
def full(database: Database) -> Iterator[list[int]]:
    """While there is a number in the list, no commit succeeds but the first: that of what keeps the writer busy."""
    switch, held_up = [1], [1]

    def commit(_: object) -> None:
        if held_up:
            held_up.clear()
        elif switch:
            raise StorageTroubleError(Cause.FULL, "The disk of the database is full; make room there.")

    event.listen(database.engine, "commit", commit)
    yield switch
    event.remove(database.engine, "commit", commit)


async def test_nobody_in_line_is_tried_after_trouble(database: Database):
    """Neither in the same batch nor in the next one, though the trouble is over by then."""
    plan = [True, False, False]  # what keeps the writer busy, the batch, the first of it alone; then all is well

    def commit(_: object) -> None:
        if plan and not plan.pop(0):
            raise StorageTroubleError(Cause.FULL, "The disk of the database is full; make room there.")

    event.listen(database.engine, "commit", commit)
    with held(database):
        tasks = [asyncio.ensure_future(database.run_in_line(add_person(n))) for n in range(100)]
        await asyncio.sleep(0)
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(one) for one in found} == {StorageTroubleError}
    assert not any(there(database, *range(100)))


async def test_all_is_kept_in_order_when_it_works_again(database: Database):
    work = PatientWork(database, Backoff(lambda: -0.99))
    with full(database) as switch:
        with held(database):
            tasks = [asyncio.ensure_future(work.run(add_person(n))) for n in range(150)]
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            while not work.held_up:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.005)
        switch.clear()
        people = await asyncio.gather(*tasks)
    assert [person.id for person in people] == sorted(person.id for person in people)
    assert not work.held_up
