"""When somebody is reminded of a phase they have not handed in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asking import About, SoFar, Topic
from bot.followups.phase_reminder import APART, AT_MOST, Owed, may_nudge, next_reminder
from bot.followups.working_hours import is_working_day, working_day_before

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, ZoneInfo("America/Curacao"), ZoneInfo("Pacific/Auckland")]
FRESH = SoFar(Topic(About.PHASE, 1, date(2026, 9, 1)))


def local(text: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def owed(opened: str, deadline: str | None, **heard: object) -> Owed:
    day = date.fromisoformat(deadline) if deadline else None
    return Owed(replace(FRESH, **heard), local(opened), day, AMSTERDAM)  # type: ignore[arg-type]


def reminded(one: Owed, late: timedelta = timedelta()) -> Iterator[datetime]:
    """The moments at which somebody who does nothing is reminded, each sent a little late."""
    now = one.opened_at
    while (due := next_reminder(one, now)) is not None:
        now = due + late
        yield now
        one = replace(one, heard=replace(one.heard, asks=one.heard.asks + 1, asked_at=now))


@pytest.mark.parametrize(
    ("opened", "deadline", "moments"),
    [
        ("2026-09-01T10:00", None, ["2026-09-08T09:00", "2026-09-22T09:00"]),
        ("2026-09-05T10:00", None, ["2026-09-14T09:00", "2026-09-28T09:00"]),
        ("2026-09-01T10:00", "2026-09-15", ["2026-09-07T09:00", "2026-09-14T09:00"]),
        ("2026-09-01T10:00", "2026-09-21", ["2026-09-09T09:00", "2026-09-18T09:00"]),
        ("2026-09-01T10:00", "2026-09-20", ["2026-09-09T09:00", "2026-09-18T09:00"]),
        ("2026-12-08T10:00", "2026-12-28", ["2026-12-16T09:00", "2026-12-24T09:00"]),
        ("2026-03-23T10:00", "2026-04-07", ["2026-03-30T09:00", "2026-04-02T09:00"]),
        ("2026-09-01T10:00", "2026-09-05", ["2026-09-04T09:00"]),
        ("2026-09-01T10:00", "2026-09-03", ["2026-09-02T09:00"]),
        ("2026-09-01T16:59", "2026-09-03", ["2026-09-02T09:00"]),
        ("2026-09-01T10:00", "2026-09-02", []),
        ("2026-09-01T08:00", "2026-09-02", []),
        ("2026-09-01T10:00", "2026-09-01", []),
        ("2026-09-01T10:00", "2026-08-01", []),
        ("2026-09-04T10:00", "2026-09-07", []),
        ("2026-09-05T10:00", "2026-09-07", []),
    ],
)
def test_somebody_who_does_nothing_is_reminded(opened: str, deadline: str | None, moments: list[str]):
    assert list(reminded(owed(opened, deadline))) == [local(moment) for moment in moments]


@pytest.mark.parametrize(
    "heard",
    [
        {"muted": True},
        {"asks": 2, "asked_at": local("2026-09-02T10:00")},
    ],
)
@pytest.mark.parametrize("deadline", [None, "2026-09-15"])
def test_nobody_is_reminded_who_said_no_or_had_two(heard: dict[str, object], deadline: str | None):
    assert next_reminder(owed("2026-09-01T10:00", deadline, **heard), local("2026-09-03T10:00")) is None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-09-01T10:00", "2026-09-14T09:00"),
        ("2026-09-14T11:30", "2026-09-14T11:30"),
        ("2026-09-14T16:59", "2026-09-14T16:59"),
        ("2026-09-14T17:00", None),
        ("2026-09-15T10:00", None),
        ("2026-09-16T10:00", None),
    ],
)
def test_the_last_reminder_after_downtime_is_sent_while_it_makes_sense(now: str, due: str | None):
    one = owed("2026-09-01T10:00", "2026-09-15", asks=1, asked_at=local("2026-09-07T09:00"))
    assert next_reminder(one, local(now)) == (local(due) if due else None)


def test_a_nudge_takes_the_place_of_the_first_reminder():
    one = owed("2026-09-01T10:00", "2026-09-15", asks=1, asked_at=local("2026-09-03T15:00"))
    assert next_reminder(one, local("2026-09-03T15:00")) == local("2026-09-14T09:00")


def test_a_late_nudge_leaves_no_room_for_the_last_reminder():
    one = owed("2026-09-01T10:00", "2026-09-15", asks=1, asked_at=local("2026-09-12T15:00"))
    assert next_reminder(one, local("2026-09-12T15:00")) is None


def test_a_nudge_pushes_the_last_reminder_three_days_on_where_that_fits():
    one = owed("2026-09-01T10:00", "2026-09-15", asks=1, asked_at=local("2026-09-11T15:00"))
    assert next_reminder(one, local("2026-09-11T15:00")) == local("2026-09-14T15:00")


def test_later_brings_the_reminder_back_after_three_days_at_least():
    one = owed("2026-09-01T10:00", "2026-09-15", asks=0, asked_at=local("2026-09-07T09:00"))
    one = replace(one, heard=replace(one.heard, later_at=local("2026-09-07T09:05")))
    assert next_reminder(one, local("2026-09-07T09:05")) == local("2026-09-10T09:05")
    again = replace(one, heard=replace(one.heard, asks=1, asked_at=local("2026-09-10T09:05")))
    assert next_reminder(again, local("2026-09-10T09:05")) == local("2026-09-14T09:00")
    assert next_reminder(replace(one, deadline=None), local("2026-09-07T09:05")) == local("2026-09-10T09:05")


def test_reminders_over_the_end_of_summer_time_stay_at_nine():
    assert list(reminded(owed("2026-10-20T10:00", None))) == [local("2026-10-27T09:00"), local("2026-11-10T09:00")]
    assert list(reminded(owed("2026-10-19T10:00", "2026-10-27"))) == [
        local("2026-10-22T09:00"),
        local("2026-10-26T09:00"),
    ]


@pytest.mark.parametrize(
    ("heard", "allowed"),
    [
        ({}, True),
        ({"later_at": local("2026-09-08T10:00")}, False),
        ({"muted": True}, False),
        ({"asks": 1, "asked_at": local("2026-09-07T10:00")}, True),
        ({"asks": 1, "asked_at": local("2026-09-07T10:01")}, False),
        ({"asks": 2, "asked_at": local("2026-09-01T10:00")}, False),
    ],
)
def test_may_nudge(heard: dict[str, object], allowed: bool):
    assert may_nudge(replace(FRESH, **heard), local("2026-09-10T10:00")) is allowed  # type: ignore[arg-type]


OPENED = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.none() | st.integers(-3, 120)
LATE = st.timedeltas(timedelta(), timedelta(hours=30))


@given(OPENED, DAYS, st.sampled_from(ZONES), LATE)
def test_reminders_keep_their_promises(opened: datetime, days: int | None, zone: ZoneInfo, late: timedelta):
    first_day = opened.astimezone(zone).date()
    deadline = None if days is None else first_day + timedelta(days=days)
    moments = list(reminded(Owed(FRESH, opened, deadline, zone), late))
    due = [(moment - late).astimezone(zone) for moment in moments]
    assert len(moments) <= AT_MOST
    assert [is_working_day(d.date()) and 9 <= d.hour < 17 and d.date() > first_day for d in due] == [True] * len(due)
    assert all(later - earlier >= APART for earlier, later in zip(moments, due[1:], strict=False))
    if deadline is None:
        assert len(moments) == 2
    else:
        assert [d.date() < deadline for d in due] == [True] * len(due)


@given(OPENED, st.integers(0, 120), st.sampled_from(ZONES))
def test_the_last_reminder_comes_on_the_working_day_before_the_deadline(opened: datetime, days: int, zone: ZoneInfo):
    first_day = opened.astimezone(zone).date()
    deadline = first_day + timedelta(days=days)
    last = working_day_before(deadline)
    moments = [moment.astimezone(zone) for moment in reminded(Owed(FRESH, opened, deadline, zone))]
    assert [m.date() for m in moments[-1:]] == ([last] if last > first_day else [])


@given(OPENED, DAYS, st.sampled_from(ZONES), st.timedeltas(timedelta(), timedelta(days=130)))
def test_next_reminder_is_never_before_now(opened: datetime, days: int | None, zone: ZoneInfo, later: timedelta):
    deadline = None if days is None else opened.astimezone(zone).date() + timedelta(days=days)
    due = next_reminder(Owed(FRESH, opened, deadline, zone), opened + later)
    assert due is None or (due >= opened + later and due.utcoffset() == timedelta())
