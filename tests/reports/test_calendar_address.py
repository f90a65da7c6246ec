"""The address at which a calendar fetches days: what stands there, for whom, and when nothing does any more."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from report_world import BEGAN, NAME, ReportWorld, report_world

from bot.bootstrap import texts
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.domain.collaboration import Role
from bot.phone.door import PhoneDoor
from bot.rooms import HOUSE
from bot.turn.door import Doors
from bot.turn.host import Host
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner
from bot.web.address import Site
from bot.web.door import WebDoor
from bot.web.limits import Limit

SITE = "https://samen.example/bot"
SHOWN = {
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "TRANSP",
}
OF_THE_FILE = {"PRODID", "VERSION", "CALSCALE", "METHOD", "X-WR-CALNAME"}


class Served:
    """The example in a program with a public address, and whoever fetches something there."""

    def __init__(self, world: ReportWorld, site: str, wrong: Limit | None) -> None:
        self.world, self.apps = world, dict[str, Any]()
        web = WebDoor(Site.parse(site), self.apps.__setitem__, lambda: world.town.now, even_out=0.0, wrong=wrong)
        world.town.runner = Runner(texts(), HOUSE, Doors([PhoneDoor(), web]))
        self.host = Host(world.database, world.town.runner, lambda: world.town.now, [web])

    def does(self, who: str, *taps: str) -> str:
        """What somebody reads in the end."""
        phone = self.world.town.phone(who)
        told = ""
        for tap in taps:
            seen = self.world.town.take(phone.types(tap) if tap.startswith("/") else phone.taps(tap))
            told = seen.changes[-1].version.text
        return told

    def forges(self, who: str, button: str) -> str:
        return self.world.town.take(self.world.town.phone(who).forges(button)).toast or ""

    def address(self, who: str) -> str:
        seen = self.world.town.take(self.world.town.phone(who).forges("p:agendamaak:1"))
        found = re.search(rf"{SITE}/agenda/\S+", seen.changes[-1].version.text)
        assert found is not None
        return found[0]

    async def get(self, address: str, **headers: str) -> httpx.Response:
        (app,) = self.apps.values()
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="https://samen.example"
        ) as client:
            return await client.get(address, headers=headers)

    async def days(self, address: str) -> set[str]:
        """The days that stand there, read strictly."""
        answer = await self.get(address)
        assert answer.status_code == 200
        return days_in(answer.content)


def days_in(body: bytes) -> set[str]:
    """Of a calendar that holds the collaboration, days and a link, and nothing else at all."""
    calendar = Calendar.from_ical(body)
    assert set(calendar.keys()) == OF_THE_FILE
    assert str(calendar["X-WR-CALNAME"]) == NAME
    assert not calendar.errors
    for event in calendar.subcomponents:
        assert event.name == "VEVENT"
        assert not event.errors
        assert set(event.keys()) == SHOWN
        assert not event.subcomponents
        assert str(event["SUMMARY"]) == NAME
        assert str(event["DESCRIPTION"]) == "https://t.me/samenspraak_bot?start"
        assert re.fullmatch(r"[0-9a-f-]{36}@samenspraak", str(event["UID"]))
        assert event["DTSTART"].params == event["DTEND"].params == {"VALUE": "DATE"}
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert len({str(event["UID"]) for event in calendar.subcomponents}) == len(calendar.subcomponents)
    return {event["DTSTART"].dt.isoformat() for event in calendar.subcomponents}


@asynccontextmanager
async def served(site: str = SITE, wrong: Limit | None = None) -> AsyncIterator[Served]:
    with report_world() as world:
        world.begin(rounds=1)
        house = Served(world, site, wrong)
        await house.host.start()
        try:
            yield house
        finally:
            await house.host.stop()


def due(number: int) -> set[str]:
    """The days of an agreement of the example: done, and looked back on."""
    day = (BEGAN + timedelta(days=(90, 200, 30)[number])).date()
    return {day.isoformat(), (day + timedelta(days=90)).isoformat()}


async def test_after_a_warning_a_calendar_fetches_the_days_and_nothing_else():
    async with served() as house:
        warned = house.does("Anna", "/rapport", "Wijzigen", "Van mij", "Agenda", "Adres voor mijn agenda")
        assert "wie het adres heeft, ziet die dagen" in warned
        assert SITE not in warned
        made = house.does("Anna", "Maak een adres")
        found = re.search(rf"{SITE}/agenda/[A-Za-z0-9_-]{{43}}\.ics", made)
        assert found is not None
        answer = await house.get(found[0])
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert days_in(answer.content) == due(0) | due(1)
        again = house.does("Anna", "/rapport", "Agenda", "Adres voor mijn agenda")
        assert "Je hebt een adres, sinds vrijdag 20 november 2026" in again
        assert found[0] not in again


async def test_each_reads_the_days_that_they_may_see_at_that_moment():
    async with served() as house:
        anna, carla, els = (house.address(who) for who in ("Anna", "Carla", "Els"))
        assert await house.days(anna) == await house.days(carla) == due(0) | due(1)
        assert await house.days(els) == due(0) | due(1) | due(2)
        place = house.world.do(lambda uow: uow.collaborations.all()[0].id)

        def takes_back(uow: UnitOfWork) -> None:
            one = next(one for one in uow.get(AGREEMENTS).of(place) if "opleiden" in one.terms.what)
            uow.get(AGREEMENTS).save(replace(one, terms=replace(one.terms, shared=False)))

        house.world.do(takes_back)
        assert await house.days(anna) == due(0)
        assert await house.days(carla) == due(0) | due(1)


async def test_only_the_hash_of_an_address_is_kept():
    async with served() as house:
        token = house.address("Anna").rpartition("/")[2].removesuffix(".ics")
        with house.world.database.engine.connect() as connection:
            assert token not in "\n".join(connection.connection.driver_connection.iterdump())


async def gone(house: Served, address: str) -> None:
    """Nothing stands there, and nobody can tell that something ever did."""
    made_up = f"{SITE}/agenda/{'a' * 43}.ics"
    one, other = await house.get(address), await house.get(made_up)
    assert (one.status_code, one.content) == (404, b"")
    assert (one.status_code, one.content, one.headers) == (other.status_code, other.content, other.headers)


async def test_it_ends_when_it_is_withdrawn_and_when_there_is_a_newer_one():
    async with served() as house:
        first = house.address("Anna")
        second = house.address("Anna")
        assert first != second
        await gone(house, first)
        assert await house.days(second)
        assert house.forges("Anna", "p:agendaweg:1") == "Het adres werkt niet meer."
        await gone(house, second)


async def test_it_ends_with_whoever_leaves_and_stays_away_when_they_come_back():
    async with served() as house:
        address, of_another = house.address("Bram"), house.address("Anna")
        house.does("Bram", "/stop", "Ja, ik stop")
        await gone(house, address)
        bram = house.world.by_name["Bram"].id
        place = house.world.do(lambda uow: uow.collaborations.all()[0].id)
        partner = house.world.do(lambda uow: uow.collaborations.partners(place)[0].id)
        house.world.do(
            lambda uow: uow.collaborations.add_membership(bram, place, partner, Role.PARTICIPANT, house.world.town.now)
        )
        await gone(house, address)
        assert await house.days(of_another)


async def test_it_shows_nothing_of_a_place_that_ended_by_another_way():
    async with served() as house:
        address = house.address("Bram")
        (place,) = house.world.do(lambda uow: uow.collaborations.memberships_of(house.world.by_name["Bram"].id))
        house.world.do(lambda uow: uow.collaborations.end_membership(place.id, house.world.town.now))
        await gone(house, address)


async def test_it_ends_with_whoever_is_erased():
    async with served() as house:
        address = house.address("Daan")
        house.world.do(lambda uow: uow.people.erase(house.world.by_name["Daan"].id, house.world.town.now))
        await gone(house, address)
        with house.world.database.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM calendar_address").scalar_one() == 0


async def test_own_data_name_it_without_the_address():
    async with served() as house:
        house.address("Anna")
        assert "Agenda-adressen: 1" in house.does("Anna", "/mijngegevens")


async def test_who_guesses_waits_whatever_they_ask_for():
    async with served(wrong=Limit(3, 600.0)) as house:
        address = house.address("Anna")
        for number in range(3):
            assert (await house.get(f"{SITE}/agenda/gok{number}.ics")).status_code == 404
        assert (await house.get(f"{SITE}/agenda/gok.ics")).status_code == 429
        assert (await house.get(address)).status_code == 429


@pytest.mark.parametrize("path", ["", ".ics", "a/b.ics", "%00.ics", "é.ics", "x" * 300 + ".ics", "../agenda.ics"])
async def test_a_strange_address_is_nothing(path: str):
    async with served() as house:
        assert (await house.get(f"{SITE}/agenda/{path}")).status_code == 404


@pytest.mark.parametrize("site", ["http://localhost:8080", ""])
async def test_it_is_offered_only_where_others_can_reach_it(site: str):
    with report_world() as world:
        world.begin(rounds=1)
        if site:
            Served(world, site, None)
        seen = world.town.take(world.town.phone("Anna").forges("p:rapportmaak:1.1.mij.ics"))
        assert not any("agenda" in label for one in seen.changes for label in one.version.labels)
        for button in ("p:agendaadres:1", "p:agendamaak:1"):
            seen = world.town.take(world.town.phone("Anna").forges(button))
            assert "kan hier niet" in seen.toast


@pytest.mark.parametrize("button", ["agendaadres", "agendamaak", "agendaweg"])
@pytest.mark.parametrize("argument", ["", "x", "2", "99999999999999999999", "1.1"])
async def test_a_made_up_button_makes_nothing(button: str, argument: str):
    async with served() as house:
        assert house.forges("Anna", f"p:{button}:{argument}")
        with house.world.database.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM calendar_address").scalar_one() == 0
