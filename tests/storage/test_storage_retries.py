"""Work that somebody else was first with, and commits that fail."""

from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from storage_work import add_person, there, together
from storage_world import ANNA, NOW

from bot.domain.collaboration import Person
from bot.turn.ports import StaleWriteError, UnitOfWork
from storage.database import Database
from storage.writer import ATTEMPTS


@pytest.mark.parametrize("others", [0, 2])
async def test_stale_work_is_done_again_on_fresh_data(database: Database, others: int):
    made = database.run_sync(lambda uow: uow.conversations.add("x", ANNA, None, 1, "1", NOW))
    tries: list[int] = []

    def turn(uow: UnitOfWork) -> int:
        fresh = uow.conversations.get(made.id)
        assert fresh is not None
        tries.append(fresh.turn)
        add_person(100 + len(tries))(uow)
        seen = replace(fresh, version=fresh.version + 1) if len(tries) < ATTEMPTS else fresh
        uow.conversations.save(replace(fresh, turn=fresh.turn + 1), seen)
        return len(tries)

    found = await together(database, turn, *(add_person(n) for n in range(others)))
    assert found[0] == ATTEMPTS
    assert there(database, 101, 102, 103) == [False, False, True]


@pytest.mark.parametrize("others", [0, 2])
async def test_work_that_stays_stale_is_given_up(database: Database, others: int):
    tries: list[int] = []

    def stale(_: UnitOfWork) -> None:
        tries.append(1)
        raise StaleWriteError("again")

    found = await together(database, stale, *(add_person(n) for n in range(others)))
    assert isinstance(found[0], StaleWriteError)
    assert len(tries) == ATTEMPTS
    assert there(database, *range(others)) == [True] * others


def let_commits(database: Database, *succeed: bool) -> None:
    """How the next commits go."""
    planned = list(succeed)

    def commit(_: object) -> None:
        if planned and not planned.pop(0):
            raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(database.engine, "commit", commit)


async def test_when_the_commit_fails_each_is_done_again_alone(database: Database):
    let_commits(database, True, False, False)  # the one that keeps the writer busy, the batch, the first alone
    found = await together(database, *(add_person(n) for n in range(3)))
    assert [type(each) for each in found] == [OperationalError, Person, Person]
    assert there(database, 0, 1, 2) == [False, True, True]


def test_work_alone_is_committed_at_the_second_try(database: Database):
    let_commits(database, False)
    assert database.run_sync(add_person(1)).chat == 1
    assert there(database, 1) == [True]


def test_a_commit_that_fails_twice_is_reported(database: Database):
    let_commits(database, False, False)
    with pytest.raises(OperationalError, match="disk full"):
        database.run_sync(add_person(1))
    assert there(database, 1) == [False]
