"""The page in a real browser: phase 1 by keyboard alone, without a script and with it; it updates itself; it fits."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from web_house import NOW, House

from bot import example
from bot.domain.ids import ChatId
from bot.serving.server import Address, Server
from bot.turn.incoming import Commanded, Incoming
from bot.web.address import Site
from bot.web.window import opened
from storage.database import Database

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
TAP = 44
"""Pixels: so large is at least what is tapped (WCAG 2.5.5)."""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        reason = "there is no Chromium on this machine"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        await found.close()


class Served:
    """A house on a port of this machine."""

    def __init__(self, house: House, carla: ChatId) -> None:
        self.house, self.carla = house, carla

    async def open(self, browser: Browser, *, script: bool = True, width: int = 390, scheme: str = "light") -> Page:
        """Carla's page."""
        options = {"java_script_enabled": script, "color_scheme": scheme}
        context: BrowserContext = await browser.new_context(viewport={"width": width, "height": 844}, **options)  # type: ignore[arg-type]
        found = await self.house.database.run(lambda uow: opened(uow, self.carla, self.house.now, shared=False))
        cookie = {"name": "samenspraak", "value": found.secret, "url": self.house.site.origin}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        page.wrong = []  # type: ignore[attr-defined]
        page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.wrong.append(str(error)))  # type: ignore[attr-defined]
        await page.goto(f"{self.house.site.origin}/gesprek")
        return page


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    server = Server(Address("127.0.0.1", 0))
    await server.start()
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW, Site.parse(server.address.here))
        server.below.update({})
        carla = await house.chat("carla")
        chats = [carla if "Carla" in name else house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
        await house.start()
        server.below.update(house.served)  # type: ignore[arg-type]
        yield Served(house, carla)
        await house.stop()
        await server.stop()


async def tab_to(page: Page, label: str, at_most: int = 40) -> None:
    """Press Tab until the focus is on what is called so, and can be seen to be there."""
    for _ in range(at_most):
        await page.keyboard.press("Tab")
        here = page.locator("*:focus")
        if await here.count() and (await here.inner_text() or "").strip() == label:
            return
    raise AssertionError(f"{label} is not within {at_most} tabs")


async def press(page: Page, label: str) -> None:
    await tab_to(page, label)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Typ je antwoord").focus()
    await page.keyboard.type(text)
    await press(page, "Verstuur")


@pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
async def test_phase_1_by_keyboard_alone(served: Served, browser: Browser, script: bool) -> None:
    page = await served.open(browser, script=script)
    now = page.locator("#nieuw")
    await press(page, "Verder")
    await press(page, "Begin met de motieven")
    await expect(now).to_contain_text("Fase 1 · 1/10")
    await press(page, "Ja")
    await expect(now).to_contain_text("Beoogde opbrengst?")
    await write(page, 'Meer <b>studenten</b> & "rust"')
    await expect(now).to_contain_text("Fase 1 · 2/10")
    for number in range(2, 11):
        await expect(now).to_contain_text(f"Fase 1 · {number}/10")
        await press(page, "Nee")
    await press(page, "Klaar")
    await press(page, "Verder met de vragen")
    for _ in range(12):
        if await now.get_by_role("button", name="Indienen").count():
            break
        await press(page, "Overslaan")
    await expect(now).to_contain_text('Meer <b>studenten</b> & "rust"')
    await press(page, "Indienen")
    await expect(now).to_contain_text("Ingediend. Dank je wel!")
    assert page.wrong == []  # type: ignore[attr-defined]
    assert page.url.partition("#")[0].endswith("/gesprek")


async def test_the_page_updates_itself_and_keeps_what_is_being_typed(served: Served, browser: Browser) -> None:
    page = await served.open(browser)
    await page.get_by_label("Typ je antwoord").fill("half af")
    await asyncio.sleep(0.3)
    number = 2**52 + 1
    menu = Incoming(number, served.carla, True, served.carla, "", Commanded("menu"))
    await served.house.take(menu)
    await expect(page.locator("#nieuw")).to_contain_text("Hier doe je aan mee", timeout=7000)
    assert await page.get_by_label("Typ je antwoord").input_value() == "half af"
    assert page.wrong == []  # type: ignore[attr-defined]


async def test_it_asks_by_itself_where_live_events_are_blocked(served: Served, browser: Browser) -> None:
    page = await served.open(browser)
    await page.route("**/gebeurtenissen", lambda route: route.abort())
    await page.reload()
    menu = Incoming(2**52 + 1, served.carla, True, served.carla, "", Commanded("menu"))
    await served.house.take(menu)
    await expect(page.locator("#nieuw")).to_contain_text("Hier doe je aan mee", timeout=9000)


@pytest.mark.parametrize("width", [320, 1920])
async def test_it_fits_and_can_be_tapped(served: Served, browser: Browser, width: int) -> None:
    page = await served.open(browser, width=width)
    await page.get_by_role("button", name="Verder", exact=True).click()
    await page.get_by_role("button", name="Begin met de motieven").first.click()
    for path in ("/gesprek", "/u/abc", "/uit", "/eerder?voor=999"):
        await page.goto(f"{served.house.site.origin}{path}")
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        low = await page.evaluate(
            f"""[...document.querySelectorAll("button, a.knob, summary, nav a")].filter(one => one.offsetHeight &&
            one.offsetHeight < {TAP}).map(one => one.textContent.trim())"""
        )
        assert (path, wide, low) == (path, 0, [])
