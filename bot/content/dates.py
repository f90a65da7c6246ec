"""Days as people type and read them. `dateparser` knows most; what it does not know of Dutch is read first, here."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from bot.content.load import CONTENT_FOLDER

_WORD = re.compile(r"\s+")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{2}|\d{4}))?")


@cache
def _words() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((CONTENT_FOLDER / "nl" / "dates.yaml").read_text(encoding="utf-8"))
    return content


def day_in_words(day: date) -> str:
    """As in *vrijdag 4 december 2026*."""
    words = _words()
    return f"{words['weekdays'][day.weekday()]} {day.day} {words['months'][day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """As in *vrijdag 4 december 2026 om 14:05*; the moment is given in the zone it must be read in."""
    return f"{day_in_words(moment.date())} om {moment:%H:%M}"


def read_day(text: str, today: date) -> date | None:
    """The day a Dutch text names, seen from `today`; None when it names no day that exists.

    A weekday or a date without a year is the next one that comes. The result may lie in the past when the text says so.
    """
    cleaned = _WORD.sub(" ", text.strip().lower().rstrip(".!"))
    if _NUMERIC.fullmatch(cleaned):
        return _numeric(cleaned, today)
    for reading in (_fixed, _from_now, _weekday, _part_of_month, _day_and_month):
        found = reading(cleaned, today)
        if found is not None:
            return found
    return None if _names_month(cleaned) else _by_library(cleaned, today)


def _numeric(text: str, today: date) -> date | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    day, month, year = match.groups()
    return _dated(int(day), int(month), year, today)


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _exists(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _exists(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    later = (_exists(today.year + years, month, day) for years in range(1, 9))
    return next((found for found in later if found is not None), None)


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fixed(text: str, today: date) -> date | None:
    days = _words()["fixed"].get(text)
    return None if days is None else today + timedelta(days=days)


def _from_now(text: str, today: date) -> date | None:
    """*over drie weken*, *over 10 dagen*, *over een maand*."""
    words = _words()
    match = re.fullmatch(rf"{words['in']} (\w+) (\w+)", text)
    if match is None:
        return None
    number = words["numbers"].get(match[1]) or (int(match[1]) if match[1].isdecimal() else None)
    unit = words["units"].get(match[2])
    if number is None or unit is None or number > 1000:
        return None
    if unit in ("day", "week"):
        return today + timedelta(days=number * (7 if unit == "week" else 1))
    return _months_on(today, number * (12 if unit == "year" else 1))


def _months_on(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that day does not exist."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _weekday(text: str, today: date) -> date | None:
    """*vrijdag*, *komende vrijdag*, *volgende week dinsdag*."""
    words = _words()
    next_week = text.startswith(words["next_week"])
    rest = text.removeprefix(words["next_week"]).strip()
    for word in words["coming"]:
        rest = rest.removeprefix(f"{word} ") if not next_week else rest
    rest = words["short_weekdays"].get(rest, rest)
    if next_week and not rest:
        rest = words["weekdays"][0]
    if rest not in words["weekdays"]:
        return None
    wanted = words["weekdays"].index(rest)
    if next_week:
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _part_of_month(text: str, today: date) -> date | None:
    """*begin maart* is the 1st, *half maart* the 15th, *eind maart* its last day."""
    words = _words()
    first, _, rest = text.partition(" ")
    month, _, year = rest.partition(" ")
    if month not in words["months"] or (year and not re.fullmatch(r"\d{4}", year)):
        return None
    number = words["months"].index(month) + 1
    if first == words["begin_of"]:
        return _dated(1, number, year or None, today)
    if first in words["middle_of"]:
        return _dated(15, number, year or None, today)
    if first != words["end_of"]:
        return None
    in_year = int(year) if year else today.year
    last = date(in_year, number, calendar.monthrange(in_year, number)[1])
    if last >= today or year:
        return last
    return date(in_year + 1, number, calendar.monthrange(in_year + 1, number)[1])


def _day_and_month(text: str, today: date) -> date | None:
    """*1 maart*, *vrijdag 4 december*, *4 dec 2026*."""
    match = re.fullmatch(r"(?:\w+ )?(\d{1,2})(?:e)? (\w+)\.?(?: (\d{4}))?", text)
    if match is None:
        return None
    month = _month(match[2])
    return None if month is None else _dated(int(match[1]), month, match[3], today)


def _month(word: str) -> int | None:
    """A month by its name or the beginning of it, at least three letters."""
    names = [name for name in _words()["months"] if len(word) >= 3 and name.startswith(word)]
    return _words()["months"].index(names[0]) + 1 if len(names) == 1 else None


def _names_month(text: str) -> bool:
    return re.search(r"\d", text) is not None and any(_month(word) for word in text.split())


def _by_library(text: str, today: date) -> date | None:
    from dateparser import parse  # slow to import and seldom needed

    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - dateparser counts in naive local days
    found = parse(
        text,
        languages=["nl"],
        settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "STRICT_PARSING": True},
    )
    return None if found is None else found.date()
