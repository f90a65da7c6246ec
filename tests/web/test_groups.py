"""The group as a page: what is done there is done in the group, both ways; who does not belong sees nothing of it."""

import re
from collections.abc import AsyncIterator

import pytest
from web_house import NOW, Browser, House

from bot import example
from bot.domain.collaboration import Role
from bot.domain.group import ChatThread
from bot.domain.ids import ChatId, PartnerId, PersonId
from bot.domain.rounds import Phase
from bot.phone.chat import Chat
from storage.database import Database

IN_TALK = "/gesprek Fase 2: het gesprek"
WITHOUT_MOTIVES = frozenset({Phase.ALIGNMENT, Phase.COMMITMENT})


async def make(database: Database, in_browser: set[str], phases: frozenset[Phase] = WITHOUT_MOTIVES) -> House:
    """The example with some people in the browser; the round has no phase 1, so that motives are for the group."""
    made = House(database, NOW)
    names = [name.split()[0] for name in example.PEOPLE]
    chats = [await made.chat(name) if name in in_browser else made.phone(name).chat.id for name in names]
    await database.run(lambda uow: example.seed(uow, made.runner.texts, chats, NOW, phases))
    return await made.start()


@pytest.fixture
async def mixed() -> AsyncIterator[House]:
    """Bo, Anna and Daan on phones in a group in Telegram; Bram and Carla in the browser."""
    with Database("sqlite://", bot=1) as database:
        house = await make(database, {"Bram", "Carla"})
        await house.take(house.phone("Bo").at(group(house)).types("/koppel"))
        yield house
        await house.stop()


def group(house: House) -> Chat:
    return house.phones.phones.group("Groep")


async def page(house: House, name: str) -> Browser:
    """Somebody who is on the page of the group."""
    browser = await house.window(await house.chat(name))
    await browser.goes_to(1)
    await browser.goes_to(1)
    return browser


async def at_the_first_question(house: House) -> None:
    bo = house.phone("Bo").at(group(house))
    await house.take(bo.types("/gesprek"))
    await house.take(bo.taps("Meteen beginnen"))


async def by_phone(house: House, name: str, label: str, words: str) -> str:
    phone = house.phone(name).at(group(house))
    return await house.take(phone.taps_on(phone.find(words), label))


async def answers_by_phone(house: House, name: str, text: str, words: str) -> None:
    phone = house.phone(name).at(group(house))
    await house.take(phone.replies(text, phone.find(words)))


# --- coming in ---


async def test_one_comes_in_and_the_group_hears_it_once(mixed: House):
    carla = await mixed.window(await mixed.chat("Carla"))
    assert "Je groepen: Groep" in " ".join(carla.text.split())
    await carla.get("/groep/1")
    assert "Wie er in die groep zitten, kan ik niet zien." in carla.text
    assert "Over en weer gaan alleen antwoorden op mijn berichten, /punt en /doel." in carla.text
    assert "leest hier ook iemand mee" not in group(mixed).newest.text  # looking does nothing
    await carla.taps("Kom binnen")
    bram = await page(mixed, "Bram")
    assert len([m for m in group(mixed).of_bot() if "leest hier ook iemand mee in de browser" in m.text]) == 1
    assert "Kom binnen" not in bram.page
    await carla.goes_to(1)
    assert "HLO Zorg in de wijk · fase 2, afstemming" in carla.text
    assert "Dit is ook een groep in Telegram. Wie daar meelezen, kan ik niet zien." in carla.text


async def test_of_two_who_come_in_at_once_the_group_hears_once(mixed: House):
    both = [await mixed.window(await mixed.chat(name)) for name in ("Bram", "Carla")]
    for browser in both:
        await browser.get("/groep/1")
    for browser in both:
        await browser.taps("Kom binnen")
    assert len([m for m in group(mixed).of_bot() if "leest hier ook iemand mee in de browser" in m.text]) == 1


async def test_what_stood_there_already_stands_on_the_page(mixed: House):
    await at_the_first_question(mixed)
    await answers_by_phone(mixed, "Anna", "Wij willen <meer> plekken", "vraag 1/6")
    bo = mixed.phone("Bo").at(group(mixed))
    await mixed.take(bo.types("/doel Samen tien plekken"))
    carla = await page(mixed, "Carla")
    assert "vraag 1/6" in carla.newest
    assert "Anna Voorbeeld (Opleiding Verpleegkunde): Wij willen <meer> plekken" in carla.newest
    assert "Samen tien plekken" in carla.text
    assert "Akkoord met zorg" in carla.labels


