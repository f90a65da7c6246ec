"""The page of a group in a real browser: a question answered by keyboard, without a script; live; it fits."""

import pytest
from playwright.async_api import Browser, Page, expect
from web_browser import TAP, Served, press, write

from bot.domain.group import ChatThread
from bot.domain.ids import CollaborationId, PersonId
from bot.phone.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
WIDTHS = (320, 390, 1280, 1920)


async def in_the_group(served: Served, browser: Browser, *, script: bool) -> tuple[Page, Chat]:
    """Carla on the page of a group in Telegram, in which motives are answered: the round is together."""
    house = served.house
    there = house.phones.phones.group("Groep")
    partner = (await house.database.run(lambda uow: uow.collaborations.partners(CollaborationId(1))))[1].id
    where = ChatThread(there.id)
    await house.database.run(
        lambda uow: uow.groups.bind(where, "Groep", CollaborationId(1), partner, PersonId(4), house.now)
    )
    page = await served.open(browser, script=script, path="/groep/1")
    await press(page, "Kom binnen")
    daan = house.phone("Daan").at(there)
    await house.take(daan.types("/overzicht"))
    return page, there


async def begins(served: Served, page: Page) -> None:
    """Carla puts the first motive on the table."""
    await page.locator("summary").click()
    await page.get_by_role("button", name="/motieven").click()
    await page.wait_for_load_state()
    await served.house.deliver()


@pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
async def test_a_motive_is_answered_by_keyboard_alone(served: Served, browser: Browser, script: bool) -> None:
    page, there = await in_the_group(served, browser, script=script)
    if not script:
        await page.reload()
    now = page.locator("#nieuw")
    await expect(now).to_contain_text("HLO Zorg in de wijk · Zorggroep Noord")
    await page.locator("summary").focus()
    await page.keyboard.press("Enter")
    await press(page, "/motieven Samen de motieven langs")
    await served.house.deliver()
    if not script:
        await page.reload()
    await expect(now).to_contain_text("Motief 1/")
    await press(page, "Ja")
    await served.house.deliver()
    await expect(page.get_by_role("status")).to_contain_text("Ja genoteerd")
    await write(page, 'Meer <b>handen</b> & "rust"', "Jouw inbreng", "Verstuur antwoord")
    await served.house.deliver()
    await expect(page.get_by_role("status")).to_contain_text("Genoteerd.")
    assert "1 van 2" in there.newest.text
    assert page.wrong == []  # type: ignore[attr-defined]
    assert page.url.partition("#")[0].endswith("/groep/1")


async def test_it_updates_itself_and_keeps_what_is_being_typed(served: Served, browser: Browser) -> None:
    page, there = await in_the_group(served, browser, script=True)
    await begins(served, page)
    await expect(page.locator("#nieuw")).to_contain_text("Motief 1/", timeout=7000)
    await page.get_by_label("Jouw inbreng").fill("half af")
    daan = served.house.phone("Daan").at(there)
    await served.house.take(daan.taps("Ja"))
    await expect(page.locator("#nieuw")).to_contain_text("1 van 2", timeout=7000)
    assert await page.get_by_label("Jouw inbreng").input_value() == "half af"
    assert page.wrong == []  # type: ignore[attr-defined]


async def too_wide(page: Page) -> dict[int, int]:
    """By how many pixels the page is wider than a window of each width."""
    found = {}
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 844})
        found[width] = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    return {width: wide for width, wide in found.items() if wide}


async def test_it_fits_and_can_be_tapped(served: Served, browser: Browser) -> None:
    page, _ = await in_the_group(served, browser, script=True)
    await begins(served, page)
    for path in ("/gesprek", "/groep/1", "/groep/1/eerder?voor=999"):
        await page.goto(f"{served.house.site.origin}{path}")
        assert (path, await too_wide(page)) == (path, {})
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 844})
            low = await page.evaluate(
                f"""[...document.querySelectorAll("button, a.knob, summary, nav a, .answer a")].filter(one =>
                one.offsetHeight && one.offsetHeight < {TAP}).map(one => one.textContent.trim())"""
            )
            assert (path, width, low) == (path, width, [])


async def test_the_large_screen_fits(served: Served, browser: Browser) -> None:
    page, _ = await in_the_group(served, browser, script=True)
    await begins(served, page)
    await page.goto(f"{served.house.site.origin}/groep/1")
    await page.get_by_role("button", name="Op het grote scherm").click()
    code = await page.locator(".code").inner_text()
    context = await browser.new_context()
    large = await context.new_page()
    await large.goto(f"{served.house.site.origin}/scherm")
    await large.get_by_label("Code voor het scherm").fill(code)
    await press(large, "Laat zien")
    await expect(large.locator("#nieuw")).to_contain_text("Motief 1/")
    assert await too_wide(large) == {}
    assert await large.locator("main button, main a").count() == 0
    await page.goto(f"{served.house.site.origin}/groep/1")
    await page.locator("#nieuw").get_by_role("button", name="Ja").click()
    await served.house.deliver()
    await expect(large.locator("#nieuw")).to_contain_text("1 van 2", timeout=7000)
