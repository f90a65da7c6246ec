"""Days as people type and read them. `dateparser` knows most; what it does not know of Dutch is read first, by us."""

from __future__ import annotations

from datetime import date, datetime

from bot.content.typed_days import read_dutch, words


def day_in_words(day: date) -> str:
    """As in *vrijdag 4 december 2026*."""
    return f"{words()['weekdays'][day.weekday()]} {day.day} {words()['months'][day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """As in *vrijdag 4 december 2026 om 14:05*; the moment is given in the zone it must be read in."""
    return f"{day_in_words(moment.date())} om {moment:%H:%M}"


def read_day(text: str, today: date) -> date | None:
    """The day a Dutch text names, seen from `today`; None when it names no day that exists.

    A weekday or a date without a year is the next one that comes. The result may lie in the past when the text says so.
    """
    if len(text) > 100:
        return None
    understood, day = read_dutch(text, today)
    return day if understood else _by_library(text, today)


def _by_library(text: str, today: date) -> date | None:
    from dateparser import parse  # slow to import and seldom needed

    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - dateparser counts in naive local days
    found = parse(
        text,
        languages=["nl"],
        settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "STRICT_PARSING": True},
    )
    return None if found is None else found.date()