async def test_somebody_who_is_in_telegram_as_well_comes_in(mixed: House):
    await at_the_first_question(mixed)
    too = await mixed.chat("Anna, op kantoor")

    def has_both(uow):
        anna = uow.people.in_chat(mixed.phone("Anna").chat.id)
        uow.people.add_chat(anna.id, too, mixed.now)

    await mixed.database.run(has_both)
    anna = await mixed.window(too)
    await anna.goes_to(1)
    assert "leest hier ook iemand mee in de browser" in group(mixed).newest.text
    await anna.goes_to(1)
    await anna.says("Vanaf kantoor")
    assert "Anna Voorbeeld (Opleiding Verpleegkunde): Vanaf kantoor" in group(mixed).find("vraag 1/6").text


# --- both ways ---


async def test_what_is_said_on_the_page_stands_in_the_group_with_name_and_partner(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    before = len(group(mixed).of_bot())
    await carla.says("Meer <b>handen</b> & rust")
    assert carla.said == "Genoteerd."
    await carla.says("En tijd", by="Verstuur als punt")
    told = group(mixed).find("vraag 1/6").text
    assert "Carla Voorbeeld (Zorggroep Noord): Meer <b>handen</b> & rust" in told
    assert "Carla Voorbeeld (Zorggroep Noord): En tijd" in told
    assert "2 punten genoteerd" in told
    assert len(group(mixed).of_bot()) == before  # one message for the question, edited
    await answers_by_phone(mixed, "Anna", "Wij zien dat ook zo", "vraag 1/6")
    await carla.get("/groep/1")
    assert "Anna Voorbeeld (Opleiding Verpleegkunde): Wij zien dat ook zo" in carla.newest


async def test_a_goal_of_the_page_is_judged_in_both(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    await carla.says("Samen tien plekken", by="Stel voor als doel")
    await by_phone(mixed, "Anna", "Akkoord", "gezamenlijk doel")
    await carla.get("/groep/1")
    await carla.taps_on("gezamenlijk doel", "Bezwaar")
    assert "Bezwaar" in group(mixed).find("gezamenlijk doel").text
    goal = re.search(r'href="(/groep/1\?op=\d+)#schrijf"', carla.card("gezamenlijk doel"))
    assert goal is not None
    await carla.get(goal[1])
    await carla.says("Tien is te veel")
    assert "Zorggroep Noord" in group(mixed).find("Tien is te veel").text


async def test_a_tap_too_many_and_a_reload_count_once(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    knob = carla.knob("Verstuur antwoord")
    for _ in range(3):
        await carla.post("/groep/1", {"tekst": "Eén keer", knob.name: knob.value})
    assert group(mixed).find("vraag 1/6").text.count("Eén keer") == 1


async def test_a_word_for_the_bot_is_asked_about_on_the_page(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    await carla.says("help")
    await carla.get("/groep/1")
    assert "1 punt genoteerd" not in group(mixed).find("vraag 1/6").text
    await carla.taps("Ja, dit is mijn antwoord")
    assert "Carla Voorbeeld (Zorggroep Noord): help" in group(mixed).find("vraag 1/6").text


async def test_a_link_to_ones_own_chat_leads_there_on_the_page(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    assert "Meedoen" not in carla.page
    await carla.taps("/help Hulp")
    await carla.get("/groep/1")
    assert "De rest vertel je mij privé: https://samen.example/" in carla.text
    assert "t.me" not in carla.page
    bo = mixed.phone("Bo")
    await mixed.take(bo.taps("In één ruimte"))
    await mixed.take(bo.taps("Eerst opschrijven"))
    await mixed.take(bo.taps("2 minuten"))
    await carla.get("/groep/1")
    await carla.taps("Schrijf het op")
    assert carla.path == "/gesprek"
    await carla.types("Alleen voor mij tot het zover is")
    assert "Alleen voor mij" not in group(mixed).find("vraag 1/6").text


async def test_whoever_leads_has_the_panel_beside_it():
    with Database("sqlite://", bot=1) as database:
        house = await make(database, {"Bo", "Carla"})
        there = group(house)
        await database.run(lambda uow: uow.groups.bind(ChatThread(there.id), "Groep", 1, None, 1, NOW))
        bo, carla = await page(house, "Bo"), await page(house, "Carla")
        await bo.taps(IN_TALK)
        await bo.get("/groep/1")
        await bo.taps("Meteen beginnen")
        await bo.get("/groep/1")
        assert "vraag 1/6" in there.newest.text
        assert "Volgende ›" in [knob.label for knob in bo.knobs if knob.name == "paneel"]
        assert "samen.example" not in str([b.url for m in there.of_bot() for b in m.now.buttons])
        await answers_by_phone(house, "Anna", "lang " * 60, "vraag 1/6")  # shortened, so there is a link to read it
        await bo.get("/groep/1")
        await bo.taps("Volgende ›")
        assert bo.path == "/groep/1"
        assert [b.url for b in there.find("vraag 1/6").now.buttons] == ["https://t.me/samenspraak_bot?start=q-1-0"]
        assert "vraag 2/6" in there.newest.text
        assert "samen.example" not in str([b.url for m in there.of_bot() for b in m.now.buttons])
        await carla.get("/groep/1")
        assert "vraag 2/6" in carla.newest
        assert not [knob for knob in carla.knobs if knob.name == "paneel"]
        await house.stop()


# --- who may look ---


async def test_who_does_not_belong_gets_the_same_for_every_number(mixed: House):
    await page(mixed, "Carla")
    out = await mixed.window(await mixed.chat("buiten"))
    answers = set()
    for number in (1, 2, 999, 2**70):
        for part in ("", "/eerder?voor=9", "/deel", "/stand", "/bestand/1", "/gebeurtenissen"):
            found = await out.client.get(f"/groep/{number}{part}")
            answers.add((found.status_code, found.text))
        found = await out.client.post(f"/groep/{number}", data={"tekst": "x", "antwoord": "1"})
        answers.add((found.status_code, found.text))
    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1
    assert (await mixed.browser().client.get("/groep/1")).status_code == 401


async def test_the_group_of_one_partner_is_for_its_own_people(mixed: House):
    both = await mixed.database.run(lambda uow: uow.collaborations.partners(1))
    await mixed.database.run(
        lambda uow: uow.groups.bind(ChatThread(ChatId(-9)), "Alleen wij", 1, PartnerId(both[0].id), PersonId(2), NOW)
    )
    bram, carla = await mixed.window(await mixed.chat("Bram")), await mixed.window(await mixed.chat("Carla"))
    assert "Alleen wij" in bram.text
    assert "Alleen wij" not in carla.text
    assert "Alleen wij" in await bram.get("/groep/2")
    await carla.get("/groep/2")
    assert carla.status == 404


async def test_who_leads_all_does_not_read_along_with_one_partner():
    with Database("sqlite://", bot=1) as database:
        house = await make(database, {"Bo"})
        both = await database.run(lambda uow: uow.collaborations.partners(1))
        await database.run(lambda uow: uow.groups.bind(ChatThread(ChatId(-9)), "Alleen wij", 1, both[0].id, 2, NOW))
        bo = await house.window(await house.chat("Bo"))
        await bo.get("/groep/1")
        assert bo.status == 404
        await house.stop()


@pytest.mark.parametrize("goes", ["leaves", "becomes a stakeholder"])
async def test_who_went_sees_nothing_of_it_any_more(mixed: House, goes: str):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    knob = carla.knob("Verstuur antwoord")
    person = await mixed.database.run(lambda uow: uow.people.in_chat(carla_chat(uow)))
    mine = await mixed.database.run(lambda uow: uow.collaborations.memberships_of(person.id))

    def go(uow):
        uow.collaborations.end_membership(mine[0].id, mixed.now)
        if goes != "leaves":
            uow.collaborations.add_membership(person.id, 1, mine[0].partner, Role.STAKEHOLDER, mixed.now)

    await mixed.database.run(go)
    await carla.get("/groep/1")
    assert carla.status == 404
    await carla.post("/groep/1", {"tekst": "Toch nog", knob.name: knob.value})
    assert carla.status == 404
    assert "Toch nog" not in group(mixed).find("vraag 1/6").text
    await carla.get("/gesprek")
    assert "Je groepen" not in carla.text


def carla_chat(uow):
    return uow.chats.resolve(1, "Carla", group=False)


async def test_nothing_is_kept_of_a_group_in_which_nobody_reads_along(mixed: House):
    await at_the_first_question(mixed)
    with mixed.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM page_message WHERE message IS NOT NULL").scalar() == 0


async def test_another_topic_of_the_same_group_stays_outside(mixed: House):
    carla = await page(mixed, "Carla")
    both = await mixed.database.run(lambda uow: uow.collaborations.partners(1))
    there = ChatThread(group(mixed).id, 7)
    await mixed.database.run(lambda uow: uow.groups.bind(there, "Onderwerp", 1, both[0].id, PersonId(2), NOW))
    anna = mixed.phone("Anna").at(group(mixed), 7)
    await mixed.take(anna.types("/overzicht"))
    await carla.get("/groep/1")
    assert "HLO Zorg in de wijk · Opleiding Verpleegkunde" not in carla.text


async def test_a_group_that_is_let_go_is_no_page_any_more(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    bo = mixed.phone("Bo")
    for label in ("/overzicht", "Groepen", "Groep", "Loskoppelen"):
        await mixed.take(bo.types(label) if label.startswith("/") else bo.taps(label))
    await carla.get("/groep/1")
    assert carla.status == 404
    with mixed.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM page_message WHERE message IS NOT NULL").scalar() == 0


async def test_before_a_board_is_shown_the_page_tells_numbers_only(mixed: House):
    bo = mixed.phone("Bo").at(group(mixed))
    await mixed.take(bo.types("/gesprek"))
    await mixed.take(bo.taps("Motievenronde"))
    carla, bram = await page(mixed, "Carla"), await page(mixed, "Bram")
    await carla.taps_on("Motief 1/15", "Nee")
    assert "Nee genoteerd" in carla.said
    await carla.get("/groep/1")
    await carla.says("Omdat ons imago al goed is")
    await bram.get("/groep/1")
    assert "Omdat ons imago" not in bram.text
    assert "Nee genoteerd" not in bram.text
    assert "Zorggroep Noord: 1 van 2" in bram.newest


async def test_a_group_that_moves_stays_on_the_page(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    await mixed.take(mixed.phone("Bo").at(group(mixed)).upgrades())
    await carla.get("/groep/1")
    assert ["vraag 1/6" in card for card in carla.cards].count(True) == 1  # not the one of the old group as well
    await carla.says("Nog steeds hier")
    assert "Nog steeds hier" in group(mixed).find("vraag 1/6").text


async def test_who_is_erased_leaves_no_name_on_the_page(mixed: House):
    await at_the_first_question(mixed)
    carla = await page(mixed, "Carla")
    await answers_by_phone(mixed, "Daan", "Zeg ik", "vraag 1/6")
    await carla.get("/groep/1")
    assert "Daan Voorbeeld" in carla.text
    daan = mixed.phone("Daan")
    for one in ("/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]"):
        await mixed.take(daan.taps(one[1:-1]) if one.startswith("[") else daan.types(one))
    await carla.get("/groep/1")
    assert "Daan" not in carla.text


# --- a group without Telegram ---


async def open_group(house: House, name: str) -> Browser:
    """Whoever leads opens a group that is this page."""
    bo = await house.window(await house.chat(name))
    await bo.does("/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]", "[Maak een groep in de browser]")
    await bo.get("/groep/1")
    return bo


async def test_a_collaboration_without_telegram_talks_on_the_page():
    with Database("sqlite://", bot=1) as database:
        names = {name.split()[0] for name in example.PEOPLE}
        house = await make(database, names)
        bo = await open_group(house, "Bo")
        assert "Deze groep is deze pagina." in bo.text
        anna, carla = await page(house, "Anna"), await page(house, "Carla")
        await bo.taps(IN_TALK)
        await bo.taps("Meteen beginnen")
        await anna.get("/groep/1")
        assert "vraag 1/6" in anna.newest
        await anna.says("Wij willen <meer> plekken")
        await carla.get("/groep/1")
        assert "Anna Voorbeeld (Opleiding Verpleegkunde): Wij willen <meer> plekken" in carla.newest
        await carla.says("Samen tien plekken", by="Stel voor als doel")
        await anna.get("/groep/1")
        await anna.taps_on("gezamenlijk doel", "Akkoord")
        await carla.get("/groep/1")
        await carla.taps_on("gezamenlijk doel", "Akkoord")
        await bo.get("/groep/1")
        assert "✓ Dit is een gezamenlijk doel." in bo.text
        assert "t.me" not in bo.page
        await bo.taps("Volgende ›")
        assert "vraag 2/6" in bo.newest
        out = await house.window(await house.chat("buiten"))
        assert (await out.client.get("/groep/1")).status_code == 404
        await house.stop()


async def test_the_page_of_a_group_stays_while_nobody_looks_and_goes_when_it_is_let_go():
    with Database("sqlite://", bot=1) as database:
        house = await make(database, {"Bo"})
        bo = await open_group(house, "Bo")
        await database.run(lambda uow: uow.windows.purge(house.now))
        assert "fase 2, afstemming" in await bo.get("/groep/1")
        await bo.get("/gesprek")
        await bo.does("/overzicht", "[Groepen]", "[HLO Zorg in de wijk]")
        assert "Wie meedoet, vindt haar boven het eigen gesprek, onder Je groepen." in bo.newest
        assert "Meedoen" not in bo.newest
        await bo.taps("Loskoppelen")
        await bo.get("/groep/1")
        assert bo.status == 404
        await database.run(lambda uow: uow.windows.purge(house.now))
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM chat").scalar() == 1
        await house.stop()
