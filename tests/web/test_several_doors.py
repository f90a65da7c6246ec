"""One person, two doors: they go on where they come in, and it is as if there had been one door only."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from web_house import NOW, SITE, Browser, House, invited

from bot import example
from bot.turn.doors import window_closed
from storage.database import Database

FIRST = ("/invullen", "[Begin met de motieven]", "[Ja]", "Goede <b>namen</b> & meer", "[Enigszins]")
THEN = ("Later in de wijk", "[‹ Terug]", "Toch iets anders", *["n"] * 5)
LAST = (*["nee"] * 3, "[Klaar]", "[Verder met de vragen]", *["overslaan"] * 9, "[Indienen]")


@contextmanager
def houses() -> Iterator[House]:
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW)
        chats = [house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        database.run_sync(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
        yield house


async def on_the_phone(house: House, *inputs: str, name: str = "Carla") -> str:
    phone = house.phone(name)
    for one in inputs:
        await house.take(phone.taps(one[1:-1]) if one.startswith("[") else phone.types(one))
    return phone.newest.text


def link_in(text: str) -> str:
    found = re.search(r"https://samen\.example/u/[\w-]+", text)
    assert found is not None, text
    return found[0]


async def by_link(house: House, name: str = "Carla") -> Browser:
    """In a browser, by the link that the phone got."""
    browser = house.browser()
    await browser.comes_in(link_in(await on_the_phone(house, "/browser", name=name)))
    return browser


def answers(house: House) -> list[tuple[object, ...]]:
    """Everybody's, without moments."""
    asked = (
        "SELECT conversation.dialog, conversation.subject, person.name, answer.step, answer.kind, answer.value "
        "FROM answer JOIN conversation ON conversation.id = answer.conversation "
        "JOIN person ON person.id = conversation.person ORDER BY 1, 2, 3, 4"
    )
    with house.database.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


async def with_one_door() -> list[tuple[object, ...]]:
    with houses() as house:
        await house.start()
        await on_the_phone(house, *FIRST, *THEN, *LAST)
        found = answers(house)
        await house.stop()
        return found


async def test_phone_browser_phone_gives_the_same_answers():
    with houses() as house:
        await house.start()
        await on_the_phone(house, *FIRST)
        browser = await by_link(house)
        assert "Beoogde opbrengst?" in browser.newest
        await browser.does(*THEN)
        phone = house.phone("Carla")
        await house.take(phone.taps("Overslaan"))  # the old question still stands there: it becomes the one of now
        assert [one for one in phone.chat.of_bot() if "Fase 1 · 8/10" in one.text]
        await on_the_phone(house, *LAST)
        assert answers(house) == await with_one_door()
        await house.stop()


