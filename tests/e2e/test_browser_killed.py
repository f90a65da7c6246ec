"""SIGKILL while somebody answers in the browser: what was sent is kept once, whoever sends it again after an error."""

import asyncio
import html
import re

import httpx
import pytest

from bot.domain.ids import ChatId
from bot.turn.doors import come_in
from bot.web.door import BLOCK
from bot.web.window import opened
from storage.database import Database

from .driver import House, until
from .pair import Pair

pytestmark = pytest.mark.process

HOST = "127.0.0.1:9"
"""The public address. Before it stands a proxy, which reaches the program by another one."""
MOMENTS = [0.5, 2.0, 4.0, 7.0, 12.0]
"""Milliseconds after a form was sent."""
SWEEP = [0.25, 1.0, 1.5, 2.5, 3.0, 5.0, 6.0, 9.0, 15.0, 25.0]


class Page:
    """Anna's browser. It sends what it sent before once more when no answer came."""

    def __init__(self, house: House):
        self.house = house
        self.secret = ""
        self.page = ""

    async def opens(self):
        """A window on a chat of hers in the browser."""
        now, first = self.house.world.clock.now(), ChatId(self.house["Anna"].id)

        def opens(uow):
            person, chat = uow.people.in_chat(first), uow.chats.resolve(BLOCK, "anna", group=False)
            come_in(uow, person.id, chat, now)
            return opened(uow, chat, now, shared=False)

        with Database(self.house.url, bot=self.house.world.bot.id) as database:
            self.secret = (await database.run(opens)).secret

    async def send(self, method: str, data=None) -> httpx.Response:
        """To the program that was started last."""
        served = re.compile(r"event='serves' address='(\S+)'")
        address = await until(lambda: served.search(self.house.logs[-1].read_text()), what="serving")
        headers = {"host": HOST, "cookie": f"samenspraak={self.secret}", "origin": f"http://{HOST}"}
        async with httpx.AsyncClient(base_url=address[1], headers=headers) as client:
            return await client.request(method, "/gesprek", data=data)

    async def get(self) -> str:
        async with asyncio.timeout(20):
            while (answer := await self.send("GET")).status_code == 503:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert answer.status_code == 200
        self.page = answer.text
        return html.unescape(re.sub(r"<[^>]*>", "", self.page.partition('class="write"')[0]))

    def form(self, label: str, text: str = "") -> dict[str, str]:
        found = re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', self.page, re.DOTALL)
        name, value = next((name, html.unescape(value)) for name, value, said in found if said.strip() == label)
        return {name: value, "tekst": text}

    async def does(self, label: str, text: str = "") -> str:
        """Without a kill."""
        assert (await self.send("POST", self.form(label, text))).status_code == 303
        return await self.get()

    async def killed(self, form: dict[str, str], after: float) -> bool:
        """Send it and have the program killed; whether an answer came all the same."""
        sending = asyncio.create_task(self.send("POST", form))
        await asyncio.sleep(after / 1000)
        self.house.kill()
        try:
            return (await sending).status_code == 303
        except httpx.TransportError:
            return False


async def browsing(house: House) -> Page:
    house.seed()
    house.environment |= {"WEB_URL": f"http://{HOST}", "LOG_LEVEL": "DEBUG"}
    page = Page(house)
    await page.opens()
    await house.start()
    await page.get()
    await page.does("Verder")
    await page.does("Begin met de motieven")
    return page


@pytest.mark.parametrize("moments", [MOMENTS, pytest.param(SWEEP, marks=pytest.mark.deep)], ids=["few", "sweep"])
async def test_a_kill_while_a_form_is_sent_keeps_it_once(tmp_path, moments):
    async with House(tmp_path) as house:
        page = await browsing(house)
        for at, moment in enumerate(moments):
            text = f"Opbrengst <{at}>"
            shown = await page.does("Ja")
            assert "Beoogde opbrengst?" in shown
            form = page.form("Verstuur", text)
            answered = await page.killed(form, moment)
            await house.start()
            before = await page.get()
            kept = text in str(house.answers(house["Anna"]))
            assert kept or not answered, "an answer was promised and lost"
            assert ("Beoogde opbrengst?" in before) != kept
            assert (await page.send("POST", form)).status_code == 303
            assert "Beoogde opbrengst?" not in await page.get()
            assert str(house.answers(house["Anna"])).count(text) == 1
        applied = house.rows("SELECT kind FROM turn_log WHERE dialog = 'preparation' AND kind = 'Typed'")
        assert len(applied) == at + 1
        assert house.count("outbox WHERE done_at IS NULL") == 0


@pytest.mark.postgres
async def test_who_stands_by_goes_on_with_a_form_that_was_sent(tmp_path, postgres_url):
    async with Pair(tmp_path, postgres_url) as house:
        page = await browsing(house)
        await page.does("Ja")
        await house.launch_standby()
        form = page.form("Verstuur", "Korte lijnen")
        first = house.logs.pop()  # until it takes over the other one is asked
        answered = await page.killed(form, 3.0)
        house.logs.append(first)
        await house.taken_over()
        await page.get()
        assert "Korte lijnen" in str(house.answers(house["Anna"])) or not answered
        assert (await page.send("POST", form)).status_code == 303
        assert "Beoogde opbrengst?" not in await page.get()
        assert str(house.answers(house["Anna"])).count("Korte lijnen") == 1
