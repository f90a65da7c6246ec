"""Days written as dates: *4 december*, *4-12*, *eerste kerstdag*, *de 15e*."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from bot.content.typed_days.calendar import Found, existing, months_on, next_dated
from bot.content.typed_days.words import any_of, month_number, number, ordinal, weekday_number, words

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(?:([^\W\d]+)[.,]* )?(\d{1,2}) ?[-/.] ?(\d{1,2})(?: ?[-/. ] ?'?(\d{4}|\d{2}))?")


def split_year(text: str, today: date) -> tuple[str, int | None]:
    """The text without its year (*2027*, *'27*, *volgend jaar*), and that year."""
    year = rf"([12]\d{{3}}|'\d\d|{any_of('last', 'this', 'next_period')} {any_of('year')})"
    match = re.search(rf"^{year}(?: |$)|(?:^|,? )(?:{any_of('of')} )?{year}$", text)
    if match is None:
        return text, None
    rest, named = text[: match.start()] + text[match.end() :], match[1] or match[2]
    if named[-2:].isdecimal():
        return rest, _full_year(named.lstrip("'"))
    return rest, today.year + years_ahead(named.split()[0])


def years_ahead(which: str) -> int:
    """0 for *deze*, 1 for *volgende*, -1 for *vorige*."""
    return -1 if which in words()["last"] else int(which not in words()["this"])


@cache
def _named() -> re.Pattern[str]:
    """*vr 4 dec*, *4-dec-2026*, *vijf december*, *de 1e van maart*."""
    day = rf"\d{{1,2}} ?{any_of('ordinal_endings')}?(?= )|\d{{1,2}}|[^\W\d]+(?= )"
    month = rf"(?:{any_of('of')} )?([^\W\d]{{3,}})\.?"
    return re.compile(rf"(?:([^\W\d]+)[.,]* )?({day})[ ./-]{{0,2}}{month}(?:[ /-]?(\d{{4}}|\d{{2}}))?")


def read_date(text: str, today: date) -> Found:
    """*2026-12-04*, *4/12*, *vr 4 dec*, *4 december volgend jaar*. The year comes from the calendar when not typed."""
    if iso := _ISO.fullmatch(text):
        return _list(existing(int(iso[1]), int(iso[2]), int(iso[3])))
    if numeric := _NUMERIC.fullmatch(text):
        year = _full_year(numeric[4]) if numeric[4] else None
        return _on_weekday(numeric[1], _dated(int(numeric[2]), int(numeric[3]), year, today))
    rest, year = split_year(text, today)
    if rest in words()["feasts"]:
        month, day = words()["feasts"][rest]
        return _list(_dated(day, month, year, today))
    named = _named().fullmatch(rest)
    month, day = (month_number(named[3]), _day_number(named[2])) if named else (None, None)
    if named is None or month is None or day is None:
        return None
    year = _full_year(named[4]) if named[4] else year
    return _on_weekday(named[1], _dated(day, month, year, today))


def read_day_of_month(text: str, today: date) -> Found:
    """*de 15e*: the next one, in a month that has it. *vrijdag de 13e*: only if one of the next two is a Friday."""
    name, _, rest = text.rpartition(" ")
    weekday, day = weekday_number(re.sub(rf" {any_of('article')}$", "", name)), ordinal(rest)
    if day is None or (name and weekday is None):
        return None
    days = (existing(first.year, first.month, day) for first in _firsts(today))
    coming = [one for one in days if one is not None and one >= today]
    if weekday is None:
        return coming[:1]
    return [one for one in coming[:2] if one.weekday() == weekday][:1]


def _firsts(today: date) -> list[date]:
    return [months_on(today.replace(day=1), months) for months in range(12)]


def _dated(day: int, month: int, year: int | None, today: date) -> date | None:
    return next_dated(day, month, today) if year is None else existing(year, month, day)


def _on_weekday(name: str | None, day: date | None) -> list[date]:
    """The day, unless a weekday is named that it does not fall on."""
    right = name is None or (day is not None and weekday_number(name) == day.weekday())
    return _list(day) if right else []


def _day_number(text: str) -> int | None:
    text = text.strip()
    return ordinal(text) or number(text)


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _list(day: date | None) -> list[date]:
    return [] if day is None else [day]
