"""The whole form inside Telegram: who it is must be certain, and counts for one page alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from form_reading import buttons_of, fields_of
from telegram_told import TOKEN, told
from web_house import NOW, House

from bot import example
from bot.phone.phone import Phone
from bot.telegram.mini_app import opened_by
from bot.turn.doors import come_in
from bot.web.form_inside import KEY, TOLD
from storage.database import Database

OTHER = "987654321:AAEexample_example_example_example_2"
MINE, SECOND = "a" * 64, "b" * 64
FIRST = "op.leg.1"
LABEL = "Het hele formulier op één pagina"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """The example with everybody on a phone that opens forms inside."""
    with Database("sqlite://", bot=1) as database:
        made = House(database, NOW, tells=opened_by(TOKEN))
        chats = [made.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, made.runner.texts, chats, NOW))
        yield await made.start()
        await made.stop()


class Page:
    """A page that Telegram opened, as its script talks to us."""

    def __init__(self, house: House, said: str, key: str = MINE, path: str = "") -> None:
        self.house, self.path = house, path
        self.client = house.browser().client
        self.headers = {TOLD: said, KEY: key, "accept": "application/json"}
        self.page = ""

    async def asks(self, **data: str) -> httpx.Response:
        self.house.now += timedelta(seconds=5)
        answer = await self.client.post(self.path, data=data, headers=self.headers)
        assert "set-cookie" not in answer.headers
        return answer

    async def opens(self) -> int:
        answer = await self.asks(open="1")
        self.page = answer.json()["html"] if answer.status_code == 200 else ""
        return answer.status_code

    async def saves(self, motive: str, choice: str, outcome: str = "") -> httpx.Response:
        fields, seal = fields_of(self.page), dict(buttons_of(self.page))["bewaar"].partition(".")[0]
        row = {f"g.{motive}": fields[f"g.{motive}"], f"v.{motive}": choice, f"v.{motive}.outcome": outcome}
        return await self.asks(**row, bewaar=f"{seal}.{motive}")


async def address(house: House, phone: Phone) -> str:
    """Where the button at the start of phase 1 leads."""
    await house.take(phone.types("/invullen"))
    return address_of(phone)


def address_of(phone: Phone) -> str:
    button = next(one for one in phone.newest.now.buttons if one.label == LABEL)
    assert button.within
    assert button.url is not None
    found = re.fullmatch(r"https://samen\.example(/formulier/\d+/telegram)", button.url)
    assert found is not None, button.url
    return found[1]


async def test_the_button_stands_at_the_start_and_at_the_pause(house: House):
    anna = house.phone("Anna")
    path = await address(house, anna)
    await house.take(anna.taps("Begin met de motieven"))
    assert LABEL not in anna.labels
    await house.take(anna.taps("Later verder"))
    assert address_of(anna) == path
    await house.take(anna.types("/quickscan"))
    await house.take(anna.taps("Later verder"))
    assert LABEL not in anna.labels


async def test_without_a_page_for_the_world_there_is_no_button():
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW)
        chats = [house.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW))
        await house.start()
        anna = house.phone("Anna")
        await house.take(anna.types("/invullen"))
        assert LABEL not in anna.labels
        assert (await house.browser().client.get("/formulier/1/telegram")).status_code == 404
        await house.stop()


async def test_what_is_filled_in_there_is_what_the_chat_goes_on_with(house: House):
    anna = house.phone("Anna")
    path = await address(house, anna)
    page = Page(house, told(house, anna), path=path)
    assert await page.opens() == 200
    assert f'action="{path}"' in page.page
    answer = await page.saves(FIRST, "ja", "Meer <b>studenten</b>")
    assert (answer.status_code, answer.json()["voortgang"]) == (200, "1 van 11 beantwoord")
    assert "Meer &lt;b&gt;studenten&lt;/b&gt;" in answer.json()["rijen"][FIRST]["html"]
    await house.take(anna.types("/verder"))
    assert "2/11" in anna.newest.text


async def test_the_empty_page_is_for_telegram_alone_and_says_nothing(house: House):
    anna = house.phone("Anna")
    path = await address(house, anna)
    pages = [await house.browser().client.get(one) for one in (path, "/formulier/99/telegram")]
    assert pages[0].text.replace(path, "") == pages[1].text.replace("/formulier/99/telegram", "")
    for answer in pages:
        policy = answer.headers["content-security-policy"]
        assert re.findall(r"frame-ancestors ([^;]*)", policy) == ["https://web.telegram.org"]
        assert "x-frame-options" not in answer.headers
        assert (answer.headers["referrer-policy"], answer.headers["cache-control"]) == ("no-referrer", "no-store")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "set-cookie" not in answer.headers
        assert "://" not in answer.text.replace("http://www.w3.org", "")
    for one in (path.removesuffix("/telegram"), "/gesprek", "/telegram"):
        answer = await house.browser().client.get(one)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"


async def refused(house: House, said: str, key: str = MINE, status: int = 401) -> None:
    """Neither the form, nor a row, and nothing of it is said."""
    anna = house.phone("Anna")
    path = await address(house, anna)
    page = Page(house, said, key, path)
    assert await page.opens() == status
    answer = await page.asks(**{f"g.{FIRST}": "x", f"v.{FIRST}": "nee", "bewaar": f"1-x.{FIRST}"})
    assert answer.status_code == status
    assert "Opleiding" not in answer.text


@pytest.mark.parametrize("change", ["hash", "user", "auth_date", "query_id"])
async def test_a_forged_field_opens_nothing(house: House, change: str):
    fields = dict(parse_qsl(told(house, house.phone("Anna"))))
    forged = {"hash": "0" * 64, "user": fields["user"].replace("Eva", "Iva")}
    await refused(house, urlencode({**fields, change: forged.get(change, "1")}))


@pytest.mark.parametrize("missing", ["hash", "user", "auth_date", "query_id"])
async def test_a_missing_field_opens_nothing(house: House, missing: str):
    fields = dict(parse_qsl(told(house, house.phone("Anna"))))
    del fields[missing]
    await refused(house, urlencode(fields))


async def test_an_added_field_opens_nothing(house: House):
    await refused(house, told(house, house.phone("Anna")) + "&start_param=1")


async def test_what_another_bot_was_told_opens_nothing(house: House):
    await refused(house, told(house, house.phone("Anna"), OTHER))


@pytest.mark.parametrize("key", ["", "a" * 63, "A" * 64, "a" * 65, "g" * 64])
async def test_a_key_that_is_none_opens_nothing(house: House, key: str):
    await refused(house, told(house, house.phone("Anna")), key)


async def test_nothing_told_opens_nothing(house: House):
    await refused(house, "")


async def test_what_was_told_long_ago_opens_nothing(house: House):
    said = told(house, house.phone("Anna"))
    house.now += timedelta(minutes=5, seconds=1)
    await refused(house, said)


async def test_what_is_told_of_later_opens_nothing(house: House):
    at = str(int((house.now + timedelta(minutes=2)).timestamp()))
    await refused(house, told(house, house.phone("Anna"), auth_date=at))


async def test_what_was_told_before_the_program_started_opens_nothing(house: House):
    """An earlier run may have let somebody in with it already."""
    at = str(int((NOW - timedelta(seconds=1)).timestamp()))
    await refused(house, told(house, house.phone("Anna"), auth_date=at))


async def test_a_second_page_cannot_use_what_a_first_one_used(house: House):
    anna = house.phone("Anna")
    path = await address(house, anna)
    said = told(house, anna)
    first, second = Page(house, said, MINE, path), Page(house, said, SECOND, path)
    assert await first.opens() == 200
    assert await second.opens() == 401
    second.page = first.page
    assert (await second.saves(FIRST, "nee")).status_code == 401
    assert (await first.saves(FIRST, "ja", "Van mij")).status_code == 200
    assert await first.opens() == 200  # once more, where an answer was lost on the way


async def test_a_page_that_is_open_stays_open_for_half_a_day(house: House):
    anna = house.phone("Anna")
    page = Page(house, told(house, anna), path=await address(house, anna))
    assert await page.opens() == 200
    house.now += timedelta(hours=11)
    assert (await page.saves(FIRST, "nee")).status_code == 200
    house.now += timedelta(hours=1)
    assert (await page.saves(FIRST, "ja")).status_code == 401


async def test_who_opens_another_page_leaves_the_one_before(house: House):
    anna = house.phone("Anna")
    path = await address(house, anna)
    before = Page(house, told(house, anna), MINE, path)
    assert await before.opens() == 200
    after = Page(house, told(house, anna), SECOND, path)
    assert await after.opens() == 200
    assert await before.opens() == 401
    assert (await after.saves(FIRST, "nee")).status_code == 200


async def test_what_was_told_and_never_used_is_no_use_after_a_later_page(house: House):
    anna = house.phone("Anna")
    path, stolen = await address(house, anna), told(house, anna)
    house.now += timedelta(seconds=5)
    assert await Page(house, told(house, anna), MINE, path).opens() == 200
    assert await Page(house, stolen, SECOND, path).opens() == 401


async def test_somebody_who_is_no_member_finds_nothing(house: House):
    stranger = house.phone("Vreemde")
    await refused(house, told(house, stranger), status=404)
    path = await address(house, house.phone("Anna"))
    said = told(house, stranger)
    assert await Page(house, said, MINE, path).opens() == 404
    assert await Page(house, said, SECOND, path).opens() == 404  # and nothing of it is remembered


async def test_a_form_of_another_partner_is_not_there(house: House):
    await refused(house, told(house, house.phone("Carla")), status=404)


async def test_a_colleague_gets_their_own_form(house: House):
    anna, bram = house.phone("Anna"), house.phone("Bram")
    path = await address(house, anna)
    page = Page(house, told(house, anna), MINE, path)
    await page.opens()
    await page.saves(FIRST, "ja", "Van Anna")
    other = Page(house, told(house, bram), SECOND, path)
    assert await other.opens() == 200
    assert "Van Anna" not in other.page
    other.page = page.page  # a row that was drawn for Anna
    assert (await other.saves(FIRST, "nee")).status_code == 403


async def test_a_cookie_does_not_count_here_and_the_headers_do_not_count_elsewhere(house: House):
    anna = house.phone("Anna")
    path = await address(house, anna)
    chat = await house.chat("anna")
    person = await house.database.run(lambda uow: uow.people.in_chat(anna.chat.id))
    await house.database.run(lambda uow: come_in(uow, person.id, chat, house.now))
    browser = await house.window(chat)
    assert "/formulier/" in browser.page
    answer = await browser.client.post(path, data={"open": "1"})
    assert answer.status_code == 401
    page = Page(house, told(house, anna), MINE, path.removesuffix("/telegram"))
    assert (await page.asks(open="1")).status_code == 401


async def test_another_site_cannot_send_it(house: House):
    anna = house.phone("Anna")
    page = Page(house, told(house, anna), path=await address(house, anna))
    page.headers |= {"origin": "https://web.telegram.org", "sec-fetch-site": "cross-site"}
    assert await page.opens() == 403
