"""Can everybody read and reach it: contrast, whole words, targets, nothing sideways; on a phone and a screen, light and
dark, by keyboard alone and without motion."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import Demo

from .playing import PHONE, SCREEN, Player, open_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
MEASURE = (Path(__file__).parent / "measuring.js").read_text(encoding="utf-8")
SAMPLES = (Path(__file__).parent / "samples.js").read_text(encoding="utf-8")
"""Everything that a chat can hold but this one does not."""


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
async def test_everything_can_be_read_and_reached(demo: Demo, browser: Browser, size) -> None:
    page = await open_page(browser, demo, size)
    found = {}

    async def measure(view: str) -> None:
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            found[view, scheme] = await page.evaluate(MEASURE)

    await expect(page.get_by_role("heading", name="In vijf minuten")).to_be_visible()
    await measure("start")
    await Player(page).choose("deelnemer")
    await measure("scene")
    await page.evaluate(SAMPLES)
    await measure("samples")
    await page.get_by_role("button", name="Bediening").click()
    await measure("tools")
    await page.get_by_role("button", name="Groep maken").click()
    await measure("choice")
    await page.get_by_role("dialog").get_by_role("button", name="Anna").click()
    await measure("form")
    assert {view: faults for view, faults in found.items() if faults} == {}


async def test_everybody_on_a_screen_does_not_scroll_sideways(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo, SCREEN, view="#phones")
    await expect(page.get_by_role("region", name="Telefoon van Bo Begeleider")).to_be_visible()
    await page.get_by_role("navigation", name="Personen").get_by_role("button", name="Gast").click()
    await expect(page.get_by_role("region", name="Telefoon van Gast Voorbeeld")).to_be_visible()
    assert await page.evaluate(MEASURE) == []


async def test_by_keyboard_alone(demo: Demo, browser: Browser) -> None:
    """From the start card to a second motive, and in and out of Bediening."""
    page = await open_page(browser, demo)
    await expect(page.get_by_role("heading", name="In vijf minuten")).to_be_visible()
    await tab_to(page, "Als deelnemer")
    await page.keyboard.press("Enter")
    await Player(page).sees("Fase 1 · 1/10")
    await tab_to(page, "Enigszins")
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await Player(page).sees("Beoogde opbrengst?")
    await tab_to(page, "Overslaan")
    await page.keyboard.press("Enter")
    await Player(page).sees("Fase 1 · 2/10")
    await page.get_by_role("button", name="Bediening").focus()
    await page.keyboard.press("Enter")
    await tab_to(page, "+1 uur")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Bediening")).to_be_focused()


async def tab_to(page: Page, label: str, *, at_most: int = 20) -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(at_most):
        said = await page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent")
        if label in said and await page.evaluate("document.activeElement !== document.body"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{label} is not within {at_most} tabs")


async def test_without_motion(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo, view="#phones", reduced_motion="reduce")
    await expect(page.get_by_role("region", name="Telefoon van Bo Begeleider")).to_be_visible()
    await page.evaluate("document.querySelector('.overlay').innerHTML = '<div class=\"toast\">x</div>'")
    assert await page.evaluate("getComputedStyle(document.querySelector('.toast')).animationName") == "none"
