"""One round, one person in the browser: it is the same round, and the texts are the same as on a phone."""

import re
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from web_house import NOW, House

from bot import example
from bot.turn.incoming import Commanded, Incoming, Said
from bot.web.signing import FIRST, Numbers, read_stamp, stamp
from storage.database import Database

Does = Callable[..., Coroutine[Any, Any, None]]
SCRIPT = (
    ("Anna", "/invullen", "[Begin met de motieven]", "[Ja]", "Bekend zijn <in de wijk> & daarbuiten", *["n"] * 10),
    ("Anna", "[Klaar]", "[Verder met de vragen]", *["overslaan"] * 8, "[Indienen]"),
    ("Carla", "/menu", "/invullen", "[Eerst de perspectiefspiegel]", *["[Ja]"] * 8),
    ("Carla", "/invullen", "[Begin met de motieven]", "[Ja]", "Goede <b>namen</b>", "[Enigszins]", "overslaan"),
    ("Carla", "banaan", "[‹ Terug]", "overslaan", "/verder", *["nee"] * 8),
    ("Carla", "[Klaar]", "[Verder met de vragen]", *["overslaan"] * 8),
    ("Carla", "[Indienen]", "/overzicht", "[Vaststellen]", "[Vaststellen]"),
    ("Anna", "[Vaststellen]", "[Vaststellen]"),
    ("Bo", "/overzicht", "[Onthullen]", "[Onthullen]"),
    ("Carla", "/overzicht", "/begrippen", "/help"),
)


async def one_in_the_browser(house: House) -> None:
    """Up to the reveal."""
    carla = await house.window(await house.chat("carla"))
    for name, *inputs in SCRIPT:
        if name == "Carla":
            await carla.get("/gesprek")
            await carla.does(*inputs)
            continue
        phone = house.phone(name)
        for one in inputs:
            await house.take(phone.taps(one[1:-1]) if one.startswith("[") else phone.types(one))


async def test_the_reveal_brings_a_picture_to_the_page(house: House):
    await one_in_the_browser(house)
    carla = await house.window(await house.chat("carla"))
    pictures = re.findall(r'<img src="(/bestand/\d+)" alt="Plaatje: ([^"]+)"', carla.page)
    for _ in range(8):
        if pictures:
            break
        older = re.search(r'href="(/eerder\?voor=\d+)"', carla.page)
        assert older is not None, "nowhere a picture"
        await carla.get(older[1])
        pictures = re.findall(r'<img src="(/bestand/\d+)" alt="Plaatje: ([^"]+)"', carla.page)
    answer = await carla.client.get(pictures[0][0])
    assert (answer.headers["content-type"], answer.content[:4]) == ("image/png", b"\x89PNG")


async def test_a_kill_between_receiving_and_taking_loses_nothing():
    with Database("sqlite://", bot=1) as database:
        first = House(database, NOW)
        chat = await first.chat("carla")
        chats = [chat if "Carla" in name else first.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, first.runner.texts, chats, NOW))
        await first.start()
        carla = await first.window(chat)
        await carla.does("/invullen", "[Begin met de motieven]", "[Ja]")
        seal, secret = carla.knob("Verstuur").value, carla.client.cookies["__Host-samenspraak"]
        number = read_stamp(secret, seal)
        assert number is not None
        kept = Incoming(number, chat, True, chat, "", Said("Bekend in de wijk", 0))
        await first.host.receive([kept])  # and here it is killed
        second = House(database, first.now + timedelta(seconds=9))
        await second.start()
        again = second.browser()
        again.client.cookies.set("__Host-samenspraak", secret, domain="samen.example", path="/")
        await again.get("/gesprek")
        assert "Fase 1 · 2/10" in again.newest
        await again.post(
            "/gesprek", {"tekst": "Bekend in de wijk", "zegel": seal}
        )  # whoever saw an error sends it again
        assert "Fase 1 · 2/10" in again.newest
        assert [card.count("Fase 1 · 2/10") for card in again.cards].count(1) == 1
        await second.stop()


async def test_a_kill_before_a_message_stands_on_the_page_shows_it_once():
    with Database("sqlite://", bot=1) as database:
        first = House(database, NOW)
        chat = await first.chat("carla")
        chats = [chat if "Carla" in name else first.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, first.runner.texts, chats, NOW))
        menu = Incoming(Numbers(lambda: NOW).next(), chat, True, chat, "", Commanded("menu"))
        result = await database.run(lambda uow: first.runner.take(uow, menu, NOW))  # killed before it is handed over
        second = await House(database, NOW).start()
        second.host.deliver(result.outgoing)  # once more, as after a connection that broke
        carla = await second.window(chat)
        assert len(carla.cards) == len({*carla.cards}) == len([*result.outgoing, *()])
        await second.stop()


async def test_numbers_never_meet_those_of_telegram_and_rise():
    numbers = Numbers(lambda: NOW)
    drawn = [numbers.next() for _ in range(3000)]
    assert drawn == sorted(set(drawn))
    assert FIRST < drawn[0] < drawn[-1] < 2**53
    assert read_stamp("a", stamp("a", drawn[0])) == drawn[0]
    assert read_stamp("b", stamp("a", drawn[0])) is None


@pytest.mark.parametrize("goes", ["leave", "erase"])
async def test_the_others_go_on_when_somebody_in_the_browser_goes(house: House, goes: str):
    carla = await house.window(await house.chat("carla"))
    await carla.types("/stop" if goes == "leave" else "/mijngegevens")
    await carla.taps("Ja, ik stop" if goes == "leave" else "Alles van mij wissen")
    if goes == "erase":
        await carla.taps("Ja, wis alles")
    daan = house.phone("Daan")
    await house.take(daan.types("/overzicht"))
    assert "Zorggroep Noord" in daan.newest.text


async def test_who_is_erased_leaves_no_name_on_the_page_of_another(house: House):
    bo_in_the_browser = await house.window(await house.chat("carla"))
    await bo_in_the_browser.does("/overdracht")
    assert "Daan Voorbeeld" in bo_in_the_browser.text
    await house.database.run(lambda uow: uow.windows.say(1, "Daan Voorbeeld heeft dit nu"))
    daan = house.phone("Daan")
    for one in ("/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]"):
        await house.take(daan.taps(one[1:-1]) if one.startswith("[") else daan.types(one))
    await bo_in_the_browser.get("/gesprek")
    assert "Daan" not in bo_in_the_browser.text


async def test_a_window_that_looks_hears_that_something_came(house: House):
    carla = await house.window(await house.chat("carla"))
    stand = (await carla.client.get("/stand")).json()["stand"]
    await carla.types("/menu")
    part = (await carla.client.get("/deel")).json()
    assert part["stand"] > stand
    assert "<article" in part["nu"]
    out = house.browser()
    assert [(await out.client.get(path)).status_code for path in ("/stand", "/deel", "/gebeurtenissen")] == [
        401,
        401,
        204,
    ]
