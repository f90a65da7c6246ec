"""Notices by e-mail, against a real mail server on this machine."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import httpx
import pytest
from post_office import PostOffice, link_of, post_office, text_of, whole
from web_house import NOW, Browser, House

from bot import example
from bot.engine.model import Phrase
from bot.phone.message import Message
from bot.turn.runner import without_words
from storage.database import Database

ADDRESS = "carla@zorg.example"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as one:
        yield one


@pytest.fixture
async def house(office: PostOffice) -> AsyncIterator[House]:
    """As the other house, with letters."""
    with Database("sqlite://", bot=1) as database:
        made = House(database, NOW, mailer=office.mailer)
        carla = await made.chat("carla")
        chats = [carla if one.startswith("Carla") else made.phone(one.split()[0]).chat.id for one in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, made.runner.texts, chats, NOW))
        yield await made.start()
        await made.stop()


async def gives(house: House, browser: Browser, address: str = ADDRESS) -> str:
    await browser.get("/e-mail")
    return await browser.post("/e-mail", {"zegel": seal(browser), "adres": address, "doe": "bewaar"})


def seal(browser: Browser) -> str:
    found = re.search(r'name="zegel" value="([^"]*)"', browser.page)
    assert found is not None, browser.page
    return found[1]


async def confirms(house: House, path: str, browser: Browser | None = None) -> Browser:
    browser = browser or house.browser()
    await browser.get(path)
    await browser.post(path, {"zegel": seal(browser)})
    return browser


async def with_mail(house: House, office: PostOffice) -> Browser:
    carla = await house.window(await house.chat("carla"))
    await gives(house, carla)
    await confirms(house, link_of(await office.letter(1)))
    await carla.get("/gesprek")
    return carla


async def something_comes(house: House) -> None:
    """Nine days later: what is due."""
    house.now += timedelta(days=9)
    for _ in range(40):
        result = await house.database.run(lambda uow: fire(house, uow))
        if result is None:
            break
        house.host.deliver(result.outgoing)
        await house.deliver()


def fire(house, uow):
    timers = uow.timers.claim(house.now, 1)
    return house.runner.fire(uow, timers[0], house.now) if timers else None


async def test_an_address_is_used_when_its_link_was_tapped(house: House, office: PostOffice):
    carla = await house.window(await house.chat("carla"))
    assert "Ik stuurde een mail naar carla@zorg.example" in await gives(house, carla)
    letter = await office.letter(1)
    assert (letter["To"], letter["From"]) == (ADDRESS, "Samenspraak <samenspraak@samen.example>")
    assert "Carla" not in whole(letter)
    assert "HLO" not in whole(letter)
    scanner = house.browser()
    for _ in range(2):
        assert "Is dit jouw adres?" in await scanner.get(link_of(letter))
    assert await house.database.run(lambda uow: uow.mail.confirmed(ADDRESS)) is None
    assert "Je adres is bevestigd" in (await confirms(house, link_of(letter))).text
    assert (await confirms(house, link_of(letter))).status == 404
    assert "Ik mail je op carla@zorg.example" in await carla.get("/e-mail")


async def test_a_notice_says_that_something_waits_and_never_what(house: House, office: PostOffice):
    carla = await with_mail(house, office)
    await carla.does("/invullen", "[Begin met de motieven]", "[Ja]", "Een geheim dat niemand leest")
    await something_comes(house)
    letter = await office.letter(2)
    said = text_of(letter)
    assert "Samenwerking: HLO Zorg in de wijk" in said
    assert "Wat er wacht: Verder met fase 1" in said
    assert "https://samen.example/gesprek" in said
    for secret in ("geheim", "imago", "Anna", "Bo ", "Zorggroep"):
        assert secret not in whole(letter)
    assert await carla.get("/gesprek")
    assert "hier staat nog iets voor je klaar" in carla.newest


async def test_what_somebody_does_themselves_is_not_mailed(house: House, office: PostOffice):
    carla = await with_mail(house, office)
    await carla.does("/menu", "/invullen", "/overzicht", "/help")
    await something_comes(house)
    await office.letter(2)
    assert len(office.letters) == 2


async def test_no_more_with_one_click(house: House, office: PostOffice):
    await with_mail(house, office)
    await something_comes(house)
    letter = await office.letter(2)
    stop = re.fullmatch(r"<https://samen\.example(/afmelden/\S+)>", letter["List-Unsubscribe"].strip())
    assert stop is not None, letter["List-Unsubscribe"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    await house.browser().get(stop[1])
    assert (await mine(house)).notices, "opening does nothing"
    transport = httpx.ASGITransport(app=house.served["/"])  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="https://samen.example") as program:  # of the mail: no
        answer = await program.post(stop[1], data={"List-Unsubscribe": "One-Click"})  # cookie, no origin
    assert answer.status_code == 200
    assert not (await mine(house)).notices
    await something_comes(house)
    assert len(office.letters) == 2


async def mine(house: House):
    found = await house.database.run(lambda uow: uow.mail.confirmed(ADDRESS))
    assert found is not None
    return found


async def asks(house: House, address: str) -> Browser:
    browser = house.browser()
    await browser.get("/link")
    await browser.post("/link", {"zegel": seal_of_button(browser), "adres": address})
    return browser


def seal_of_button(browser: Browser) -> str:
    return browser.knob("Stuur me een link").value


async def test_a_link_goes_to_the_confirmed_address_alone(house: House, office: PostOffice):
    await with_mail(house, office)
    known, unknown = await asks(house, "Carla@Zorg.example"), await asks(house, "anna@zorg.example")
    assert (known.status, known.text) == (unknown.status, unknown.text)
    letter = await office.letter(2)
    assert letter["To"] == ADDRESS
    path = link_of(letter)
    browser = house.browser()
    await browser.comes_in(f"https://samen.example{path}")
    assert "Jij bent Carla" in browser.text
    assert len(office.letters) == 2
    again = house.browser()
    await again.comes_in(f"https://samen.example{path}")
    assert again.status == 404


async def test_such_a_link_lasts_a_quarter(house: House, office: PostOffice):
    await with_mail(house, office)
    await asks(house, ADDRESS)
    path = link_of(await office.letter(2))
    house.now += timedelta(minutes=15)
    late = house.browser()
    await late.comes_in(f"https://samen.example{path}")
    assert late.status == 404


async def test_an_address_that_is_not_confirmed_gets_no_link(house: House, office: PostOffice):
    carla = await house.window(await house.chat("carla"))
    await gives(house, carla)
    await office.letter(1)
    await asks(house, ADDRESS)
    for _ in range(100):
        waiting = await house.database.run(lambda uow: uow.mail.waiting())
        if not waiting:
            break
        await asyncio.sleep(0.02)
    assert not waiting
    assert len(office.letters) == 1


async def test_a_refused_letter_is_told_to_whoever_leads(house: House, office: PostOffice):
    await with_mail(house, office)
    office.handler.gone.add(ADDRESS)
    await something_comes(house)
    await until(lambda: "E-mail aan Carla" in bo(house), house)
    assert ADDRESS not in bo(house)
    assert len(office.letters) == 1


def bo(house: House) -> str:
    return "\n".join(one.text for one in house.phone("Bo").chat.of_bot())


async def until(there, house: House) -> None:
    for _ in range(300):
        await house.deliver()
        if there():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came")


async def test_a_server_that_is_busy_gets_it_later_and_once(house: House, office: PostOffice):
    await with_mail(house, office)
    office.handler.busy = 1
    await something_comes(house)
    await office.letter(2)
    await until(lambda: True, house)
    assert len(office.letters) == 2


async def test_what_waits_is_sent_after_the_next_start(office: PostOffice):
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW, mailer=office.mailer)
        carla = await house.chat("carla")
        chats = [carla if one.startswith("Carla") else house.phone(one.split()[0]).chat.id for one in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
        await house.start()
        await with_mail(house, office)
        office.handler.busy = 1000
        await something_comes(house)
        await house.stop()
        office.handler.busy = 0
        again = House(database, house.now, mailer=office.mailer)
        await again.start()
        assert "Er wacht iets op je" in (await office.letter(2))["Subject"]
        await again.stop()


async def test_who_chose_another_door_gets_no_letter(house: House, office: PostOffice):
    carla = await with_mail(house, office)
    await carla.types("/browser")
    found = re.search(r"https://t\.me/samenspraak_bot\?start=([\w-]+)", carla.page)
    assert found is not None
    phone = house.phone("Carlas telefoon")
    await house.take(phone.types(f"/start {found[1]}"))
    await house.take(phone.taps("Ja, dit ben ik"))
    await something_comes(house)
    assert "hier staat nog iets voor je klaar" in phone.newest.text
    assert len(office.letters) == 1


async def test_erasing_takes_the_address(house: House, office: PostOffice):
    carla = await with_mail(house, office)
    await carla.does("/mijngegevens", "[Alles van mij wissen]")
    await carla.taps("Ja, wis alles")
    with house.database.engine.connect() as connection:
        for table in ("mail_address", "letter"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0


@pytest.mark.parametrize(
    "wrong", ["carla", "a@b\nBcc: x@y.example", "a b@c.example", "a@b,c@d.example", "x@" + "y" * 300]
)
async def test_what_is_no_address_is_refused(house: House, office: PostOffice, wrong: str):
    carla = await house.window(await house.chat("carla"))
    assert "Dat is geen e-mailadres" in await gives(house, carla, wrong)
    assert await house.database.run(lambda uow: uow.mail.waiting()) == ()


async def test_an_address_is_one_persons(house: House, office: PostOffice):
    await with_mail(house, office)
    anna = house.browser()
    link = await phone_link(house)
    await anna.comes_in(link)
    await gives(house, anna)
    other = await confirms(house, link_of(await office.letter(2)))
    assert "Dit adres is al van iemand anders" in other.text


async def phone_link(house: House) -> str:
    anna = house.phone("Anna")
    await house.take(anna.types("/browser"))
    found = re.search(r"https://samen\.example/u/[\w-]+", anna.newest.text)
    assert found is not None
    return found[0]


async def test_without_a_mail_server_there_is_nothing_of_it():
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW)
        await house.start()
        for path in ("/e-mail", "/link", "/afmelden/x"):
            browser = house.browser()
            await browser.get(path)
            assert browser.status == 404
        await house.stop()


def labels(message: Message) -> list[str]:
    return [button.label for button in message.now.buttons]


async def names_to_tell(house: House) -> str:
    """What Bo, who leads, is shown."""
    bo = house.phone("Bo")
    await house.take(bo.types("/overzicht"))
    overview = bo.newest
    if "Meer" in labels(overview):
        await house.take(bo.taps("Meer"))
    if "Wie hoort het niet vanzelf?" not in labels(overview):
        return ""
    await house.take(bo.taps("Wie hoort het niet vanzelf?"))
    return "\n".join(one.text for one in bo.chat.of_bot()[-2:])


async def test_who_leads_sees_whom_nobody_tells(house: House, office: PostOffice):
    said = await names_to_tell(house)
    assert "• Carla" in said
    assert "Anna" not in said
    assert "Open je gesprek: https://samen.example/" in said
    await with_mail(house, office)
    assert await names_to_tell(house) == ""


async def test_a_whole_round_tells_letters_nothing(house: House, office: PostOffice):
    """Everybody writes what nobody else may read: no letter has a word of it, in no header and no body."""
    carla = await with_mail(house, office)
    anna = house.phone("Anna")
    for one in ("/invullen", "[Begin met de motieven]", "[Ja]", "Geheimpje van Anna", *["n"] * 10, "[Klaar]"):
        await house.take(anna.taps(one[1:-1]) if one.startswith("[") else anna.types(one))
    for one in ("[Verder met de vragen]", *["Woorden van Anna"] * 8, "[Indienen]"):
        await house.take(anna.taps(one[1:-1]) if one.startswith("[") else anna.types(one))
    await carla.does("/invullen", "[Begin met de motieven]", "[Ja]", "Geheimpje van Carla", *["nee"] * 9, "[Klaar]")
    await carla.does("[Verder met de vragen]", *["Woorden van Carla"] * 8, "[Indienen]")
    await carla.does("/overzicht", "[Vaststellen]", "[Vaststellen]")
    bo = house.phone("Bo")
    for name in ("Anna", "Anna"):
        await house.take(house.phone(name).taps("Vaststellen"))
    for one in ("/overzicht", "[Onthullen]", "[Onthullen]"):
        await house.take(bo.taps(one[1:-1]) if one.startswith("[") else bo.types(one))
    await something_comes(house)
    await office.letter(2)
    for letter in office.letters:
        for secret in ("Geheimpje", "Woorden van", "imago", "Anna", "Bo ", "Zorggroep", "Opleiding"):
            assert secret not in whole(letter), secret


async def test_an_address_that_is_not_confirmed_gets_no_notice(house: House, office: PostOffice):
    await gives(house, await house.window(await house.chat("carla")))
    await office.letter(1)
    await something_comes(house)
    for _ in range(100):
        waiting = await house.database.run(lambda uow: uow.mail.waiting())
        if not waiting:
            break
        await asyncio.sleep(0.02)
    assert len(office.letters) == 1


def test_a_label_with_words_of_somebody_is_left_out():
    ours = Phrase("buttons.verder", {"what": Phrase("agenda.here"), "answered": 4})
    theirs = Phrase("buttons.verder", {"what": Phrase("agenda.here", {"name": "Samen de weg wijzen"})})
    assert (without_words(ours), without_words(theirs), without_words("Samen")) == (True, False, False)
