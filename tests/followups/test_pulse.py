"""The waardepolsslag: for which days is asked between two rounds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.yearly import first_day
from bot.followups.pulse import pulse_day, pulse_days


@pytest.mark.parametrize(
    ("closed", "days"),
    [
        ("2026-06-30", ["2026-10-30", "2027-02-28"]),
        ("2027-06-30", ["2027-10-30", "2028-02-29"]),
        ("2027-10-31", ["2028-02-29", "2028-06-30"]),
        ("2026-10-31", ["2027-02-28", "2027-06-30"]),
        ("2028-02-29", ["2028-06-29", "2028-10-29"]),
        ("2026-12-31", ["2027-04-30", "2027-08-31"]),
    ],
)
def test_twice_between_two_rounds(closed: str, days: list[str]):
    assert pulse_days(date.fromisoformat(closed)) == tuple(map(date.fromisoformat, days))


@pytest.mark.parametrize(
    ("today", "counts"),
    [
        ("2026-06-30", "2026-10-30"),
        ("2026-10-29", "2026-10-30"),
        ("2026-10-30", "2026-10-30"),
        ("2027-02-27", "2026-10-30"),
        ("2027-02-28", "2027-02-28"),
        ("2029-01-01", "2027-02-28"),
    ],
)
def test_an_answer_counts_for_the_newest_day_that_has_come(today: str, counts: str):
    assert pulse_day(date(2026, 6, 30), date.fromisoformat(today)) == date.fromisoformat(counts)


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)), st.integers(0, 1000))
def test_the_days_come_in_order_and_before_the_yearly_question(closed: date, later: int):
    days = pulse_days(closed)
    assert closed < days[0] < days[1] < first_day(closed)
    assert pulse_day(closed, closed + timedelta(days=later)) in days
