"""When somebody is asked about something with a day of its own, and when no longer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asking import About, SoFar, Topic
from bot.followups.asking import RHYTHMS, next_ask, unanswered
from bot.followups.working_hours import is_working_day, opening

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, ZoneInfo("America/Curacao"), ZoneInfo("Pacific/Auckland")]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def heard(occasion: str, about: About = About.AGREEMENT) -> SoFar:
    return SoFar(Topic(about, 7, date.fromisoformat(occasion)))


def asked(one: SoFar, now: datetime, zone: ZoneInfo = AMSTERDAM, late: timedelta = timedelta()) -> Iterator[datetime]:
    """The moments at which somebody who says nothing is asked, each sent a little late."""
    while (due := next_ask(one, zone, now)) is not None:
        now = due + late
        yield now
        one = replace(one, asks=one.asks + 1, asked_at=now)


@pytest.mark.parametrize(
    ("about", "occasion", "moments"),
    [
        (About.AGREEMENT, "2026-09-16", ["2026-09-16T09:00", "2026-09-23T09:00"]),
        (About.AGREEMENT, "2026-09-19", ["2026-09-21T09:00", "2026-09-28T09:00"]),  # a Saturday
        (About.AGREEMENT, "2026-12-25", ["2026-12-28T09:00", "2027-01-04T09:00"]),  # Christmas, then a weekend
        (About.AGREEMENT, "2026-12-18", ["2026-12-18T09:00", "2026-12-28T09:00"]),  # the reminder on Christmas Day
        (
            About.AGREEMENT,
            "2026-04-27",
            ["2026-04-28T09:00", "2026-05-05T09:00"],
        ),  # Koningsdag; in 2026 people work on 5 May
        (About.AGREEMENT, "2026-10-19", ["2026-10-19T09:00", "2026-10-26T09:00"]),  # summer time ended in between
        (About.AGREEMENT, "2026-03-23", ["2026-03-23T09:00", "2026-03-30T10:00"]),  # began in between: a week on
        (About.LOOK_BACK, "2026-09-16", ["2026-09-16T09:00", "2026-09-23T09:00"]),
        (About.PULSE, "2026-09-16", ["2026-09-16T09:00"]),
        (About.YEARLY, "2026-09-16", ["2026-09-16T09:00"]),
    ],
)
def test_somebody_who_says_nothing_is_asked(about: About, occasion: str, moments: list[str]):
    one = heard(occasion, about)
    assert list(asked(one, local("2026-01-05T10:00"))) == [local(moment) for moment in moments]


@pytest.mark.parametrize(
    ("about", "now", "due"),
    [
        (About.AGREEMENT, "2026-09-16T08:59", "2026-09-16T09:00"),
        (About.AGREEMENT, "2026-09-16T11:30", "2026-09-16T11:30"),
        (About.AGREEMENT, "2026-09-16T17:00", "2026-09-17T09:00"),
        (About.AGREEMENT, "2026-09-18T20:00", "2026-09-21T09:00"),
        (About.AGREEMENT, "2028-09-18T10:00", "2028-09-18T10:00"),  # an agreement never becomes senseless
        (About.YEARLY, "2028-09-18T10:00", "2028-09-18T10:00"),
        (About.LOOK_BACK, "2026-12-15T08:00", "2026-12-15T09:00"),
        (About.LOOK_BACK, "2026-12-15T09:00", None),  # ninety days, and the hour of winter time
        (About.PULSE, "2026-10-16T09:00", "2026-10-16T09:00"),
        (About.PULSE, "2026-10-16T09:01", None),
    ],
)
def test_after_downtime_what_still_makes_sense_is_asked(about: About, now: str, due: str | None):
    assert next_ask(heard("2026-09-16", about), AMSTERDAM, local(now)) == (local(due) if due else None)


def test_the_reminder_comes_a_week_after_the_question_that_came_late():
    one = replace(heard("2026-09-16"), asks=1, asked_at=local("2026-09-24T11:30"))
    assert next_ask(one, AMSTERDAM, local("2026-09-24T11:30")) == local("2026-10-01T11:30")


def test_a_reminder_that_was_due_while_the_bot_was_down_comes_at_once():
    one = replace(heard("2026-09-16"), asks=1, asked_at=local("2026-09-16T09:00"))
    assert next_ask(one, AMSTERDAM, local("2026-11-04T12:00")) == local("2026-11-04T12:00")


@pytest.mark.parametrize("about", RHYTHMS)
def test_who_said_never_is_not_asked(about: About):
    one = replace(heard("2026-09-16", about), muted=True)
    assert next_ask(one, AMSTERDAM, local("2026-09-16T09:00")) is None


@pytest.mark.parametrize("about", RHYTHMS)
def test_who_was_asked_often_enough_is_not_asked_again(about: About):
    most = RHYTHMS[about].most
    one = replace(heard("2026-09-16", about), asks=most, asked_at=local("2026-09-16T09:00"))
    assert next_ask(one, AMSTERDAM, local("2026-10-01T09:00")) is None
    assert unanswered(one)
    assert not unanswered(replace(one, asks=most - 1))


@pytest.mark.parametrize(
    ("asks", "later_at", "due"),
    [
        (0, "2026-09-16T09:05", "2026-09-21T09:00"),  # on a Wednesday: three days on is a Saturday
        (0, "2026-09-18T11:00", "2026-09-21T11:00"),
        (1, "2026-09-18T11:00", "2026-09-21T11:00"),  # the second time that it was asked: in a few days as well
        (1, "2026-09-15T11:00", "2026-09-23T09:00"),  # and asked again since
    ],
)
def test_later_puts_off(asks: int, later_at: str, due: str):
    one = replace(heard("2026-09-16"), asks=asks, asked_at=local("2026-09-16T09:00"), later_at=local(later_at))
    assert next_ask(one, AMSTERDAM, local("2026-09-16T09:05")) == local(due)


def test_whoever_keeps_saying_later_is_asked_every_few_days():
    one, now, found = heard("2026-09-16"), local("2026-09-16T09:00"), []
    for _ in range(4):
        due = next_ask(one, AMSTERDAM, now)
        assert due is not None
        found.append(due)
        one = replace(one, asks=0, asked_at=due, later_at=due)
    wanted = ["2026-09-16T09:00", "2026-09-21T09:00", "2026-09-24T09:00", "2026-09-28T09:00"]
    assert found == [local(moment) for moment in wanted]


def test_what_was_put_off_too_long_has_become_senseless():
    one = replace(heard("2026-09-16", About.PULSE), asked_at=local("2026-10-12T09:00"))
    one = replace(one, later_at=one.asked_at)
    assert next_ask(one, AMSTERDAM, local("2026-10-14T09:00")) == local("2026-10-15T09:00")
    assert next_ask(one, AMSTERDAM, local("2026-10-17T09:00")) is None


ASKED = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LATE = st.timedeltas(timedelta(), timedelta(hours=30))


@given(ASKED, st.integers(-40, 200), st.sampled_from(list(RHYTHMS)), st.sampled_from(ZONES), LATE)
def test_asking_keeps_its_promises(now: datetime, days: int, about: About, zone: ZoneInfo, late: timedelta):
    occasion = now.astimezone(zone).date() + timedelta(days=days)
    rhythm = RHYTHMS[about]
    moments = list(asked(SoFar(Topic(about, 7, occasion)), now, zone, late))
    due = [moment - late for moment in moments]
    assert len(moments) <= rhythm.most
    assert all(one >= max(now, opening(occasion, zone)) and one.utcoffset() == timedelta() for one in due)
    there = [one.astimezone(zone) for one in due]
    assert [is_working_day(d.date()) and 9 <= d.hour < 17 for d in there] == [True] * len(there)
    assert all(after - before >= rhythm.apart for before, after in zip(moments, due[1:], strict=False))
    if rhythm.expires is None:
        assert len(moments) == rhythm.most
