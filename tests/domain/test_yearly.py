"""The yearly moment: three months in a row, then a year after the first; never the end of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.months import months_on
from bot.domain.yearly import first_day, occasions, years_between


def days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


@pytest.mark.parametrize(
    ("closed", "asked"),
    [
        ("2026-06-30", "2027-05-30"),
        ("2026-07-31", "2027-06-30"),
        ("2027-03-31", "2028-02-29"),
        ("2026-03-31", "2027-02-28"),
        ("2028-02-29", "2029-01-29"),
        ("2026-01-15", "2026-12-15"),
        ("2026-12-31", "2027-11-30"),
    ],
)
def test_the_next_round_is_asked_for_after_eleven_months(closed: str, asked: str):
    assert days(asked) == (first_day(date.fromisoformat(closed)),)


@pytest.mark.parametrize(
    ("on", "today", "found"),
    [
        ("2027-05-30", "2026-07-01", ["2027-05-30"]),
        ("2027-05-30", "2027-05-29", ["2027-05-30"]),
        ("2027-05-30", "2027-05-30", ["2027-05-30", "2027-06-30"]),
        ("2027-05-30", "2027-07-01", ["2027-06-30", "2027-07-30"]),
        ("2027-05-30", "2027-07-30", ["2027-07-30", "2028-05-30"]),
        ("2027-05-30", "2028-05-29", ["2027-07-30", "2028-05-30"]),
        ("2027-05-30", "2028-05-30", ["2028-05-30", "2028-06-30"]),
        ("2027-05-30", "2031-01-01", ["2030-07-30", "2031-05-30"]),
        ("2028-02-29", "2029-03-01", ["2029-02-28", "2029-03-29"]),
        ("2028-02-29", "2032-02-29", ["2032-02-29", "2032-03-29"]),
        ("2027-12-31", "2028-02-01", ["2028-01-31", "2028-02-29"]),
        ("2027-12-31", "2028-02-29", ["2028-02-29", "2028-12-31"]),
    ],
)
def test_the_day_asked_for_now_and_the_next_one(on: str, today: str, found: list[str]):
    assert occasions(date.fromisoformat(on), date.fromisoformat(today)) == days(*found)


DAYS = st.dates(date(2025, 1, 1), date(2032, 12, 31))


@given(DAYS, st.integers(-400, 4000))
def test_there_is_always_another_day(on: date, later: int):
    today = on + timedelta(days=later)
    found = occasions(on, today)
    assert found[-1] > today
    assert [day <= today for day in found[:-1]] == [True] * (len(found) - 1)
    assert len(found) == (1 if today < on else 2)
    assert found[-1] <= months_on(max(on, today), 12)


@given(DAYS)
def test_in_four_years_it_is_asked_twelve_times(on: date):
    asked = {day for later in range(0, 1461, 7) for day in occasions(on, on + timedelta(days=later))}
    assert len({day for day in asked if day < months_on(on, 48)}) == 12


@pytest.mark.parametrize(
    ("day", "years"),
    [("2026-10-01", 0), ("2027-04-30", 0), ("2027-05-31", 1), ("2027-08-30", 1), ("2028-05-29", 1), ("2028-05-30", 2)],
)
def test_how_many_years_it_nearly_is(day: str, years: int):
    assert years_between(date(2026, 6, 30), date.fromisoformat(day)) == years
