"""The whole demo in a real browser: the real bot, the sandbox and the page, as a newcomer meets them."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo import Demo

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        reason = "there is no Chromium on this machine"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        await opened.close()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    running = Demo(tmp_path / "play", 0)
    await running.start()
    yield running
    await running.stop()


class Phone:
    """One person's phone on a page that is as narrow as a phone."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name

    async def look(self) -> None:
        await (
            self.page.get_by_role("tab", name=self.name)
            .or_(self.page.get_by_role("button", name=self.name))
            .first.click()
        )

    async def tap(self, label: str, then: str) -> None:
        """Tap the lowest button of that name; wait for what must come of it."""
        await self.page.get_by_role("button", name=label, exact=True).filter(visible=True).last.click()
        await self.sees(then)

    async def type(self, text: str, then: str) -> None:
        box = self.page.get_by_role("textbox", name="Bericht").last
        await box.fill(text)
        await box.press("Enter")
        await self.sees(then)

    async def sees(self, text: str) -> None:
        await expect(self.page.get_by_text(text).filter(visible=True).last).to_be_visible(timeout=15_000)


async def test_one_person_plays_phase_1_until_indienen(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="nl-NL")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(demo.server.base_url)
    carla = Phone(page, "Carla")
    await carla.look()
    await carla.tap("Begin met fase 1", then="waarom doen jullie mee?")
    await carla.tap("Begin met de motieven", then="Fase 1 · 1/10")
    await carla.tap("Ja", then="Beoogde opbrengst?")
    await carla.type("meer <b>bekendheid</b> & {{ 7*7 }}", then="Fase 1 · 2/10")
    for motive in range(3, 11):
        await carla.tap("Nee", then=f"Fase 1 · {motive}/10")
    await carla.tap("Nee", then="overige motieven")
    await carla.tap("Klaar", then="Dit is waarom jij meedoet")
    await carla.tap("Verder met de vragen", then="spiegelvraag")
    await demo.restart()
    await carla.tap("Overslaan", then="vraag 1/7")
    for question in range(2, 8):
        await carla.tap("Overslaan", then=f"vraag {question}/7")
    await carla.tap("Overslaan", then="Kijk je antwoorden na")
    await carla.sees("meer <b>bekendheid</b> & {{ 7*7 }}")
    await carla.tap("Indienen", then="Ingediend. Dank je wel!")
    assert problems == []
    assert [call for call in demo.world.refusals if call.method != "getUpdates"] == []


async def test_a_group_answers_a_motive_together(demo: Demo, browser: Browser) -> None:
    """From the link that binds the group to the result, with a reply that is kept."""
    page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="nl-NL")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(demo.server.base_url)
    anna, bram = Phone(page, "Anna"), Phone(page, "Bram")
    await anna.look()
    await anna.type("/overzicht", then="0 van 2 klaar")
    await anna.tap("Groepen", then="nog geen groep")
    await anna.tap("Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde", then="Tik op de knop en kies de groep")
    await page.get_by_text("Kies een groep").last.click()
    await page.get_by_role("dialog").get_by_text("Team Verpleegkunde").click()
    await anna.sees("0 van 2 ingediend")
    await anna.type("/motieven", then="Motief 1/11")
    await anna.tap("Ja", then="Ja genoteerd.")
    await bram.look()
    await page.get_by_role("tab", name="Team Verpleegkunde").filter(visible=True).last.click()
    await bram.sees("Opleiding Verpleegkunde: 1 van 2")
    await bram.tap("Nee", then="Ja 1 · Enigszins 0 · Nee 1")
    await anna.look()
    await anna.sees("Ja 1 · Enigszins 0 · Nee 1")
    await anna.tap("Volgende ›", then="Motief 2/11")
    assert problems == []
    assert [call for call in demo.world.refusals if call.method not in ("getUpdates", "pinChatMessage")] == []
