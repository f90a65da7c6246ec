"""Days on which clocks change, days that are not every year, and holidays: asked once, and once again a week later."""

from datetime import date, datetime, timedelta

import pytest
from decade_scene import MONDAY, Scene

from bot.domain.collaboration import Role

AMSTERDAM, CANARY, CURACAO = "Europe/Amsterdam", "Atlantic/Canary", "America/Curacao"


@pytest.fixture
def scene(file, content):
    scene = Scene(file, content)
    yield scene
    scene.world.program.close()


def asked(scene: Scene, who, *kinds: str) -> list[str]:
    """When about these, to the minute, in UTC; a message comes within seconds of its moment."""
    return [f"{one.at:%Y-%m-%d %H:%M}" for one in scene.said(who) if {t.kind for t in one.things} & set(kinds)]


@pytest.mark.parametrize(
    ("due", "zone", "moments"),
    [
        ("2026-10-23", AMSTERDAM, ["2026-10-23 07:00", "2026-10-30 08:00"]),  # the clock goes back in between
        ("2026-10-25", AMSTERDAM, ["2026-10-26 08:00", "2026-11-02 08:00"]),
        ("2027-03-28", AMSTERDAM, ["2027-03-30 07:00", "2027-04-06 07:00"]),  # Easter, and the clock goes forward
        ("2027-03-28", CANARY, ["2027-03-30 08:00", "2027-04-06 08:00"]),
        ("2027-03-28", CURACAO, ["2027-03-30 13:00", "2027-04-06 13:00"]),
        ("2026-12-24", AMSTERDAM, ["2026-12-24 08:00", "2026-12-31 08:00"]),
        ("2026-12-25", AMSTERDAM, ["2026-12-28 08:00", "2027-01-04 08:00"]),
        ("2027-01-01", AMSTERDAM, ["2027-01-04 08:00", "2027-01-11 08:00"]),
        ("2027-04-27", CURACAO, ["2027-04-28 13:00", "2027-05-05 13:00"]),
        ("2027-04-29", AMSTERDAM, ["2027-04-29 07:00", "2027-05-07 07:00"]),  # Ascension Day
        ("2028-02-29", AMSTERDAM, ["2028-02-29 08:00", "2028-03-07 08:00"]),
        ("2032-02-29", AMSTERDAM, ["2032-03-01 08:00", "2032-03-08 08:00"]),
    ],
)
def test_the_owner_is_asked_at_nine_there_and_once_again(scene, due, zone, moments):
    place = scene.collaboration(zone)
    owner = scene.member(place, Role.FACILITATOR)
    scene.agreement(place, owner, date.fromisoformat(due))
    scene.go(f"{datetime.fromisoformat(due) + timedelta(days=60):%Y-%m-%dT%H:%M}")
    assert asked(scene, owner, "afspraak") == moments
    assert scene.rules() == set()


@pytest.mark.parametrize(
    ("due", "zone", "moments"),
    [
        ("2026-09-14", AMSTERDAM, []),  # a week ahead
        ("2026-09-15", AMSTERDAM, ["2026-09-10 07:00"]),  # three working days before
        ("2026-09-20", AMSTERDAM, ["2026-09-16 07:00"]),  # a Sunday
        ("2026-10-19", AMSTERDAM, ["2026-10-14 07:00"]),  # six weeks ahead
        ("2026-10-20", AMSTERDAM, ["2026-09-28 07:00"]),  # a day more: halfway
        ("2026-11-04", CURACAO, ["2026-10-06 13:00"]),
        ("2026-11-05", CANARY, ["2026-10-06 08:00"]),  # 59 days ahead: the 29th of them
        ("2027-04-16", AMSTERDAM, ["2026-12-28 08:00"]),  # halfway is a Saturday
        ("2027-04-12", AMSTERDAM, ["2026-12-24 08:00"]),
        ("2027-04-14", AMSTERDAM, ["2026-12-28 08:00"]),  # halfway is Christmas
    ],
)
def test_before_its_day_there_is_one_contact(scene, due, zone, moments):
    place = scene.collaboration(zone)
    owner = scene.member(place, Role.FACILITATOR)
    scene.agreement(place, owner, date.fromisoformat(due))
    scene.go(f"{due}T22:00")
    assert asked(scene, owner, "vooraf") == moments
    assert scene.rules() == set()


def test_another_day_is_counted_from_the_day_it_was_chosen(scene):
    place = scene.collaboration()
    owner = scene.member(place, Role.FACILITATOR)
    one = scene.agreement(place, owner, date(2026, 9, 11))
    scene.go("2026-09-11T12:00")
    scene.new_day(owner, one, date(2026, 11, 10))  # sixty days on
    scene.go("2026-11-10T12:00")
    assert asked(scene, owner, "vooraf") == ["2026-10-12 07:00"]
    assert asked(scene, owner, "afspraak") == ["2026-09-11 07:00", "2026-11-10 08:00"]
    assert scene.rules() == set()


def test_who_did_not_hear_it_before_its_day_hears_it_on_its_day_only(scene):
    place = scene.collaboration()
    owner = scene.member(place, Role.FACILITATOR)
    scene.agreement(place, owner, date(2026, 9, 18))
    scene.down("2026-09-18T08:00")
    scene.go("2026-09-19T12:00")
    assert asked(scene, owner, "vooraf") == []
    assert asked(scene, owner, "afspraak") == ["2026-09-18 07:00"]
    assert scene.rules() == set()


def test_no_more_before_its_day_is_no_more_on_it(scene):
    place = scene.collaboration()
    owner = scene.member(place, Role.FACILITATOR)
    scene.agreement(place, owner, date(2026, 9, 18))
    scene.go("2026-09-15T12:00")
    scene.no_more(owner)
    scene.go("2026-11-01T12:00")
    assert len(scene.said(owner)) == 1
    assert scene.rules() == set()


@pytest.mark.parametrize(
    ("closed", "first"),
    [
        ("2027-03-31T12:00", "2028-02-29 08:00"),
        ("2026-09-30T12:00", "2027-08-30 07:00"),
        ("2027-01-25T12:00", "2027-12-27 08:00"),  # the 25th is Christmas, the 26th a Sunday
        ("2026-11-27T12:00", "2027-10-27 07:00"),
    ],
)
def test_the_year_is_asked_for_eleven_months_later(scene, closed, first):
    place = scene.collaboration()
    leader = scene.member(place, Role.FACILITATOR)
    manager = scene.member(place, Role.MANAGER, scene.partners(place)[0])
    scene.go(closed)
    scene.close_round(place)
    scene.world.oracle.closed(scene.world.oracle.places[place])
    scene.later(345)
    assert asked(scene, leader, "jaarvraag")[0] == asked(scene, manager, "jaarvraag")[0] == first
    assert scene.rules() == set()


def test_a_quarter_after_the_last_of_november_is_the_last_of_february(scene):
    place = scene.collaboration()
    owner = scene.member(place, Role.FACILITATOR)
    one = scene.agreement(place, owner, date(2027, 11, 30), every="elk_kwartaal")
    scene.go("2027-11-30T12:00")
    scene.tap(owner, f"p:gedaan:{one}.2027-11-30")
    scene.world.changed(place)
    scene.later(120)
    assert asked(scene, owner, "afspraak") == ["2027-11-30 08:00", "2028-02-29 08:00", "2028-03-07 08:00"]
    assert scene.rules() == set()


def test_ten_years_of_nothing_to_do_are_silent(scene):
    place = scene.collaboration()
    scene.member(place, Role.FACILITATOR)
    scene.world.run(MONDAY + timedelta(days=3650))
    assert scene.world.oracle.counts == {}
