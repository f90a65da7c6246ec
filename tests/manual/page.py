"""The second door for the pictures: the page in the browser, with one of the example people in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page
from web.web_house import NOW, House

from bot import example
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase
from bot.serving.address import Address
from bot.serving.server import Server
from bot.web.address import Site
from bot.web.window import opened
from storage.database import Database

from .camera import WIDE


class Served:
    """The program with its page on a port of this machine. Everybody has a phone, but for Carla."""

    def __init__(self, house: House, carla: ChatId) -> None:
        self._house, self._carla = house, carla

    async def open(self, browser: Browser, path: str, *, known: bool = True) -> Page:
        """A page of Carla's; not `known`: in a browser in which nobody is in yet."""
        look = {"viewport": {"width": WIDE, "height": 700}, "locale": "nl-NL", "color_scheme": "light"}
        context = await browser.new_context(java_script_enabled=False, **look)
        if known:
            found = await self._house.database.run(lambda uow: opened(uow, self._carla, self._house.now, shared=False))
            cookie = {"name": "samenspraak", "value": found.secret, "url": self._house.site.origin}
            await context.add_cookies([cookie])
        page = await context.new_page()
        await page.goto(f"{self._house.site.origin}{path}")
        return page

    async def talk_in_the_group(self) -> None:
        """The group of all is in Telegram, and its conversation has begun; Anna made a point there."""
        group = self._house.phones.phones.group(example.NAME)
        bo, anna = (self._house.phone(name).at(group) for name in ("Bo", "Anna"))
        for begins in ("/koppel", "/gesprek"):
            await self._house.take(bo.types(begins))
        await self._house.take(bo.taps("Meteen beginnen"))
        await self._house.take(anna.replies("Wij willen allebei korte lijnen", anna.find("vraag 1/6")))

    async def rests(self) -> None:
        """What is on its way to the group arrives, and so on the page."""
        await self._house.deliver()


@asynccontextmanager
async def served(phases: frozenset[Phase] = frozenset(Phase)) -> AsyncIterator[Served]:
    """As long as pictures are taken, with a round that has these phases."""
    server = Server(Address("127.0.0.1", 0))
    await server.start()
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW, Site.parse(server.address.here))
        carla = await house.chat("carla")
        chats = [carla if "Carla" in name else house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW, phases))
        await house.start()
        server.below.update(house.served)
        yield Served(house, carla)
        await house.stop()
    await server.stop()
