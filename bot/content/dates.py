"""Days as people type and read them. Dutch is read by our own grammar; `dateparser` knows a few more ways."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from bot.content.typed_days.reading import read_dutch, read_period
from bot.content.typed_days.times import Untimed, without_dotted_time, without_time
from bot.content.typed_days.words import words

_LONGEST = 100


def day_in_words(day: date) -> str:
    """As in *vrijdag 4 december 2026*."""
    return f"{words()['weekdays'][day.weekday()]} {day.day} {words()['months'][day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """As in *vrijdag 4 december 2026 om 14:05*; the moment is given in the zone it must be read in."""
    return f"{day_in_words(moment.date())} om {moment:%H:%M}"


class Meant(NamedTuple):
    """The days that a text may mean, the soonest first, and whether it names a time of that day as well."""

    days: tuple[date, ...]
    timed: bool


def meant(text: str, today: date) -> Meant:
    """What people mean by a Dutch text: no days when it names none that exists.

    Several days are a question to ask: *volgende vrijdag*, *maart*. A time is found wherever it stands, so that it is
    never dropped unseen: *vrijdagmiddag*, *maandag om 9 uur*.
    A weekday or a date without a year is the next one that comes. A day may lie in the past when the text says so.
    """
    if len(text) > _LONGEST:
        return Meant((), timed=False)
    found = _read(without_time(text), today)
    return found if found.days else _read(without_dotted_time(text), today, otherwise=found)


def meanings(text: str, today: date) -> tuple[date, ...]:
    """The days that people may mean, whether or not a time is named too."""
    return meant(text, today).days


def _read(untimed: Untimed, today: date, otherwise: Meant | None = None) -> Meant:
    found, timed = read_dutch(untimed.text, today), untimed.timed
    if found is None:
        found, named = _by_library(untimed.text, today)
        timed = timed or named
    days = tuple(sorted(set(found or read_period(untimed.text, today))))
    return Meant(days, timed) if days or otherwise is None else otherwise


def _by_library(text: str, today: date) -> tuple[list[date], bool]:
    """The day it knows, and whether it read a time too."""
    from dateparser import parse  # slow to import and seldom needed

    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - dateparser counts in naive local days
    found = parse(
        text,
        languages=["nl"],
        settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "STRICT_PARSING": True},
    )
    return ([], False) if found is None else ([found.date()], found.time() != time.min)
