"""The one contact before the day of an agreement."""

from datetime import date

import pytest

from bot.followups.before import Contact, contact_before

MONDAY = date(2026, 9, 7)


@pytest.mark.parametrize(
    ("due", "day", "halfway"),
    [
        ("2026-09-08", None, False),
        ("2026-09-14", None, False),  # a week ahead
        ("2026-09-15", "2026-09-10", False),
        ("2026-09-21", "2026-09-16", False),  # a weekend lies before it
        ("2026-10-19", "2026-10-14", False),  # six weeks ahead
        ("2026-10-20", "2026-09-28", True),  # a day more
        ("2027-09-07", "2027-03-08", True),
    ],
)
def test_which_day_and_what_for(due: str, day: str | None, halfway: bool):
    expected = None if day is None else Contact(date.fromisoformat(day), halfway)
    assert contact_before(date.fromisoformat(due), MONDAY) == expected


def test_holidays_are_no_working_days():
    assert contact_before(date(2026, 12, 29), date(2026, 12, 15)) == Contact(date(2026, 12, 23), halfway=False)


def test_a_day_that_was_chosen_late_is_not_spoken_of_before():
    assert contact_before(date(2026, 9, 7), date(2026, 9, 20)) is None
