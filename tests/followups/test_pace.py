"""At once, once a week or not at all; and never two messages on one day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asking import Pace
from bot.followups.pace import at_pace
from bot.followups.working_hours import is_working_day, next_moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, ZoneInfo("America/Curacao"), ZoneInfo("Pacific/Auckland")]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def paced(moment: str, pace: Pace, prompted: str | None) -> datetime | None:
    return at_pace(local(moment), pace, local(prompted) if prompted else None, AMSTERDAM)


@pytest.mark.parametrize(
    ("moment", "prompted", "comes"),
    [
        ("2026-09-16T11:00", None, "2026-09-16T11:00"),
        ("2026-09-16T11:00", "2026-09-15T16:00", "2026-09-16T11:00"),
        ("2026-09-16T11:00", "2026-09-16T09:00", "2026-09-17T09:00"),
        ("2026-09-16T09:00", "2026-09-16T09:00", "2026-09-17T09:00"),
        ("2026-09-18T16:59", "2026-09-18T09:00", "2026-09-21T09:00"),
        ("2026-09-19T12:00", None, "2026-09-21T09:00"),
        ("2026-12-24T11:00", "2026-12-24T09:00", "2026-12-28T09:00"),
        ("2026-10-23T11:00", "2026-10-23T09:00", "2026-10-26T09:00"),  # summer time ends in between
        ("2026-09-16T23:30", "2026-09-16T22:00", "2026-09-17T09:00"),
        ("2026-10-16T11:00", "2026-09-16T09:00", "2026-10-16T11:00"),
    ],
)
def test_at_once_means_one_message_a_day(moment: str, prompted: str | None, comes: str):
    assert paced(moment, Pace.NOW, prompted) == local(comes)


@pytest.mark.parametrize(
    ("moment", "prompted", "comes"),
    [
        ("2026-09-16T11:00", None, "2026-09-21T09:00"),
        ("2026-09-21T09:00", None, "2026-09-21T09:00"),
        ("2026-09-21T08:00", None, "2026-09-21T09:00"),
        ("2026-09-21T11:00", None, "2026-09-21T11:00"),
        ("2026-09-22T09:00", None, "2026-09-28T09:00"),
        ("2026-09-20T12:00", None, "2026-09-21T09:00"),
        ("2026-09-21T09:00", "2026-09-14T09:00", "2026-09-21T09:00"),
        ("2026-09-21T09:00", "2026-09-21T09:00", "2026-09-28T09:00"),
        ("2026-09-21T09:00", "2026-09-18T15:00", "2026-09-21T09:00"),
        ("2026-09-23T09:00", "2026-09-21T09:00", "2026-09-28T09:00"),
        ("2026-04-02T11:00", None, "2026-04-07T09:00"),  # Easter Monday: the digest comes on Tuesday
        ("2026-04-06T11:00", None, "2026-04-07T09:00"),
        ("2026-04-07T11:00", None, "2026-04-07T11:00"),
        ("2026-04-08T09:00", None, "2026-04-13T09:00"),
        ("2026-04-07T09:00", "2026-04-07T09:00", "2026-04-13T09:00"),
        ("2026-05-21T09:00", None, "2026-05-26T09:00"),  # Whit Monday
        ("2026-04-24T09:00", None, "2026-04-28T09:00"),  # Koningsdag is a Monday in 2026
        ("2026-10-22T09:00", None, "2026-10-26T09:00"),  # summer time ends in between
        ("2026-03-26T09:00", None, "2026-03-30T09:00"),
        ("2026-12-22T09:00", None, "2026-12-28T09:00"),
        ("2028-12-20T09:00", None, "2028-12-27T09:00"),  # Christmas on Monday and Tuesday
    ],
)
def test_once_a_week_means_its_first_working_day(moment: str, prompted: str | None, comes: str):
    assert paced(moment, Pace.WEEKLY, prompted) == local(comes)


@pytest.mark.parametrize("prompted", ["2026-09-21T09:00", "2026-09-21T10:59"])
def test_once_a_week_means_no_second_message_that_day(prompted: str):
    assert paced("2026-09-21T11:00", Pace.WEEKLY, prompted) == local("2026-09-28T09:00")


def test_once_a_week_means_next_week_after_closing_time():
    assert paced("2026-09-21T17:30", Pace.WEEKLY, None) == local("2026-09-28T09:00")


@pytest.mark.parametrize("prompted", [None, "2026-09-16T09:00"])
def test_off_means_nothing(prompted: str | None):
    assert paced("2026-09-16T11:00", Pace.OFF, prompted) is None


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
GAPS = st.lists(st.timedeltas(timedelta(), timedelta(days=20)), min_size=1, max_size=8)


def told(begin: datetime, gaps: list[timedelta], pace: Pace, zone: ZoneInfo) -> Iterator[datetime]:
    """When something is said that becomes due again and again, always within working hours."""
    moment, prompted = begin, None
    for gap in gaps:
        moment = next_moment(moment + gap, zone)
        due = at_pace(moment, pace, prompted, zone)
        assert due is not None
        assert due >= moment
        assert due.utcoffset() == timedelta()
        prompted = moment = due
        yield due.astimezone(zone)


@given(MOMENTS, GAPS, st.sampled_from(ZONES))
def test_never_two_messages_on_one_day(begin: datetime, gaps: list[timedelta], zone: ZoneInfo):
    found = list(told(begin, gaps, Pace.NOW, zone))
    assert len({moment.date() for moment in found}) == len(found)
    assert [is_working_day(m.date()) and 9 <= m.hour < 17 for m in found] == [True] * len(found)


@given(MOMENTS, st.integers(0, 8), st.sampled_from(ZONES))
def test_never_two_digests_in_one_week(begin: datetime, times: int, zone: ZoneInfo):
    found = list(told(begin, [timedelta()] * times, Pace.WEEKLY, zone))
    assert len({moment.date().isocalendar()[:2] for moment in found}) == len(found)
    for moment in found:
        monday = moment.date() - timedelta(days=moment.weekday())
        earlier = [monday + timedelta(days=n) for n in range(moment.weekday())]
        assert not any(map(is_working_day, earlier))


@pytest.mark.parametrize("pace", [Pace.NOW, Pace.WEEKLY])
def test_nothing_comes_before_somebody_is_back(pace: Pace) -> None:
    away = date(2026, 9, 24)
    due = local("2026-09-16T11:00")
    comes = at_pace(due, pace, None, AMSTERDAM, away)
    assert comes is not None
    assert comes.astimezone(AMSTERDAM).date() >= away
    assert at_pace(due, Pace.OFF, None, AMSTERDAM, away) is None


def test_who_is_back_hears_at_once_what_is_due() -> None:
    away = date(2026, 9, 26)  # a Saturday
    assert at_pace(local("2026-09-16T11:00"), Pace.NOW, None, AMSTERDAM, away) == local("2026-09-28T09:00")
    later = local("2026-10-01T15:00")
    assert at_pace(later, Pace.NOW, None, AMSTERDAM, away) == later
