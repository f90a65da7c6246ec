"""Somebody in a browser, on the page of a program that is a process and may be killed in between."""

import asyncio
import html
import re

import httpx

from bot.domain.ids import ChatId
from bot.turn.doors import come_in
from bot.web.door import BLOCK
from bot.web.window import opened
from storage.database import Database

from .driver import House, until

HOST = "127.0.0.1:9"
"""The public address. Before it stands a proxy, which reaches the program by another one."""
WAIT = 20.0
"""Seconds in which a page must be there again."""
SERVED = re.compile(r"event='serves' address='(\S+)'")

ROWS = ["op.leg.1", "op.ont.1"]
"""Two rows of the form that are filled in at once."""


class Page:
    """The browser of somebody with a phone. It sends what it sent before once more when no answer came."""

    def __init__(self, house: House, name: str = "Anna", path: str = "/gesprek"):
        """To be made before the house is started. `path` is the page on which they are."""
        self.house, self.name, self.path = house, name, path
        self.secret = ""
        self.page = ""
        house.environment |= {"WEB_URL": f"http://{HOST}", "LOG_LEVEL": "DEBUG"}

    async def opens(self):
        """A window on a chat of theirs in the browser."""
        now, first = self.house.world.clock.now(), ChatId(self.house[self.name].id)

        def opens(uow):
            person, chat = uow.people.in_chat(first), uow.chats.resolve(BLOCK, self.name, group=False)
            come_in(uow, person.id, chat, now)
            return opened(uow, chat, now, shared=False)

        with Database(self.house.url, bot=self.house.world.bot.id) as database:
            self.secret = (await database.run(opens)).secret

    async def send(self, method: str, data=None) -> httpx.Response:
        """To the program that was started last."""
        address = await until(lambda: SERVED.search(self.house.logs[-1].read_text()), what="serving")
        headers = {"host": HOST, "cookie": f"samenspraak={self.secret}", "origin": f"http://{HOST}"}
        async with httpx.AsyncClient(base_url=address[1], headers=headers, timeout=WAIT) as client:
            return await client.request(method, self.path, data=data)

    async def get(self) -> str:
        """What can be read on the page, as soon as it is there."""
        async with asyncio.timeout(WAIT):
            while (answer := await self.send("GET")).status_code == 503:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert answer.status_code == 200
        self.page = answer.text
        return self.text

    @staticmethod
    def read(marked: str) -> str:
        """What can be read."""
        return html.unescape(re.sub(r"<[^>]*>", "", marked))

    @property
    def text(self) -> str:
        return Page.read(self.page)

    @property
    def newest(self) -> str:
        """What stands above the field to write in."""
        return Page.read(self.page.partition('class="write"')[0])

    def form(self, label: str, text: str = "") -> dict[str, str]:
        """What a button sends, with a text."""
        found = re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', self.page, re.DOTALL)
        name, value = next((name, html.unescape(value)) for name, value, said in found if said.strip() == label)
        return {name: value, "tekst": text}

    def whole_form(self, **filled: str) -> dict[str, str]:
        """All rows as they stand there, some filled in, by the first `Bewaar`."""
        marks = {
            name: html.unescape(mark) for name, mark in re.findall(r'name="(g\.[^"]+)" value="([^"]*)"', self.page)
        }
        radios = re.findall(r'type="radio" name="(v\.[^"]+)" value="([^"]*)"[^>]*checked', self.page)
        areas = re.findall(r'<textarea [^>]*name="(v\.[^"]+)"[^>]*>(.*?)</textarea>', self.page, re.DOTALL)
        stand = {name: html.unescape(value) for name, value in (*radios, *areas)}
        return {**marks, **stand, **filled, **self.form("Bewaar")}

    async def does(self, label: str, text: str = "") -> str:
        """Without a kill."""
        assert (await self.send("POST", self.form(label, text))).status_code == 303
        await self.get()
        return self.newest

    async def killed(self, form: dict[str, str], after: float) -> bool:
        """Send it and have the program killed after so many milliseconds; whether an answer came all the same."""
        sending = asyncio.create_task(self.send("POST", form))
        await asyncio.sleep(after / 1000)
        self.house.kill()
        try:
            return (await sending).status_code == 303
        except httpx.TransportError:
            return False


async def browsing(house: House) -> Page:
    house.seed()
    page = Page(house)
    await page.opens()
    await house.start()
    await page.get()
    await page.does("Verder")
    await page.does("Begin met de motieven")
    return page


def nothing_waits(house: House) -> None:
    assert house.count("outbox WHERE done_at IS NULL") == 0
    assert house.count("inbox WHERE finished_at IS NULL") == 0
