"""Days counted from today: *morgen*, *vrijdag*, *over drie weken*, *dinsdag over een week*, *2 weken geleden*."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.content.typed_days.calendar import Found, monday, months_on, next_weekday
from bot.content.typed_days.words import any_of, number, weekday_number, words

_MOST = 1000


def read_from_today(text: str, today: date) -> Found:
    """*morgen*, *over drie weken*, *binnen 10 dagen*, *3 wkn*, *over anderhalve week*, *een maand geleden*."""
    if text in words()["fixed"]:
        return [today + timedelta(days=words()["fixed"][text])]
    ago = re.fullmatch(rf"(.+) {any_of('ago')}", text)
    step = _step(ago[1] if ago else re.sub(rf"^{any_of('in')} ", "", text))
    return None if step is None else [_moved(today, step, -1 if ago else 1)]


def _step(text: str) -> tuple[int, int] | None:
    """So many days and so many months."""
    if text in words()["some_days"]:
        return words()["some_days"][text], 0
    if text in words()["some_months"]:
        return 0, words()["some_months"][text]
    match = re.fullmatch(r"(\d+|\S+(?= )) ?([^\W\d]+)", text)
    count = number(match[1]) if match else None
    if match is None or count is None or count > _MOST:
        return None
    days, months = words()["days"].get(match[2], 0), words()["month_units"].get(match[2], 0)
    return (count * days, count * months) if days or months else None


def _moved(day: date, step: tuple[int, int], direction: int = 1) -> date:
    return months_on(day, direction * step[1]) + timedelta(days=direction * step[0])


def read_weekday(text: str, today: date) -> Found:
    """*vrijdag*, *komende vrijdag*, *volgende vrijdag*, *afgelopen vrijdag*.

    *vrijdag* on a Friday may be today; *volgende vrijdag* may be the one of next week.
    """
    before = re.fullmatch(rf"({any_of('coming', 'next', 'last')}) (\S+)", text)
    after = re.fullmatch(rf"(\S+) {any_of('last_after')}", text)
    weekday = weekday_number(before[2] if before else after[1] if after else text)
    if weekday is None:
        return None
    coming = next_weekday(weekday, today)
    if after or (before and before[1] in words()["last"]):
        return [next_weekday(weekday, today - timedelta(days=8))]
    if before is None:
        return [coming, today] if weekday == today.weekday() else [coming]
    if before[1] in words()["next"]:
        return [coming, monday(today) + timedelta(days=7 + weekday)]
    return [coming]


def read_weekday_later(text: str, today: date) -> Found:
    """*morgen over een week*; *dinsdag over twee weken*; *over twee weken op vrijdag*."""
    if after := re.fullmatch(rf"{any_of('in')} (.+?) (?:{any_of('before_day')} )?(\S+)", text):
        return _in_later_week(after[1], weekday_number(after[2]), today)
    match = re.fullmatch(rf"(\S+) {any_of('in')} (.+)", text)
    step = _step(match[2]) if match else None
    if match is None or step is None:
        return None
    if match[1] in words()["fixed"]:
        return [_moved(today + timedelta(days=words()["fixed"][match[1]]), step)]
    weekday = weekday_number(match[1])
    if weekday is None or not _whole_weeks(step):
        return None
    starts = [next_weekday(weekday, today), *([today] if weekday == today.weekday() else [])]
    return [_moved(start, step) for start in starts]


def _in_later_week(length: str, weekday: int | None, today: date) -> Found:
    """That weekday so many weeks after this one; or, when it has passed this week, after the one that comes."""
    step = _step(length)
    if step is None or weekday is None or not _whole_weeks(step):
        return None
    starts = [monday(today) + timedelta(days=weekday)]
    if weekday < today.weekday():
        starts.append(next_weekday(weekday, today))
    return [_moved(start, step) for start in starts]


def _whole_weeks(step: tuple[int, int]) -> bool:
    return step[1] == 0 and step[0] % 7 == 0
