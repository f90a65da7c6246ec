"""The calendar of the oracle: working days and hours, and days so many months on. Shares nothing with the bot."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

OPENS, CLOSES = time(9), time(17)
DAY = timedelta(days=1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The Dutch public holidays of a year."""
    return frozenset(holidays.Netherlands(years=year))


@cache
def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in public_holidays(day.year)


def in_hours(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the bot may speak first at this moment, there."""
    local = at.astimezone(zone)
    return is_workday(local.date()) and OPENS <= local.time() < CLOSES


@cache
def nine(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock there, as a moment in UTC."""
    return datetime.combine(day, OPENS, zone).astimezone(UTC)


@cache
def five(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, CLOSES, zone).astimezone(UTC)


@cache
def workday_from(day: date) -> date:
    """This day, or the first working day after it."""
    while not is_workday(day):
        day += DAY
    return day


@cache
def workday_before(day: date) -> date:
    day -= DAY
    while not is_workday(day):
        day -= DAY
    return day


def contact_before(due: date, chosen: date) -> date | None:
    """The day of the one contact before `due`: halfway in more than six weeks, else three working days before."""
    days = (due - chosen).days
    if days > 42:
        return chosen + days // 2 * DAY
    if days <= 7:
        return None
    day = workday_before(workday_before(workday_before(due)))
    return day if day > chosen else None


def first_workday_of_week(day: date) -> date:
    """The first working day in the week of this day; of the next one where it has none."""
    return workday_from(day - day.weekday() * DAY)


def may_speak_from(at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment in working hours that is not before this one."""
    if in_hours(at, zone):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() < OPENS else local.date() + DAY
    return nine(workday_from(day), zone)


def add_months(day: date, months: int) -> date:
    """29 February becomes the 28th where there is none; likewise the 31st."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week(day: date) -> tuple[int, int]:
    """The ISO week this day is in."""
    iso = day.isocalendar()
    return iso.year, iso.week
