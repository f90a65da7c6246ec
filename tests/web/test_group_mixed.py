"""A group in Telegram of which two people are in the browser: files, and kills. A script of it is in `round_script`."""

import re

import pytest
from test_groups import group, make, page
from web_house import House

from bot.turn.incoming import Incoming, Replied
from bot.web.signing import read_stamp
from storage.database import Database

IN_BROWSER = {"Bram", "Carla"}


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
