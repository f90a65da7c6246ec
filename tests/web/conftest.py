"""A house with two doors on a database in memory."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from chromium import browser, started
from telegram_told import TOKEN
from web_browser import Served
from web_house import NOW, House

from bot import example
from bot.serving.address import Address
from bot.serving.server import Server
from bot.telegram.mini_app import opened_by
from bot.web.address import Site
from storage.database import Database

__all__ = ["browser", "started"]


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


@pytest_asyncio.fixture(loop_scope="module")
async def served() -> AsyncIterator[Served]:
    server = Server(Address("127.0.0.1", 0))
    await server.start()
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW, Site.parse(server.address.here), tells=opened_by(TOKEN))
        server.below.update({})
        carla = await house.chat("carla")
        chats = [carla if "Carla" in name else house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
        await house.start()
        server.below.update(house.served)  # type: ignore[arg-type]
        yield Served(house, carla)
        await house.stop()
        await server.stop()
