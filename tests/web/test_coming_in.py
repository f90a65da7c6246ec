"""Coming in by a link: opening does nothing, a tap does; then the same welcome as on a phone."""

import html
import re
from datetime import timedelta

from web_house import SITE, Browser, House, invited

from bot.content.guide import guide
from bot.content.markup import plain


async def come_in(house: House, browser: Browser, name: str = "Eva") -> Browser:
    await browser.comes_in(await invited(house))
    await browser.does("[Ja, klopt]", "[Akkoord]", name)
    return browser


async def test_an_invitation_offers_both_doors(house: House):
    link = await invited(house)
    bo = house.phone("Bo")
    assert "Met Telegram: https://t.me/samenspraak_bot?start=" in bo.newest.text
    assert f"In de browser: {link}" in bo.newest.text
    assert [b.label for b in bo.newest.now.buttons] == ["Met Telegram", "In de browser"]


async def test_opening_a_link_does_nothing_and_a_tap_does(house: House):
    link = await invited(house)
    scanner = house.browser()
    for _ in range(3):
        await scanner.get(link.removeprefix(SITE.origin))
    browser = house.browser()
    assert "Is deze link voor jou?" in await browser.get(link.removeprefix(SITE.origin))
    assert await house.database.run(lambda uow: uow.windows.of(1)) == ()
    await browser.comes_in(link)
    assert browser.newest.startswith(
        "Je bent uitgenodigd voor HLO Zorg in de wijk, namens Zorggroep Noord, als deelnemer"
    )
    assert browser.path == "/gesprek"


async def test_the_welcome_asks_consent_and_then_a_name(house: House):
    browser = house.browser()
    await browser.comes_in(await invited(house))
    await browser.taps("Ja, klopt")
    assert "Telegram" not in browser.newest
    assert "Wie deze site beheert, kan bij de database." in browser.newest
    await browser.taps("Akkoord")
    assert "Hoe heet je?" in browser.newest
    await browser.types("Eva <b>de</b> Vries & co")
    assert "Je doet mee." in browser.newest
    assert "Jij bent Eva <b>de</b> Vries & co." in browser.text
    assert "Begin met fase 1" in browser.labels


async def test_a_link_is_for_one_person(house: House):
    link = await invited(house)
    first, second = house.browser(), house.browser()
    await first.comes_in(link)
    await first.does("[Ja, klopt]", "[Akkoord]", "Eva")
    await second.comes_in(link)
    assert second.status == 404
    assert "Deze uitnodiging is al gebruikt. Vraag Bo Begeleider om een eigen link." in second.text


async def test_who_does_not_agree_is_forgotten(house: House):
    browser = house.browser()
    await browser.comes_in(await invited(house))
    await browser.does("[Ja, klopt]", "[Niet akkoord]")
    assert "Ik bewaar niets over je" in browser.newest
    house.now += timedelta(hours=25)
    assert "Je bent uitgelogd" in await browser.get("/gesprek")
    await house.database.run(lambda uow: uow.windows.purge(house.now))
    count = "SELECT (SELECT count(*) FROM page_message) + (SELECT count(*) FROM page_session)"
    with house.database.engine.connect() as connection:
        carla = "SELECT count(*) FROM page_message JOIN chat ON chat.id = page_message.chat WHERE chat.name = 'carla'"
        here, hers = (connection.exec_driver_sql(one).scalar_one() for one in (count, carla))
    assert here == hers


