"""The same script of a group twice: all in Telegram, and two in the browser. What is kept and seen is the same."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from test_groups import by_phone, group, make, page
from web_house import Browser, House

from bot.content.markup import plain
from bot.domain.group import ChatThread
from bot.turn.incoming import Incoming, Replied
from bot.web.signing import read_stamp
from storage.database import Database

IN_BROWSER = {"Bram", "Carla"}


@dataclass(frozen=True, slots=True)
class Does:
    """What somebody does in the group: tap (`label`) or answer (`text`) below the message with these words, or `/…`."""

    who: str
    label: str = ""
    text: str = ""
    below: str = ""
    leads: bool = False
    """In whoever's own chat the panel stands."""


QUESTION, GOAL, MOTIVE = "vraag 1/6", "gezamenlijk doel", "Motief 1/15"
SCRIPT = (
    Does("Bo", text="/gesprek"),
    Does("Bo", "Motievenronde"),
    Does("Carla", "Nee", below=MOTIVE),
    Does("Anna", "Ja", below=MOTIVE),
    Does("Carla", text="Ons imago is <al> goed", below=MOTIVE),
    Does("Bram", "Enigszins", below=MOTIVE),
    Does("Carla", "Enigszins", below=MOTIVE),
    Does("Daan", "Nee", below=MOTIVE),
    Does("Bo", text="/gesprek"),
    Does("Bo", "Meteen beginnen"),
    Does("Anna", text="Wij zoeken plekken", below=QUESTION),
    Does("Carla", text="Wij zoeken <collega's>", below=QUESTION),
    Does("Bram", text="/punt Met begeleiding", below=QUESTION),
    Does("Daan", text="/doel Samen tien plekken", below=QUESTION),
    Does("Bram", "Akkoord", below=GOAL),
    Does("Carla", "Bezwaar", below=GOAL),
    Does("Carla", text="Tien is te veel", below=GOAL),
    Does("Daan", "Akkoord met zorg", below=GOAL),
    Does("Bo", "Volgende ›", leads=True),
    Does("Bo", "Volgende ›", leads=True),
    Does("Bo", "Volgende ›", leads=True),
    Does("Bram", "Ja", below="vraag 4/6"),
    Does("Anna", "Enigszins", below="vraag 4/6"),
    Does("Carla", "Nee", below="vraag 4/6"),
    Does("Daan", "Ja", below="vraag 4/6"),
)


async def play(house: House, pages: dict[str, Browser]) -> None:
    for one in SCRIPT:
        if one.who in pages:
            await by_page(pages[one.who], one)
            continue
        phone = house.phone(one.who) if one.leads else house.phone(one.who).at(group(house))
        if one.text and (not one.below or one.text.startswith("/")):
            await house.take(phone.types(one.text))
        elif one.text:
            await house.take(phone.replies(one.text, phone.find(one.below)))
        elif one.below:
            await by_phone(house, one.who, one.label, one.below)
        else:
            await house.take(phone.taps(one.label))


async def by_page(browser: Browser, one: Does) -> None:
    await browser.get("/groep/1")
    if one.label:
        await browser.taps_on(one.below, one.label)
        return
    answer = re.search(r'href="(/groep/1\?op=\d+)#schrijf"', browser.card(one.below))
    assert answer is not None
    await browser.get(answer[1])
    await browser.says(one.text)


KEPT = (
    "SELECT a.step, a.kind, a.value, c.person FROM answer a JOIN conversation c ON c.id = a.conversation",
    "SELECT q.about, b.wording, b.person, b.partner, b.choice, b.reason"
    " FROM question_ballot b JOIN question q ON q.id = b.question",
    "SELECT q.about, c.person, c.partner, c.text, c.withdrawn"
    " FROM question_contribution c JOIN question q ON q.id = c.question",
    "SELECT question, person, partner, voted, counted FROM question_seat",
    "SELECT about, kind, state, number, text, author, partner FROM question",
)


def kept(database: Database) -> list[list[tuple[Any, ...]]]:
    with database.engine.connect() as connection:
        return [sorted(tuple(row) for row in connection.exec_driver_sql(one)) for one in KEPT]


def seen(house: House) -> list[str]:
    """What stands in the group in Telegram, without what is told there because somebody reads along elsewhere."""
    texts = [m.text for m in group(house).of_bot()]
    told = re.compile(r"\n• \w+ Voorbeeld \((Opleiding Verpleegkunde|Zorggroep Noord)\): [^\n]*")
    return [told.sub("", text) for text in texts if "leest hier ook iemand mee" not in text]


