"""Days within a period: *eind maart*, *volgende week dinsdag*; and a period itself, which may mean several days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.content.typed_days.calendar import Found, existing, first_coming, monday, months_on, next_weekday
from bot.content.typed_days.periods import MONTHS, Period, months, periods, weeks
from bot.content.typed_days.words import any_of, number, ordinal, weekday_number, words


def read_part(text: str, today: date) -> Found:
    """*eind volgende week*, *begin Q1*, *half maart*: by custom one day, the last of a week being its Friday."""
    match = re.fullmatch(rf"({any_of('begin_of', 'middle_of', 'end_of')})(?: {any_of('of')})? (.+)", text)
    found = periods(match[2], today) if match else []
    if match is None or not found:
        return None
    place = next(place for place, name in enumerate(("begin_of", "middle_of", "end_of")) if match[1] in words()[name])
    return _coming([period[place] for period in found], today)


def read_weekday_in_week(text: str, today: date) -> Found:
    """*volgende week dinsdag*, *dinsdag volgende week*, *maandag van week 10*."""
    before = re.fullmatch(rf"(\S+) (?:{any_of('of')} )?(.+)", text)
    after = re.fullmatch(rf"(.+?) (?:{any_of('before_day')} )?(\S+)", text)
    for match, day, week in ((before, 1, 2), (after, 2, 1)):
        weekday = weekday_number(match[day]) if match else None
        found = weeks(match[week], today) if match and weekday is not None else []
        if weekday is not None and found:
            return _coming([monday(one.first) + timedelta(days=weekday) for one in found], today)
    return None


def read_nth_in_period(text: str, today: date) -> Found:
    """*eerste maandag van maart*, *laatste vrijdag van de maand*, *eerste dag van volgende maand*."""
    match = re.fullmatch(rf"(\S+) (\S+) (?:{any_of('of')} )?(.+)", text)
    if match is None:
        return None
    weekday, nth = weekday_number(match[2]), ordinal(match[1])
    is_last = match[1] in words()["final"]
    found = periods(match[3], today)
    if not found or (nth is None and not is_last) or (weekday is None and match[2] not in words()["day"]):
        return None
    return _coming([day for one in found for day in _nth(one, weekday, None if is_last else nth)], today)


def _nth(period: Period, weekday: int | None, nth: int | None) -> list[date]:
    """The nth such weekday (or day) of a period; the last for None."""
    first = period.first if weekday is None else next_weekday(weekday, period.first - timedelta(days=1))
    step = 1 if weekday is None else 7
    most = (period.last - first).days // step + 1
    which = most if nth is None else nth
    return [first + timedelta(days=(which - 1) * step)] if 1 <= which <= most else []


def read_day_in_month(text: str, today: date) -> Found:
    """*de 15e van de maand*, *15 volgende maand*."""
    match = re.fullmatch(rf"(\S+)(?: {any_of('of')})? (.+)", text)
    day = (ordinal(match[1]) or number(match[1])) if match else None
    found = months(match[2], today) if match and day is not None else []
    if day is None or not found:
        return None
    return _coming((existing(one.first.year, one.first.month, day) for one in found), today)


def read_relative_period(text: str, today: date) -> Found:
    """*volgende week*: its Monday or its Friday. *volgende maand*: a month from now, its first or its last day."""
    which, units = any_of("last", "this", "next_period"), any_of("week", *MONTHS)
    match = re.fullmatch(rf"(?:({which})|{any_of('of')}) ({units})", text)
    if match is None:
        return None
    this = match[1] is None or match[1] in words()["this"]
    period = periods(f"{words()['this'][0]} {match[2]}" if match[1] is None else text, today)[0]
    if this:
        return [period.last, *(day for day in [period.first] if today <= day <= period.last)]
    if match[1] in words()["last"]:
        return [period.first]
    ahead = next((length for unit, length in MONTHS.items() if match[2] in words()[unit]), 0)
    return [*([months_on(today, ahead)] if ahead else []), period.first, period.last]


def read_named_period(text: str, today: date) -> Found:
    """*maart*, *week 10*, *Q1*, *2027*, *weekend*: the first and the last day that are not past."""
    if re.fullmatch(rf"(?:{any_of('coming', 'this')} )?{any_of('weekend')}", text):
        saturday = monday(today) + timedelta(days=5)
        return [day for day in (saturday, saturday + timedelta(days=1)) if day >= today]
    if re.fullmatch(any_of("week", *MONTHS), text) or not (found := periods(text, today)):
        return None
    period = next((one for one in found if one.last >= today), found[-1])
    return [day for day in (period.first, period.last) if day >= today] or [period.last]


def _coming(days: Iterable[date | None], today: date) -> list[date]:
    """The first day that is not past. Where there is none, a year or *vorige* was typed: then it means one day."""
    existing_days = [day for day in days if day is not None]
    found = first_coming(existing_days, today)
    return [found] if found else existing_days
