"""A small grammar of the days that Dutch people type. Each reading below knows one way of saying it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml

from bot.content.load import CONTENT_FOLDER

_NUMERIC = re.compile(r"(?:(\w+) )?(\d{1,2})[-/.](\d{1,2})(?:[-/.]'?(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(?:(\w+) )?(\d{1,2}) ?(?:e |ste |de )? ?([a-z]+)\.?(?: '?(\d{4}|\d{2}))?")
_MOST = 1000


@cache
def words() -> dict[str, Any]:
    """The words of the language."""
    content: dict[str, Any] = yaml.safe_load((CONTENT_FOLDER / "nl" / "dates.yaml").read_text(encoding="utf-8"))
    return content


def read_dutch(text: str, today: date) -> tuple[bool, date | None]:
    """Whether the text is of a form that is known here and, if so, the day it names; None when no such day exists."""
    cleaned = _cleaned(text)
    for form in (_ISO, _NUMERIC, _NAMED):
        match = form.fullmatch(cleaned)
        if match is not None and (form is not _NAMED or _month(match[3])):
            return True, _dated_by(form, match, today)
    for reading in (_fixed, _from_now, _weekday, _weekday_later, _part_of_period, _part_of_month, _day_of_month):
        if (found := reading(cleaned, today)) is not None:
            return True, found
    return cleaned.startswith(tuple(f"{word} " for word in words()["in"])), None


def _cleaned(text: str) -> str:
    """Lower case, single spaces, and without what changes nothing: *op*, *uiterlijk*, *a.s.*, a part of the day."""
    cleaned = " ".join(text.lower().split()).strip(" .,!?")
    cleaned = re.sub(r" om \d{1,2}([:.]\d\d)?( uur)?$", "", cleaned)
    cleaned = re.sub(rf" ?({'|'.join(words()['dayparts'])})$", "", cleaned)
    before = rf"({'|'.join(words()['before'])}) "
    while (shorter := re.sub(rf"^{before}", "", cleaned)) != cleaned:
        cleaned = shorter
    return re.sub(rf",? ({'|'.join(re.escape(word) for word in words()['after'])})$", "", cleaned).strip(" .,")


def _any(name: str) -> str:
    return "|".join(re.escape(word) for word in words()[name])


def _dated_by(form: re.Pattern[str], match: re.Match[str], today: date) -> date | None:
    if form is _ISO:
        return _exists(int(match[1]), int(match[2]), int(match[3]))
    month = int(match[3]) if form is _NUMERIC else _month(match[3])
    day = _dated(int(match[2]), month or 0, match[4], today)
    if match[1] is None or day is None:
        return day
    return day if _weekday_number(match[1]) == day.weekday() else None


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _exists(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = (_exists(today.year + years, month, day) for years in range(9))
    return next((one for one in found if one is not None and one >= today), None)


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fixed(text: str, today: date) -> date | None:
    days = words()["fixed"].get(text)
    return None if days is None else today + timedelta(days=days)


def _from_now(text: str, today: date) -> date | None:
    """*over drie weken*, *binnen 10 dagen*, *over een maand*, *3 weken*, *over anderhalve week*."""
    rest = re.sub(rf"^({_any('in')}) ", "", text)
    if rest in words()["some_days"]:
        return today + timedelta(days=words()["some_days"][rest])
    if rest in words()["some_months"]:
        return _months_on(today, words()["some_months"][rest])
    counted, _, unit = rest.rpartition(" ")
    number = _number(counted)
    if number is None or number > _MOST:
        return None
    if unit in words()["days"]:
        return today + timedelta(days=number * words()["days"][unit])
    return _months_on(today, number * words()["month_units"][unit]) if unit in words()["month_units"] else None


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 5 else words()["numbers"].get(word)


def _months_on(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that day does not exist."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _weekday_number(word: str) -> int | None:
    name = words()["short_weekdays"].get(word.rstrip("."), word)
    return words()["weekdays"].index(name) if name in words()["weekdays"] else None


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday(text: str, today: date) -> date | None:
    """*vrijdag*, *komende vrijdag*, *volgende week dinsdag*, *dinsdag volgende week*, *vorige week vrijdag*."""
    rest = re.sub(rf"^({_any('coming')}) (?!{words()['week']}\b)", "", text)
    if (weekday := _weekday_number(rest)) is not None:
        return _next(weekday, today)
    for name, weeks in (("this", 0), ("next", 1), ("last", -1)):
        week = rf"({_any(name)}) {words()['week']}"
        rest = re.sub(rf"^{week}( |$)|(^| ){week}$", "", text)
        if rest == text:
            continue
        weekday = _weekday_number(rest) if rest else 0
        if weekday is not None:
            return _monday(today) + timedelta(days=7 * weeks + weekday)
    return None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weekday_later(text: str, today: date) -> date | None:
    """*over twee weken op vrijdag*: the Friday of that week; *dinsdag over een week*: a week after the next Tuesday."""
    later = rf"(?:{_any('in')}) (\S+) (?:{words()['week']}|weken)"
    after, before = re.fullmatch(rf"{later} (?:op )?(\w+)", text), re.fullmatch(rf"(\w+) {later}", text)
    counted, name = after.groups() if after else reversed(before.groups()) if before else ("", "")
    number, weekday = _number(counted), _weekday_number(name)
    if number is None or weekday is None or number > _MOST:
        return None
    first = _monday(today) + timedelta(days=weekday) if after else _next(weekday, today)
    return first + timedelta(days=7 * number)


def _part_of_period(text: str, today: date) -> date | None:
    """*eind volgende week*, *begin volgende maand*, *eind van het jaar*, *eind 2027*, *volgende maand*."""
    parts = f"{_any('begin_of')}|{_any('middle_of')}|{_any('end_of')}"
    match = re.fullmatch(
        rf"({parts})(?: (?:{_any('of')}))?(?: ({_any('this')}|{_any('next')}))? (\d{{4}}|{_any('periods')})", text
    )
    if match is None:
        return None
    part, which, period = match.groups()
    ahead = 1 if which in words()["next"] else 0
    if period.isdecimal():
        return _of(part, [date(int(period), month, 1) for month in (1, 7, 12)], 31) if int(period) else None
    match words()["periods"][period]:
        case "week":
            monday = _monday(today) + timedelta(days=7 * ahead)
            found = _of(part, [monday + timedelta(days=days) for days in (0, 2, 4)], None)
            return found if found >= today else found + timedelta(days=7)
        case "month":
            first = _months_on(today.replace(day=1), ahead)
            return _of(part, [first, first.replace(day=15), first], 31)
        case _:
            return _of(part, [date(today.year + ahead, month, 1) for month in (1, 7, 12)], 31)


def _of(part: str, days: list[date], last: int | None) -> date:
    """The beginning, middle or end of a period; `last` says that the end is the last day of its month."""
    if part in words()["begin_of"]:
        return days[0]
    if part in words()["middle_of"]:
        return days[1]
    return days[2] if last is None else days[2].replace(day=calendar.monthrange(days[2].year, days[2].month)[1])


def _part_of_month(text: str, today: date) -> date | None:
    """*begin maart* is the 1st, *half maart* the 15th, *eind maart* its last day."""
    part, _, rest = text.partition(" ")
    name, _, year = rest.partition(" ")
    month = _month(name.rstrip("."))
    known = (*words()["begin_of"], *words()["middle_of"], *words()["end_of"])
    if month is None or part not in known or (year and not re.fullmatch(r"[1-9]\d{3}", year)):
        return None
    years: Iterable[int] = [int(year)] if year else [today.year, today.year + 1]
    found = [_of(part, [date(y, month, 1), date(y, month, 15), date(y, month, 1)], 31) for y in years]
    return found[0] if year else next(day for day in found if day >= today)


def _day_of_month(text: str, today: date) -> date | None:
    """*de 15e*: the next one, in a month that has it."""
    match = re.fullmatch(r"(\d{1,2}) ?(?:e|ste|de)", text)
    if match is None:
        return None
    firsts = (_months_on(today.replace(day=1), months) for months in range(12))
    days = (_exists(first.year, first.month, int(match[1])) for first in firsts)
    return next((day for day in days if day is not None and day >= today), None)


def _month(word: str) -> int | None:
    """A month by its name or the beginning of it, at least three letters."""
    word = words()["short_months"].get(word, word)
    names = [name for name in words()["months"] if len(word) >= 3 and name.startswith(word)]
    return words()["months"].index(names[0]) + 1 if len(names) == 1 else None
