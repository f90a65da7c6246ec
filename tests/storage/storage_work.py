"""Pieces of work for the tests of the writer, and ways to let them meet."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from storage_world import NOW

from bot.domain.collaboration import Person
from bot.domain.ids import ChatId
from bot.turn.ports import UnitOfWork
from storage.database import Database


def add_person(chat: int) -> Callable[[UnitOfWork], Person]:
    def work(uow: UnitOfWork) -> Person:
        return uow.people.add(ChatId(chat), "x", "1", NOW)

    return work


def there(database: Database, *chats: int) -> list[bool]:
    return database.run_sync(lambda uow: [uow.people.in_chat(ChatId(chat)) is not None for chat in chats])


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Keep the writer busy, so that all that is asked for meanwhile waits together."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: UnitOfWork) -> None:
        begun.set()
        assert go_on.wait(10)

    with ThreadPoolExecutor(1) as other:
        holding = other.submit(database.run_sync, hold)
        assert begun.wait(10)
        try:
            yield
        finally:
            go_on.set()
        holding.result()


async def together(database: Database, *works) -> list:
    """All of this in one batch."""
    with held(database):
        tasks = [asyncio.ensure_future(database.run(work)) for work in works]
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)
