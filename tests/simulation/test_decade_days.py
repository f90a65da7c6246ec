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


def asked(scene: Scene, who) -> list[str]:
    """When, to the minute, in UTC; a message comes within seconds of its moment."""
    return [f"{one.at:%Y-%m-%d %H:%M}" for one in scene.said(who)]


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
    assert asked(scene, owner) == moments
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
    assert asked(scene, leader)[0] == asked(scene, manager)[0] == first
    assert scene.rules() == set()


def test_a_quarter_after_the_last_of_november_is_the_last_of_february(scene):
    place = scene.collaboration()
    owner = scene.member(place, Role.FACILITATOR)
    one = scene.agreement(place, owner, date(2027, 11, 30), every="elk_kwartaal")
    scene.go("2027-11-30T12:00")
    scene.tap(owner, f"p:gedaan:{one}.2027-11-30")
    scene.world.changed(place)
    scene.later(120)
    assert asked(scene, owner) == ["2027-11-30 08:00", "2028-02-29 08:00", "2028-03-07 08:00"]
    assert scene.rules() == set()


def test_ten_years_of_nothing_to_do_are_silent(scene):
    place = scene.collaboration()
    scene.member(place, Role.FACILITATOR)
    scene.world.run(MONDAY + timedelta(days=3650))
    assert scene.world.oracle.counts == {}
