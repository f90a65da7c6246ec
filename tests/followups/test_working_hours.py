"""When the bot may speak first."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.followups.working_hours import is_working_day, next_moment, opening, working_day_before

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [
    AMSTERDAM,
    ZoneInfo("UTC"),
    ZoneInfo("America/Curacao"),
    ZoneInfo("Asia/Kolkata"),
    ZoneInfo("Pacific/Auckland"),
]


def local(text: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-09-16", True),
        ("2026-09-18", True),
        ("2026-09-19", False),
        ("2026-09-20", False),
        ("2026-01-01", False),
        ("2026-04-03", False),  # Good Friday, a holiday by the law on terms
        ("2026-04-06", False),  # Easter Monday
        ("2026-04-27", False),  # Koningsdag
        ("2025-04-26", False),
        ("2025-04-27", False),  # Koningsdag was kept on Saturday the 26th
        ("2025-04-28", True),
        ("2026-05-14", False),  # Ascension Day
        ("2026-05-25", False),  # Whit Monday
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2028-12-25", False),
        ("2028-12-26", False),
        ("2028-12-27", True),
        ("2026-12-31", True),
    ],
)
def test_working_days(day: str, works: bool):
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-09-17", "2026-09-16"),
        ("2026-09-21", "2026-09-18"),
        ("2026-09-20", "2026-09-18"),
        ("2026-04-07", "2026-04-02"),
        ("2026-12-28", "2026-12-24"),
        ("2027-01-01", "2026-12-31"),
        ("2027-01-02", "2026-12-31"),
    ],
)
def test_working_day_before(day: str, before: str):
    assert working_day_before(date.fromisoformat(day)) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-09-16T09:00", "2026-09-16T09:00"),
        ("2026-09-16T12:34:56", "2026-09-16T12:34:56"),
        ("2026-09-16T16:59:59", "2026-09-16T16:59:59"),
        ("2026-09-16T17:00", "2026-09-17T09:00"),
        ("2026-09-16T08:59:59", "2026-09-16T09:00"),
        ("2026-09-16T00:00", "2026-09-16T09:00"),
        ("2026-09-16T23:59", "2026-09-17T09:00"),
        ("2026-09-18T17:00", "2026-09-21T09:00"),
        ("2026-09-19T12:00", "2026-09-21T09:00"),
        ("2026-04-02T18:00", "2026-04-07T09:00"),
        ("2026-04-27T11:00", "2026-04-28T09:00"),
        ("2026-12-24T18:00", "2026-12-28T09:00"),
        ("2026-12-31T18:00", "2027-01-04T09:00"),
        ("2026-03-27T20:00", "2026-03-30T09:00"),  # summer time begins on the 29th
        ("2026-10-23T20:00", "2026-10-26T09:00"),  # and ends on the 25th
    ],
)
def test_next_moment_in_the_netherlands(at: str, moment: str):
    assert next_moment(local(at), AMSTERDAM) == local(moment)


def test_next_moment_is_told_in_utc():
    assert next_moment(local("2026-03-27T20:00"), AMSTERDAM).isoformat() == "2026-03-30T07:00:00+00:00"
    assert next_moment(local("2026-10-23T20:00"), AMSTERDAM).isoformat() == "2026-10-26T08:00:00+00:00"


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Amsterdam", "2026-09-17T07:00:00+00:00"),
        ("America/Curacao", "2026-09-16T17:30:00+00:00"),
        ("Asia/Kolkata", "2026-09-17T03:30:00+00:00"),
        ("Pacific/Auckland", "2026-09-16T21:00:00+00:00"),
    ],
)
def test_next_moment_counts_in_the_zone_of_the_people(zone: str, moment: str):
    at = datetime(2026, 9, 16, 17, 30, tzinfo=UTC)
    assert next_moment(at, ZoneInfo(zone)).isoformat() == moment


def test_opening_is_nine_o_clock_on_the_first_working_day():
    assert opening(date(2026, 9, 16), AMSTERDAM) == local("2026-09-16T09:00")
    assert opening(date(2026, 9, 19), AMSTERDAM) == local("2026-09-21T09:00")


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZoneInfo("UTC")))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(ZONES))
def test_next_moment_is_the_first_that_lies_in_working_hours(at: datetime, zone: ZoneInfo):
    moment = next_moment(at, zone)
    there = moment.astimezone(zone)
    assert is_working_day(there.date())
    assert 9 <= there.hour < 17
    assert at <= moment <= at + timedelta(days=6)
    assert next_moment(moment, zone) == moment
    assert moment == at or (there.hour, there.minute, there.second) == (9, 0, 0)