async def together(names: set[str]) -> tuple[House, Database]:
    database = Database("sqlite://", bot=1)
    house = await make(database, names)
    await house.take(house.phone("Bo").at(group(house)).types("/koppel"))
    await play(house, {name: await page(house, name) for name in sorted(names)})
    return house, database


async def test_the_same_is_kept_and_seen_through_whichever_door():
    (all_there, first), (mixed, second) = await together(set()), await together(IN_BROWSER)
    assert kept(second) == kept(first)
    assert seen(mixed) == seen(all_there)
    binding = await second.run(lambda uow: uow.groups.at(ChatThread(group(mixed).id)))
    shown = await second.run(lambda uow: uow.shown.all(binding.beside))
    on_page = {one.there: plain(one.message.screen.html) for one in shown}
    there = {m.id: m.text for m in group(mixed).of_bot()}
    assert {number: text for number, text in there.items() if number in on_page} == on_page
    assert len(there) - len(on_page) <= 1  # all but nothing: the status that stood there before is drawn again
    for name in sorted(IN_BROWSER):
        browser = await page(mixed, name)
        assert "Tien is te veel" in browser.text
        assert "vraag 4/6" in browser.newest
    for house, database in ((all_there, first), (mixed, second)):
        await house.stop()
        await database.stop()


async def test_the_minutes_stand_on_the_page_as_a_file():
    with Database("sqlite://", bot=1) as database:
        house = await make(database, IN_BROWSER)
        bo, there = house.phone("Bo"), group(house)
        await house.take(bo.at(there).types("/koppel"))
        await house.take(bo.at(there).types("/gesprek"))
        await house.take(bo.at(there).taps("Meteen beginnen"))
        carla = await page(house, "Carla")
        await carla.says("Meer <handen>")
        for label in (*["Volgende ›"] * 5, "Afsluiten", "Ja, afsluiten"):
            await house.take(bo.taps(label))
        anna = house.phone("Anna")
        for label in ("Bekijk het verslag", "Ja, klopt"):
            await house.take(anna.taps(label))
        await carla.get("/gesprek")
        await carla.does("[Bekijk het verslag]", "[Ja, klopt]")
        for label in ("Bekijk het verslag", "Verslag vaststellen"):
            if label in bo.labels:
                await house.take(bo.taps(label))
        await carla.get("/groep/1")
        file = re.search(r'href="(/groep/1/bestand/\d+)" download>Bewaar verslag', carla.page)
        assert file is not None, carla.text
        answer = await carla.client.get(file[1])
        assert (answer.headers["content-type"], answer.content[:4]) == ("application/pdf", b"%PDF")
        out = await house.window(await house.chat("buiten"))
        assert (await out.client.get(file[1])).status_code == 404
        await house.stop()


@pytest.mark.parametrize("killed", ["before it is taken", "before it stands on the page"])
async def test_a_kill_shows_and_counts_everything_once(killed: str):
    with Database("sqlite://", bot=1) as database:
        first = await make(database, IN_BROWSER)
        there = group(first)
        await first.take(first.phone("Bo").at(there).types("/koppel"))
        await first.take(first.phone("Bo").at(there).types("/gesprek"))
        await first.take(first.phone("Bo").at(there).taps("Meteen beginnen"))
        carla = await page(first, "Carla")
        knob, secret = carla.knob("Verstuur antwoord"), carla.client.cookies["__Host-samenspraak"]
        number = read_stamp(secret, knob.value.partition(".")[0])
        chat = await first.chat("Carla")
        assert number is not None
        to = there.find("vraag 1/6").id
        said = Incoming(number, there.id, False, chat, "", Replied("Eén keer", number, to), title="Groep")
        await first.host.receive([said])
        if killed == "before it stands on the page":
            await database.run(lambda uow: first.runner.take(uow, said, first.now))
        second = House(database, first.now)
        object.__setattr__(second.phones, "phones", first.phones.phones.copy())
        await second.start()
        again = second.browser()
        again.client.cookies.set("__Host-samenspraak", secret, domain="samen.example", path="/")
        await again.get("/groep/1")
        await again.post("/groep/1", {"tekst": "Eén keer", knob.name: knob.value})
        await again.get("/groep/1")
        assert again.text.count("Eén keer") == 1
        assert group(second).find("vraag 1/6").text.count("Eén keer") == 1
        assert ["vraag 1/6" in card for card in again.cards].count(True) == 1
        await second.stop()
