"""Weeks, months, quarters and years as people name them: *volgende week*, *week 10*, *maart 2027*, *Q1*."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bot.content.typed_days.calendar import end_of_month, monday, months_on
from bot.content.typed_days.words import any_of, month_number, ordinal, words
from bot.content.typed_days.written import read_date, split_year, years_ahead

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Period(NamedTuple):
    """What *begin*, *half* and *eind* of it mean."""

    first: date
    middle: date
    last: date


def periods(text: str, today: date) -> list[Period]:
    """The periods that a text may mean, the soonest first."""
    return weeks(text, today) or months(text, today) or _quarters(text, today) or _whole_years(text, today)


def weeks(text: str, today: date) -> list[Period]:
    """*volgende week*, *week 10*, *eerste week van maart*, *week van 15 maart*."""
    rest, year = split_year(text, today)
    if numbered := re.fullmatch(rf"{any_of('week')} ?(\d{{1,2}})", rest):
        return [week for one in _years(year, today) for week in _iso_week(one, int(numbered[1]))]
    if of_day := re.fullmatch(rf"{any_of('week')} {any_of('of')} (.+)", text):
        return [_week(monday(day)) for day in read_date(of_day[1], today) or []]
    if nth := re.fullmatch(rf"(\S+) {any_of('week')} (?:{any_of('of')} )?(.+)", text):
        return [week for month in months(nth[2], today) for week in _week_of_month(nth[1], month)]
    return _relative(text, "week", lambda ahead: _week(monday(today) + timedelta(days=7 * ahead)))


def months(text: str, today: date) -> list[Period]:
    """*volgende maand*, *maart*, *maart 2027*, *volgend jaar maart*."""
    rest, year = split_year(text, today)
    month = month_number(rest)
    if month is not None:
        return [_from_months(date(one, month, 1), 1) for one in _years(year, today)]
    first = today.replace(day=1)
    return _relative(text, "month", lambda ahead: _from_months(months_on(first, ahead), 1))


def _quarters(text: str, today: date) -> list[Period]:
    """*dit kwartaal*, *Q1*, *eerste kwartaal 2027*."""
    rest, year = split_year(text, today)
    before = re.fullmatch(rf"(\S+) {any_of('quarter')}", rest)
    after = re.fullmatch(rf"(?:{any_of('quarter', 'short_quarter')}) ?([1-4])", rest)
    quarter = int(after[1]) if after else ordinal(before[1]) if before else None
    if quarter is not None and 1 <= quarter <= 4:
        return [_from_months(date(one, 3 * quarter - 2, 1), 3) for one in _years(year, today)]
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    return _relative(text, "quarter", lambda ahead: _from_months(months_on(first, 3 * ahead), 3))


def _whole_years(text: str, today: date) -> list[Period]:
    """*2027*, *volgend jaar*, *het jaar*."""
    rest, year = split_year(text, today)
    if year is not None:
        return [_from_months(date(year, 1, 1), 12)] if not rest else []
    return _relative(text, "year", lambda ahead: _from_months(date(today.year + ahead, 1, 1), 12))


def _years(year: int | None, today: date) -> list[int]:
    return [today.year, today.year + 1] if year is None else [year]


def _relative(text: str, unit: str, period: Callable[[int], Period]) -> list[Period]:
    """*deze*, *volgende* and *vorige* are one; without such a word it is this one or else the next."""
    match = re.fullmatch(rf"(?:({any_of('last', 'this', 'next_period')}) )?{any_of(unit)}", text)
    if match is None:
        return []
    return [period(ahead) for ahead in ((0, 1) if match[1] is None else (years_ahead(match[1]),))]


def _week(first: date) -> Period:
    return Period(first, first + timedelta(days=2), first + timedelta(days=4))


def _iso_week(year: int, week: int) -> list[Period]:
    try:
        return [_week(date.fromisocalendar(year, week, 1))]
    except ValueError:
        return []


def _week_of_month(which: str, month: Period) -> list[Period]:
    """A week belongs to the month that its Thursday lies in, as in the numbering of weeks; days outside it are cut."""
    thursdays = [month.first + timedelta(days=(3 - month.first.weekday()) % 7 + 7 * weeks) for weeks in range(5)]
    thursdays = [day for day in thursdays if day <= month.last]
    nth = len(thursdays) if which in words()["final"] else ordinal(which)
    if nth is None or not 1 <= nth <= len(thursdays):
        return []
    week = _week(monday(thursdays[nth - 1]))
    return [Period(max(week.first, month.first), week.middle, min(week.last, month.last))]


def _from_months(first: date, count: int) -> Period:
    """So many whole months; half a month is its 15th, half a year 1 July."""
    middle = {1: first.replace(day=15), 3: months_on(first, 1).replace(day=15), 12: first.replace(month=7)}[count]
    return Period(first, middle, end_of_month(months_on(first, count - 1)))
