"""The whole demo in a real browser: a newcomer who plays everybody."""

import pytest
from playwright.async_api import Browser, expect

from bot.demo import Demo

from .playing import Player, faults, open_page

LOADED = "() => document.readyState === 'complete' || new Promise(done => addEventListener('load', () => done(true)))"
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
EVERYBODY = "#phones"


async def test_one_person_plays_phase_1_until_indienen(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo, view=EVERYBODY)
    carla = Player(page)
    await carla.look("Carla")
    await carla.tap("Begin met fase 1", then="Waarom doen jullie mee?")
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
    assert page.problems == []
    assert [fault for fault in faults(demo) if not fault.startswith("getUpdates")] == []


async def test_a_group_answers_a_motive_together(demo: Demo, browser: Browser) -> None:
    """From the link that binds the group to the result, with a reply that is kept."""
    page = await open_page(browser, demo, view=EVERYBODY)
    player = Player(page)
    await player.look("Anna")
    await player.type("/overzicht", then="0 van 2 klaar")
    await player.tap("Groepen", then="nog geen groep")
    await player.tap("Groep voor HLO Zorg in de wijk · Opleiding Verpleegkunde", then="Tik op de knop en kies de groep")
    await page.get_by_text("Kies een groep").last.click()
    await page.get_by_role("dialog").get_by_text("Team Verpleegkunde").click()
    await player.sees("0 van 2 ingediend")
    await player.type("/motieven", then="Motief 1/11")
    await player.tap("Ja", then="Ja genoteerd.")
    await player.look("Bram", chat="Team Verpleegkunde")
    await player.sees("Opleiding Verpleegkunde: 1 van 2")
    await player.tap("Nee", then="Ja 1 · Enigszins 0 · Nee 1")
    await player.look("Anna")
    await player.sees("Ja 1 · Enigszins 0 · Nee 1")
    await player.look("Anna", chat="Samenspraak")
    await player.tap("Volgende ›", then="motief 2/11")
    assert page.problems == []
    assert [fault for fault in faults(demo) if not fault.startswith("getUpdates")] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_each_person_comes_in_by_either_door(demo: Demo, browser: Browser, host: str) -> None:
    """Two people beside each other, each in a frame of their own; one of them goes on in Telegram."""
    page = await open_page(browser, demo, (1280, 800), view=EVERYBODY, host=host)
    frames = {}
    for name in ("Anna", "Carla"):
        phone = page.get_by_role("region", name=f"Telefoon van {name} Voorbeeld")
        await phone.get_by_role("button", name="Browser").click()
        frames[name] = phone.frame_locator("iframe")
        await frames[name].get_by_role("button", name="Ja, dit ben ik").click()
    for name, total in (("Anna", 11), ("Carla", 10)):
        await frames[name].get_by_role("link", name="Het hele formulier op één pagina").click()
        row = frames[name].locator("[data-rij]").first
        await row.evaluate(LOADED)  # what is ticked before the script runs is kept with the button alone
        await row.get_by_label("Nee", exact=True).check()
        await expect(frames[name].locator("#voortgang")).to_have_text(f"1 van {total} beantwoord")
    phone = page.get_by_role("region", name="Telefoon van Anna Voorbeeld")
    await phone.get_by_role("button", name="Telegram").click()
    await expect(phone.locator("iframe")).to_be_hidden()
    box = phone.get_by_role("textbox")
    await box.fill("/verder")
    await box.press("Enter")
    await Player(page).sees("Fase 1 · 2/11")
    assert page.problems == []
    assert [fault for fault in faults(demo) if not fault.startswith("getUpdates")] == []
