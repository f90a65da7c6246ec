"""The start card: what somebody sees in five minutes as a participant, a manager and a facilitator."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import Demo
from bot.sandbox.scenes.five_minutes import SCENES

from .playing import SCREEN, Player, faults, open_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
FIVE_MINUTES = 25
"""As many inputs as somebody makes who reads before tapping, at twelve seconds each."""


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.key)
async def test_each_scene_is_played_by_the_bot_itself(demo: Demo, scene) -> None:
    """No browser needed: what is tapped and written before stays in step with what the bot asks."""
    begins = {
        "deelnemer": "Fase 1 · 1/10",
        "leidinggevende": "Stel nu jullie versie vast",
        "begeleider": "Je kunt onthullen.",
    }
    await demo.begin_scene(scene.key)
    played = next(user for user in demo.world.users.values() if user.name == scene.who)
    assert begins[scene.key] in demo.world.messages(played)[-1].text
    assert {user.name for user in demo.world.users.values()} >= {scene.who, *scene.beside}
    assert faults(demo) == []


async def test_a_participant_hands_in_and_may_then_look(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo)
    daan = Player(page)
    await daan.choose("deelnemer")
    await daan.sees("Fase 1 · 1/10")
    await daan.tap("Ja", then="Beoogde opbrengst?")
    await daan.type("samen lesgeven in de wijk", then="Fase 1 · 2/10")
    for motive in range(3, 11):
        await daan.tap("Nee", then=f"Fase 1 · {motive}/10")
    await daan.tap("Ja", then="maatschappelijke doelen · Ja")
    await daan.tap("Overslaan", then="overige motieven")
    await daan.tap("Klaar", then="Dit is waarom jij meedoet")
    await daan.tap("Klaar voor nu", then="Je motieven zijn ingediend")
    await daan.tap("Bekijk wat collega’s invulden", then="hebben ook ingediend")
    await daan.tap("Carla Voorbeeld", then="frisse ideeën van studenten")
    await daan.look("Bo")
    await daan.type("/overzicht", then="Zorggroep Noord: 2 van 2 klaar")
    judge(daan, page, demo)


async def test_a_manager_settles_differences_and_sees_the_reveal(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo)
    anna = Player(page)
    await anna.choose("leidinggevende")
    await anna.tap("Vaststellen", then="nog niet hetzelfde")
    await anna.tap("Begin", then="verschil 1/")
    await anna.tap("Nee", then="verschil 2/5")
    await anna.tap("Alles samenvoegen", then="verschil 3/5")
    await anna.tap("Ja", then="verschil 4/5")
    await anna.tap("De tekst van Bram Voorbeeld", then="verschil 5/5")
    await anna.tap("Ja", then="De versie van jullie organisatie")
    await anna.tap("Vaststellen", then="Dit is versie 1")
    await anna.look("Bo")
    await anna.tap("Onthullen", then="Dit kun je niet terugdraaien")
    await anna.tap("Onthullen", then="De motieven zijn onthuld")
    await anna.look("Anna")
    await anna.sees("De motieven zijn onthuld")
    judge(anna, page, demo)


async def test_a_facilitator_reveals_and_begins_the_conversation(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo)
    bo = Player(page)
    await bo.choose("begeleider")
    await bo.tap("Onthullen", then="Dit kun je niet terugdraaien")
    await bo.tap("Onthullen", then="De motieven zijn onthuld")
    await expect(page.get_by_role("button", name=re.compile("Carla.*nieuw bericht"))).to_be_visible()
    await bo.look("Anna")
    await bo.sees("De motieven zijn onthuld")
    await bo.look("Bo")
    for part in range(1, 4):
        await bo.tap("Volgende ›", then=f"{part}/3")
    await bo.open("HLO Zorg in de wijk")
    await bo.type("/gesprek", then="vraag 1/6")
    await bo.open("Samenspraak")
    await bo.sees("Om te zeggen")
    judge(bo, page, demo)


def judge(player: Player, page: Page, demo: Demo) -> None:
    """It took five minutes, and nothing went wrong."""
    assert player.inputs <= FIVE_MINUTES
    assert page.problems == []
    assert faults(demo) == []


async def test_the_guide_and_the_start(demo: Demo, browser: Browser) -> None:
    """Wide: who is worth a look stands beside; Back leads to the start, where one can go on or play everybody."""
    page = await open_page(browser, demo, SCREEN)
    await Player(page).choose("begeleider")
    guide = page.get_by_role("complementary", name="Wat je kunt doen")
    await expect(guide).to_contain_text("Jij bent Bo, begeleider")
    for name in ("Bo Begeleider", "Anna Voorbeeld", "Carla Voorbeeld"):
        await expect(page.get_by_role("region", name=f"Telefoon van {name}")).to_be_visible()
    await expect(page.get_by_role("region", name="Telefoon van Daan Voorbeeld")).to_have_count(0)
    await page.go_back()
    await expect(page.get_by_role("heading", name="In vijf minuten")).to_be_visible()
    await page.get_by_role("button", name="Verder als begeleider").click()
    await expect(guide).to_be_visible()
    await page.get_by_role("link", name="‹ Start").click()
    await page.get_by_role("button", name="Iedereen zelf spelen").click()
    await expect(page.get_by_role("region", name="Telefoon van Bo Begeleider")).to_be_visible(timeout=30_000)
    await expect(guide).to_be_hidden()
    assert demo.world.scene == ""


async def test_what_was_played_freely_is_not_thrown_away_unasked(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo, view="#phones")
    await Player(page).look("Anna")
    await Player(page).type("/overzicht", then="0 van 2 klaar")
    await page.get_by_role("link", name="‹ Start").click()
    await page.reload()
    await page.get_by_role("button", name="Als deelnemer").click()
    await page.get_by_role("dialog").get_by_role("button", name="Annuleren").click()
    await page.get_by_role("button", name="Verder waar je was").click()
    await Player(page).look("Anna")
    await Player(page).sees("0 van 2 klaar")


async def test_what_was_played_in_a_scene_is_not_thrown_away_unasked(demo: Demo, browser: Browser) -> None:
    page = await open_page(browser, demo)
    daan = Player(page)
    await daan.choose("deelnemer")
    await daan.tap("Ja", then="Beoogde opbrengst?")
    await page.get_by_role("link", name="‹ Start").click()
    for way, asked in (
        ("Als begeleider", "Beginnen als begeleider?"),
        ("Iedereen zelf spelen", "Iedereen zelf spelen?"),
    ):
        await page.get_by_role("button", name=way).click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text(asked)
        await dialog.get_by_role("button", name="Annuleren").click()
    await page.get_by_role("button", name="Verder als deelnemer").click()
    await daan.sees("Beoogde opbrengst?")
    await page.get_by_role("link", name="‹ Start").click()
    await page.get_by_role("button", name="Als begeleider").click()
    await page.get_by_role("dialog").get_by_role("button", name="Ja, doen").click()
    await expect(page.get_by_role("complementary", name="Wat je kunt doen")).to_contain_text(
        "Jij bent Bo, begeleider", timeout=30_000
    )