async def test_a_link_of_ones_own_opens_another_browser_once(house: House):
    first = await come_in(house, house.browser())
    await first.types("/browser")
    link = re.search(r'value="(https://samen\.example/u/[\w-]+)"', first.page)
    assert link is not None
    with house.database.engine.connect() as connection:
        token = link[1].rpartition("/")[2]
        rows = [
            str(row)
            for table in ("page_message", "entry_link", "outbox", "inbox")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
        assert not [row for row in rows if token in row]
    second, third = house.browser(), house.browser()
    await second.comes_in(link[1])
    assert "Jij bent Eva." in second.text
    assert "Je doet mee." in second.newest
    await third.comes_in(link[1])
    assert (third.status, "Je bent" in third.text) == (404, False)


async def test_such_a_link_lasts_a_quarter_of_an_hour(house: House):
    first = await come_in(house, house.browser())
    await first.types("/browser")
    link = re.search(r'value="(https://samen\.example/u/[\w-]+)"', first.page)
    assert link is not None
    house.now += timedelta(minutes=15)
    second = house.browser()
    await second.comes_in(link[1])
    assert second.status == 404


async def test_the_command_gives_a_link_on_a_phone(house: House):
    anna = house.phone("Anna")
    await house.take(anna.types("/browser"))
    assert "Met deze link ga je verder in de browser, met dezelfde antwoorden" in anna.newest.text


async def test_windows_are_listed_and_closed(house: House):
    first = await come_in(house, house.browser())
    await first.types("/browser")
    link = re.search(r'value="(https://samen\.example/u/[\w-]+)"', first.page)
    assert link is not None
    second = house.browser()
    await second.comes_in(link[1], gedeeld="ja")
    await second.types("/mijngegevens")
    assert "Open browsers: 2" in second.newest
    await second.taps("Waar ben ik ingelogd?")
    assert "op een gedeelde computer" in second.newest
    await second.taps("Sluit 1")
    assert second.said == "Die browser is uitgelogd"
    assert "Je bent uitgelogd" in await first.get("/gesprek")
    await second.taps("Sluit 1")
    assert "Tot ziens" in second.text
    assert "Je bent uitgelogd" in await second.get("/gesprek")


async def test_a_shared_computer_forgets_when_it_is_closed(house: House):
    browser, link = house.browser(), await invited(house)
    await browser.comes_in(link, gedeeld="ja")
    assert "max-age" not in _cookie(browser).lower()


def _cookie(browser: Browser) -> str:
    return str([one.expires for one in browser.client.cookies.jar if one.name == "__Host-samenspraak"])


async def test_logging_out_ends_the_window(house: House):
    browser = await come_in(house, house.browser())
    before = dict(browser.client.cookies)
    await browser.get("/uit")
    assert "Terugkomen kan alleen met een nieuwe link." in browser.text
    seal = browser.knob("Uitloggen").value
    number = re.search(r'name="nummer" value="([^"]*)"', browser.page)
    assert number is not None
    await browser.post("/uit", {"zegel": seal, "nummer": number[1]})
    assert "Tot ziens" in browser.text
    again = house.browser()
    again.client.cookies.update(before)
    assert "Je bent uitgelogd" in await again.get("/gesprek")


async def test_a_window_stays_open_for_thirty_days_after_it_was_used(house: House):
    browser = await come_in(house, house.browser())
    for _ in range(4):
        house.now += timedelta(days=29)
        assert "Je gesprek met Samenspraak" in await browser.get("/gesprek")
    house.now += timedelta(days=31)
    assert "Je bent uitgelogd" in await browser.get("/gesprek")


async def test_erasing_takes_messages_and_windows_with_it(house: House):
    browser = await come_in(house, house.browser(), "Zebrina Onbekend")
    await browser.does("/mijngegevens", "[Alles van mij wissen]")
    await browser.taps("Ja, wis alles")
    assert "Alles van jou is gewist." in browser.text
    assert "Je bent uitgelogd" in await browser.get("/gesprek")
    with house.database.engine.connect() as connection:
        for table in ("page_message", "page_session", "entry_link", "chat", "outbox", "inbox", "person"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert "Zebrina" not in str(rows), table


async def test_leaving_takes_what_stood_there_and_closes_within_a_day(house: House):
    browser = await come_in(house, house.browser())
    await browser.does("/stop", "[Ja, ik stop]")
    assert len(browser.cards) == 1
    house.now += timedelta(hours=25)
    assert "Je bent uitgelogd" in await browser.get("/gesprek")


async def test_the_page_for_participants_is_open_to_everybody(house: House):
    """It says the same as the document behind `/help`, and every page leads to it."""
    parts = guide(house.runner.texts.phrases)
    told = [heading for heading, _ in parts] + [line for _, text in parts for line in plain(text).splitlines()]
    for browser in (house.browser(), await house.window(await house.chat("carla"))):
        assert 'href="/handleiding"' in await browser.get("/")
        shown = html.unescape(re.sub(r"</?b>", "", await browser.get("/handleiding")))
        assert [line for line in told if line not in shown] == []
        assert browser.status == 200