async def test_browser_phone_browser_gives_the_same_answers():
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW)
        carla = await house.chat("carla")
        chats = [carla if name.startswith("Carla") else house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
        await house.start()
        browser = await house.window(carla)
        await browser.does(*FIRST)
        await browser.types("/browser")
        assert "In Telegram" in browser.text
        found = re.search(r"https://t\.me/samenspraak_bot\?start=([\w-]+)", browser.page)
        assert found is not None
        asked = await on_the_phone(house, f"/start {found[1]}")
        assert "Ben jij dit?" in asked
        assert "niet van begin tot eind versleuteld" in asked
        assert "Beoogde opbrengst?" in await on_the_phone(house, "[Ja, dit ben ik]")
        await on_the_phone(house, *THEN)
        await browser.get("/gesprek")
        await browser.taps("Overslaan")
        assert browser.said == "Deze knop is verlopen"
        await browser.does(*LAST)
        assert answers(house) == await with_one_door()
        await house.stop()


async def test_what_is_typed_below_an_old_question_is_not_taken_for_another(house: House):
    """Anna typed in the browser what she saw there; meanwhile she had gone on in Telegram."""
    await on_the_phone(house, *FIRST, name="Anna")
    browser = await by_link(house, "Anna")
    await on_the_phone(house, "Zien wat werkt", "[Ja]", name="Anna")
    before = answers(house)
    await browser.types("Dit hoort bij de vraag van toen")
    assert answers(house) == before
    assert "Je ging intussen ergens anders verder" in browser.newest
    assert "Dit hoort bij de vraag van toen" in browser.page
    await browser.types("Dit hoort hier")
    assert [one for one in answers(house) if "Dit hoort hier" in str(one)]


async def test_opening_does_nothing_and_the_link_works_once_for_a_quarter(house: House):
    link = link_in(await on_the_phone(house, "/browser", name="Anna"))
    scanner = house.browser()
    for _ in range(3):
        await scanner.get(link.removeprefix(SITE.origin))
    first, second = house.browser(), house.browser()
    await first.comes_in(link)
    assert "Jij bent Anna" in first.text
    await second.comes_in(link)
    assert second.status == 404
    late = link_in(await on_the_phone(house, "/browser", name="Anna"))
    house.now += timedelta(minutes=15)
    await second.comes_in(late)
    assert second.status == 404


async def test_of_the_token_nothing_stays(house: House):
    token = link_in(await on_the_phone(house, "/browser", name="Anna")).rpartition("/")[2]
    with house.database.engine.connect() as connection:
        for table in ("page_message", "entry_link", "outbox", "inbox"):
            assert token not in str(connection.exec_driver_sql(f"SELECT * FROM {table}").all()), table


async def test_somebody_elses_link_changes_nothing(house: House):
    """Eva is in in this browser; the link is Anna's. It still works for Anna."""
    eva = house.browser()
    await eva.comes_in(await invited(house))
    await eva.does("[Ja, klopt]", "[Akkoord]", "Eva")
    link = link_in(await on_the_phone(house, "/browser", name="Anna"))
    await eva.comes_in(link)
    assert eva.status == 409
    assert "Hier doet Eva al mee, en deze link is van iemand anders. Ik heb niets veranderd." in eva.text
    await eva.get("/gesprek")
    assert "Jij bent Eva" in eva.text
    anna = house.browser()
    await anna.comes_in(link)
    assert "Jij bent Anna" in anna.text


async def test_a_phone_of_somebody_else_takes_no_link_either(house: House):
    carla = await house.window(await house.chat("carla"))
    await carla.types("/browser")
    found = re.search(r"https://t\.me/samenspraak_bot\?start=([\w-]+)", carla.page)
    assert found is not None
    assert "Ben jij dit?" in await on_the_phone(house, f"/start {found[1]}", name="Anna")
    said = await house.take(house.phone("Anna").taps("Ja, dit ben ik"))
    assert "Ik heb niets veranderd" in said
    await on_the_phone(house, f"/start {found[1]}", "[Ja, dit ben ik]", name="Nieuw")
    assert await on_the_phone(house, "/mijngegevens", name="Nieuw") != ""
    assert "Naam: Carla" in house.phone("Nieuw").newest.text


async def test_who_has_no_window_left_comes_back_by_the_other_door(house: House):
    browser = await by_link(house, "Anna")
    await on_the_phone(house, "/mijngegevens", "[Waar ben ik ingelogd?]", "[Sluit 1]", name="Anna")
    assert "Je bent uitgelogd" in await browser.get("/gesprek")
    again = await by_link(house, "Anna")
    assert "Jij bent Anna" in again.text


async def test_leaving_the_page_tells_of_the_other_door(house: House):
    browser = await by_link(house, "Anna")
    await browser.get("/uit")
    assert "Die krijg je in Telegram: typ daar /browser." in browser.text


async def unasked(house: House) -> None:
    """Whatever is due comes."""
    for _ in range(40):
        claimed = await house.database.run(lambda uow: _fire(house, uow))
        if claimed is None:
            return
        house.host.deliver(claimed.outgoing)
        await house.deliver()


def _fire(house, uow):
    timers = uow.timers.claim(house.now, 1)
    return house.runner.fire(uow, timers[0], house.now) if timers else None


async def test_what_comes_unasked_goes_to_one_door(house: House):
    """Used last: the browser. Then she chooses Telegram. Never both."""
    browser = await by_link(house, "Anna")
    phone = house.phone("Anna")
    on_phone, on_page = len(phone.chat.of_bot()), len(browser.cards)
    house.now += timedelta(days=9)
    await unasked(house)
    await browser.get("/gesprek")
    assert (len(phone.chat.of_bot()) - on_phone, len(browser.cards) - on_page) == (0, 1)
    await browser.does("/herinneringen", "[Waar stuur ik je berichten?]", "[Met Telegram]")
    assert "✓ Met Telegram" in browser.labels
    await browser.get("/gesprek")
    on_phone, on_page = len(phone.chat.of_bot()), len(browser.cards)
    house.now += timedelta(days=14)
    await unasked(house)
    await browser.get("/gesprek")
    assert (len(phone.chat.of_bot()) - on_phone, len(browser.cards) - on_page) == (1, 0)


@pytest.mark.parametrize("how", ["logs out", "closes it from the phone", "it ran out"])
async def test_what_comes_unasked_does_not_go_to_a_page_of_which_no_window_is_open(house: House, how: str):
    browser = await by_link(house, "Anna")
    phone = house.phone("Anna")
    await browser.does("/herinneringen", "[Waar stuur ik je berichten?]", "[In de browser]")
    if how == "logs out":
        await browser.get("/uit")
        number = re.search(r'name="nummer" value="([^"]*)"', browser.page)
        assert number is not None
        await browser.post("/uit", {"zegel": browser.knob("Uitloggen").value, "nummer": number[1]})
    elif how == "closes it from the phone":
        await on_the_phone(house, "/mijngegevens", "[Waar ben ik ingelogd?]", "[Sluit 1]", name="Anna")
    else:
        house.now += timedelta(days=31)
        closed = await house.database.run(lambda uow: uow.windows.purge(house.now))
        await house.database.run(lambda uow: [window_closed(uow, chat, house.now) for chat in closed])
    found = await house.database.run(lambda uow: uow.people.in_chat(phone.chat.id))
    assert found is not None
    assert found.hears_in == phone.chat.id


async def test_a_blocked_bot_is_no_lost_person(house: House):
    await by_link(house, "Anna")
    phone = house.phone("Anna")
    await on_the_phone(house, "/menu", name="Anna")
    await house.take(phone.blocks())
    found = await house.database.run(lambda uow: uow.people.in_chat(phone.chat.id))
    assert found is not None
    assert found.reachable
    assert found.hears_in != phone.chat.id


async def test_erasing_takes_every_door(house: House):
    browser = await by_link(house, "Anna")
    await on_the_phone(house, "/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]", name="Anna")
    assert "Je bent uitgelogd" in await browser.get("/gesprek")
    with house.database.engine.connect() as connection:
        for table in ("person_chat", "entry_link", "page_session"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0, table
        assert "Anna" not in str(connection.exec_driver_sql("SELECT * FROM page_message").all())


async def test_a_new_name_is_the_name_at_both_doors(house: House):
    browser = await by_link(house, "Anna")
    await on_the_phone(house, "/mijngegevens", "[Mijn naam wijzigen]", "Annelies de Wit", name="Anna")
    await browser.get("/gesprek")
    assert "Jij bent Annelies de Wit." in browser.text


@pytest.mark.parametrize("door", ["phone", "browser"])
async def test_own_data_tells_of_both_doors(house: House, door: str):
    browser = await by_link(house, "Anna")
    if door == "browser":
        await browser.types("/mijngegevens")
        assert "Open browsers: 1" in browser.newest
    else:
        assert "Open browsers: 1" in await on_the_phone(house, "/mijngegevens", name="Anna")
