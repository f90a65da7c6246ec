"""The page in a real browser: phase 1 by keyboard alone, without a script and with it; it updates itself; it fits."""

import asyncio
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, expect
from telegram_told import told
from web_browser import TAP, Served, press, write

from bot.turn.incoming import Commanded, Incoming

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


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


async def test_what_is_being_typed_survives_an_ended_session(served: Served, browser: Browser) -> None:
    """The page notices by itself that it ended, and keeps the text until it is sent: then it is given back."""
    page = await served.open(browser)
    await page.get_by_label("Typ je antwoord").fill("Lang <over> nagedacht")

    def ends(uow) -> None:
        for one in uow.windows.of(served.carla):
            uow.windows.end(one.id)

    async with page.expect_response(lambda answer: answer.status == 401, timeout=9000):
        await served.house.database.run(ends)
        await served.house.take(Incoming(2**52 + 1, served.carla, True, served.carla, "", Commanded("menu")))
    await asyncio.sleep(0.3)
    assert await page.get_by_label("Typ je antwoord").input_value() == "Lang <over> nagedacht"
    await page.get_by_role("button", name="Verstuur").click()
    await expect(page.get_by_label("Dit is wat je typte")).to_have_value("Lang <over> nagedacht")


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


async def test_the_whole_form_by_keyboard_without_a_script(served: Served, browser: Browser) -> None:
    page = await served.open(browser, script=False)
    await press(page, "Het hele formulier op één pagina")
    first = page.locator("[data-rij]").first
    await first.get_by_label("Ja", exact=True).focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Meer <b>studenten</b>")
    await press(page, "Bewaar")
    await expect(first).to_contain_text("✓ Net bewaard")
    await expect(first.get_by_role("textbox")).to_have_value("Meer <b>studenten</b>")
    assert await first.evaluate("one => { const { top } = one.getBoundingClientRect(); return top >= 0 && top < 800 }")
    await first.get_by_label("Nee", exact=True).check()
    await expect(first.get_by_role("textbox")).to_be_hidden()
    assert page.wrong == []  # type: ignore[attr-defined]


async def test_the_whole_form_saves_itself_with_the_script(served: Served, browser: Browser) -> None:
    page = await served.open(browser)
    await page.get_by_role("link", name="Het hele formulier op één pagina").click()
    rows = page.locator("[data-rij]")
    await rows.nth(0).get_by_label("Ja", exact=True).check()
    await expect(rows.nth(0)).to_contain_text("De opbrengst staat nog open.")
    await rows.nth(0).get_by_role("textbox").fill("Meer studenten")
    await expect(rows.nth(0).locator(".stand")).to_have_text("✓ Net bewaard", timeout=5000)
    await rows.nth(0).get_by_role("textbox").fill("help")
    await expect(rows.nth(0)).to_contain_text("Is dit je antwoord?", timeout=5000)
    await rows.nth(0).get_by_role("button", name="Ja, dit is mijn antwoord").click()
    await expect(rows.nth(0).locator(".stand")).to_have_text("✓ Net bewaard")
    await rows.nth(1).get_by_label("Nee", exact=True).check()
    await expect(page.locator("#voortgang")).to_have_text("2 van 10 beantwoord")
    other = await served.open(browser, path=page.url.removeprefix(served.house.site.origin))
    await other.locator("[data-rij]").nth(1).get_by_label("Enigszins", exact=True).check()
    await expect(other.locator("[data-rij]").nth(1)).to_contain_text("De opbrengst staat nog open.")
    await rows.nth(1).get_by_label("Ja", exact=True).check()
    await expect(rows.nth(1)).to_contain_text("Er staat nu: Enigszins")
    await expect(rows.nth(1).get_by_label("Ja", exact=True)).to_be_checked()
    await page.reload()
    await expect(rows.nth(0).get_by_role("textbox")).to_have_value("help")
    await page.get_by_role("button", name="Bewaar en ga verder in je gesprek").click()
    await expect(page.locator("#nieuw")).to_contain_text("Beoogde opbrengst?")
    assert [one for one in page.wrong if "422" not in one] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [320, 1920])
async def test_the_whole_form_fits_and_can_be_tapped(served: Served, browser: Browser, width: int) -> None:
    page = await served.open(browser, width=width)
    await page.get_by_role("link", name="Het hele formulier op één pagina").click()
    await page.wait_for_url("**/formulier/*")
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    low = await page.evaluate(
        f"""[...document.querySelectorAll("button, a.knob, .keuze label, textarea")].filter(one => one.offsetHeight &&
        one.offsetHeight < {TAP}).map(one => one.textContent.trim())"""
    )
    assert (wide, low) == (0, [])


async def test_telegram_opens_the_whole_form(served: Served, browser: Browser) -> None:
    house, anna = served.house, served.house.phone("Anna")
    await house.take(anna.types("/invullen"))
    address = next(one.url for one in anna.newest.now.buttons if one.within)
    said = quote(told(house, anna), safe="")
    page = await served.watched(await browser.new_context(viewport={"width": 390, "height": 844}))
    await page.goto(f"{address}#tgWebAppData={said}&tgWebAppVersion=9.0&tgWebAppPlatform=web")
    row = page.locator("[data-rij]").nth(0)
    await row.get_by_label("Ja", exact=True).check()
    await expect(row).to_contain_text("De opbrengst staat nog open.")
    await row.get_by_role("textbox").fill("Meer <b>studenten</b>")
    await expect(row.locator(".stand")).to_have_text("✓ Net bewaard", timeout=5000)
    assert (page.url, await page.context.cookies()) == (address, [])
    again = await page.context.new_page()
    await again.goto(f"{address}#tgWebAppData={said}")
    await expect(again.locator("#melding")).to_contain_text("Ik weet niet zeker wie je bent.")
    await house.take(anna.types("/verder"))
    assert "2/11" in anna.newest.text
    assert page.wrong == []  # type: ignore[attr-defined]


async def test_telegram_alone_opens_it_and_a_script_is_needed(served: Served, browser: Browser) -> None:
    page = await served.watched(await browser.new_context())
    await page.goto(f"{served.house.site.origin}/formulier/1/telegram")
    await expect(page.locator("#melding")).to_contain_text("Ik weet niet zeker wie je bent.")
    page = await served.watched(await browser.new_context(java_script_enabled=False))
    await page.goto(f"{served.house.site.origin}/formulier/1/telegram")
    await expect(page.locator("main")).to_contain_text("Dit formulier heeft JavaScript nodig")
