"""Counting with days: what exists, what comes next, and so many months on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

_LAST_YEAR = 2999  # later years are typing errors
Found = list[date] | None
"""What a reading makes of a text: its days, the likeliest first; [] when no such day exists, None for another form."""


def existing(year: int, month: int, day: int) -> date | None:
    """That day; None when there is no such day."""
    try:
        return date(year, month, day) if year <= _LAST_YEAR else None
    except ValueError:
        return None


def next_dated(day: int, month: int, today: date) -> date | None:
    """The next day so written, today included; 29 February may be years away."""
    return first_coming((existing(today.year + years, month, day) for years in range(9)), today)


def first_coming(days: Iterable[date | None], today: date) -> date | None:
    """The first of these that is not past."""
    return next((day for day in days if day is not None and day >= today), None)


def months_on(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that day does not exist."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_month(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def monday(day: date) -> date:
    """The Monday of that week."""
    return day - timedelta(days=day.weekday())


def next_weekday(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
