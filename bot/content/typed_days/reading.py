"""All readings of a typed day in their order, each of which knows one way of saying it."""

from __future__ import annotations

import re
from datetime import date

from bot.content.typed_days.calendar import Found
from bot.content.typed_days.counted import read_from_today, read_weekday, read_weekday_later
from bot.content.typed_days.within import (
    read_day_in_month,
    read_named_period,
    read_nth_in_period,
    read_part,
    read_relative_period,
    read_weekday_in_week,
)
from bot.content.typed_days.words import any_of, cleaned
from bot.content.typed_days.written import read_date, read_day_of_month

_READINGS = (
    read_date,
    read_from_today,
    read_weekday,
    read_weekday_later,
    read_relative_period,
    read_weekday_in_week,
    read_part,
    read_nth_in_period,
    read_day_of_month,
    read_day_in_month,
)


def read_dutch(text: str, today: date) -> Found:
    """The days that the text may mean, the likeliest first; [] when they do not exist, None for an unknown form."""
    text = cleaned(text)
    for reading in _READINGS:
        if (found := reading(text, today)) is not None:
            return found
    is_no_day = re.match(rf"{any_of('in')}\b", text) or re.search(rf"\b{any_of('hours')}$", text)
    return [] if is_no_day else None


def read_period(text: str, today: date) -> list[date]:
    """The days that a named period may stand for: *maart*, *week 10*."""
    return read_named_period(cleaned(text), today) or []
