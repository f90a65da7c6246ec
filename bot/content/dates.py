"""Days as people type and read them. Dutch is read by our own grammar; `dateparser` knows a few more ways."""

from __future__ import annotations

from datetime import date, datetime

from bot.content.typed_days.reading import read_dutch, read_period
from bot.content.typed_days.words import names_a_time as names_a_time
from bot.content.typed_days.words import words

_LONGEST = 100


def day_in_words(day: date) -> str:
    """As in *vrijdag 4 december 2026*."""
    return f"{words()['weekdays'][day.weekday()]} {day.day} {words()['months'][day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """As in *vrijdag 4 december 2026 om 14:05*; the moment is given in the zone it must be read in."""
    return f"{day_in_words(moment.date())} om {moment:%H:%M}"


def meanings(text: str, today: date) -> tuple[date, ...]:
    """Every day that people may mean by a Dutch text, the soonest first: () when it names no day that exists.

    Several days are a question to ask: *volgende vrijdag*, *maart*.
    A weekday or a date without a year is the next one that comes. A day may lie in the past when the text says so.
    """
    if len(text) > _LONGEST:
        return ()
    found = read_dutch(text, today)
    if found is None:
        found = _by_library(text, today)
    return tuple(sorted(set(found or read_period(text, today))))


def _by_library(text: str, today: date) -> list[date]:
    from dateparser import parse  # slow to import and seldom needed

    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - dateparser counts in naive local days
    found = parse(
        text,
        languages=["nl"],
        settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "STRICT_PARSING": True},
    )
    return [] if found is None else [found.date()]
