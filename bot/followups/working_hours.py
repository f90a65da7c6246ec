"""When the bot may speak first: weekdays from `FROM` to `UNTIL` where the people are, never on a Dutch holiday."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FROM = time(9)
UNTIL = time(17)
"""On the hour: `/herinneringen` tells people these two."""


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # large, and a start asks for no day

    return frozenset(country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """A weekday that is no Dutch public holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_day_before(day: date) -> date:
    """The last working day before this one."""
    earlier = day - timedelta(days=1)
    return earlier if is_working_day(earlier) else working_day_before(earlier)


def working_day_from(day: date) -> date:
    """This day, or the first working day after it."""
    return day if is_working_day(day) else working_day_from(day + timedelta(days=1))


def opening(day: date, zone: ZoneInfo) -> datetime:
    """`FROM` on the first working day that is not before this one, in UTC."""
    return datetime.combine(working_day_from(day), FROM, zone).astimezone(ZoneInfo("UTC"))


def next_moment(at: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself when it lies in working hours, otherwise the next `FROM` on a working day, in UTC."""
    local = at.astimezone(zone)
    if is_working_day(local.date()) and FROM <= local.time() < UNTIL:
        return at.astimezone(ZoneInfo("UTC"))
    before_opening = is_working_day(local.date()) and local.time() < FROM
    return opening(local.date() if before_opening else local.date() + timedelta(days=1), zone)
