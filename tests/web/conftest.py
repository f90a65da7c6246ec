"""A house with two doors on a database in memory."""

from collections.abc import AsyncIterator

import pytest
from web_house import NOW, House

from bot import example
from storage.database import Database


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """The example: everybody on a phone, but for Carla, who is in the browser. Everybody has been told."""
    with Database("sqlite://", bot=1) as database:
        made = House(database, NOW)
        names = [name.split()[0] for name in example.PEOPLE]
        carla = await made.chat("carla")
        chats = [carla if name == "Carla" else made.phone(name).chat.id for name in names]
        await database.run(lambda uow: example.seed(uow, made.runner.texts, chats, NOW))
        yield await made.start()
        await made.stop()
