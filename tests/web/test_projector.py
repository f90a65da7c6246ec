"""A group on a large screen: by a code, for eight hours; it shows what the group was shown, and nothing can be done."""

import re
from datetime import timedelta

from test_groups import IN_TALK, at_the_first_question, group, make, mixed, page
from web_house import Browser, House

from bot.content.screen import Screen
from bot.domain.group import ChatThread
from bot.turn.records import Outgoing
from bot.web.limits import Limit
from storage.database import Database

__all__ = ["mixed"]


async def code_of(house: House) -> tuple[Browser, str]:
    """Bo, who leads from the browser, and the code for the screen."""
    bo = await page(house, "Bo")
    await bo.taps("Op het grote scherm")
    found = re.search(r'class="code">([A-Z2-9]{4}-[A-Z2-9]{4})<', bo.page)
    assert found is not None, bo.text
    assert 'value="https://samen.example/scherm"' in bo.page
    return bo, found[1]


async def screen(house: House, code: str) -> Browser:
    browser = house.browser()
    await browser.get("/scherm")
    await browser.post("/scherm", {"code": code})
    return browser


async def led_from_the_browser(database: Database) -> House:
    house = await make(database, {"Bo", "Carla"})
    await database.run(lambda uow: uow.groups.bind(ChatThread(group(house).id), "Groep", 1, None, 1, house.now))
    bo = await page(house, "Bo")
    await bo.taps(IN_TALK)
    await bo.get("/groep/1")
    await bo.taps("Meteen beginnen")
    return house


async def test_a_code_shows_what_lies_on_the_table_and_nothing_to_tap():
    with Database("sqlite://", bot=1) as database:
        house = await led_from_the_browser(database)
        bo, code = await code_of(house)
        large = await screen(house, f" {code.lower().replace('-', ' ')} ")
        assert "vraag 1/6" in large.newest
        assert large.knobs == []
        assert "t.me" not in large.page
        await bo.get("/groep/1")
        await bo.taps("Volgende ›")
        assert "vraag 2/6" in (await large.client.get("/scherm/deel")).json()["nu"]
        with database.engine.connect() as connection:
            kept = str(connection.exec_driver_sql("SELECT * FROM projector").all())
            assert code.replace("-", "") not in kept
        await house.stop()


async def test_it_opens_nothing_else():
    with Database("sqlite://", bot=1) as database:
        house = await led_from_the_browser(database)
        bo, code = await code_of(house)
        large = await screen(house, code)

        def hand_over(uow):
            binding = uow.groups.get(1)
            one = Outgoing(
                binding.chat_thread.chat, Screen("Iets"), document='{"a": 1}', file="iets.json", renderer="json"
            )
            uow.shown.put_beside(one, binding.beside, None, uow.shown.touched(binding.beside) + 1, house.now)
            return uow.shown.newest(binding.beside)[0].number

        number = await database.run(hand_over)
        assert (await bo.client.get(f"/groep/1/bestand/{number}")).status_code == 200
        for path in ("/gesprek", "/groep/1", "/groep/1/deel", "/bestand/1", "/groep/1/bestand/1"):
            assert (await large.client.get(path)).status_code == 401, path
        for other in (number, number - 1, 1, 2**70):
            assert (await large.client.get(f"/scherm/bestand/{other}")).status_code == 404
        assert (await large.client.post("/groep/1", data={"tekst": "x"})).status_code == 401
        await house.stop()


async def test_it_lasts_eight_hours_and_a_new_code_ends_the_one_before():
    with Database("sqlite://", bot=1) as database:
        house = await led_from_the_browser(database)
        _, first = await code_of(house)
        large = await screen(house, first)
        _, second = await code_of(house)
        assert "Code voor het scherm" in await large.get("/scherm")
        large = await screen(house, second)
        house.now += timedelta(hours=7, minutes=55)
        assert "vraag 1/6" in await large.get("/scherm")
        house.now += timedelta(minutes=10)
        assert "Code voor het scherm" in await large.get("/scherm")
        assert (await large.client.get("/scherm/stand")).status_code == 401
        assert (await large.client.get("/scherm/gebeurtenissen")).status_code == 204
        await house.stop()


async def test_guessing_is_slowed_down():
    with Database("sqlite://", bot=1) as database:
        house = await led_from_the_browser(database)
        house.web._pages.wrong = Limit(3, 600.0, clock=lambda: 0.0)  # type: ignore[union-attr]
        _, code = await code_of(house)
        for guess in ("AAAA-AAAA", "", "AAAA-AAAA-A"):
            assert (await screen(house, guess)).status == 404
        assert (await screen(house, code)).status == 429
        await house.stop()


async def test_only_who_may_lead_gets_a_code(mixed: House):
    await at_the_first_question(mixed)
    bram = await page(mixed, "Bram")
    assert "Op het grote scherm" not in bram.page
    knob = bram.knob("Verstuur antwoord")
    await bram.post("/groep/1", {"scherm": knob.value})
    assert 'class="code"' not in bram.page
    with mixed.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM projector").scalar() == 0


async def test_a_group_that_was_let_go_is_on_no_screen():
    with Database("sqlite://", bot=1) as database:
        house = await led_from_the_browser(database)
        bo, code = await code_of(house)
        large = await screen(house, code)
        await bo.get("/gesprek")
        await bo.does("/overzicht", "[Groepen]", "[Groep]", "[Loskoppelen]")
        assert "Code voor het scherm" in await large.get("/scherm")
        await house.stop()
