"""The whole demo in a real browser: a newcomer who plays everybody."""

import pytest
from playwright.async_api import Browser

from bot.demo import Demo

from .playing import Player, faults, open_page

pytestmark = pytest.mark.browser
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
