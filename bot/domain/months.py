"""Counting in months. Pure."""

import calendar
from datetime import date


def months_on(day: date, months: int) -> date:
    """The same day so many months on; the last of that month where it has no such day (29 February)."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
