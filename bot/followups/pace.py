"""How much at once and how often: at most one message a day for a person, once a week for who wants it so. Pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.asking import Pace
from bot.followups.working_hours import next_moment, opening


def at_pace(
    moment: datetime, pace: Pace, prompted_at: datetime | None, zone: ZoneInfo, away_until: date | None = None
) -> datetime | None:
    """When something that is due at `moment` may come, in UTC; None when this person wants nothing by itself.

    Nothing comes before the day on which they are back.
    """
    if away_until is not None:
        moment = max(moment, opening(away_until, zone))
    match pace:
        case Pace.OFF:
            return None
        case Pace.WEEKLY:
            due = _digest(moment, zone)
            if prompted_at is not None and _day(due, zone) <= _day(prompted_at, zone):
                due = _digest(opening(_day(prompted_at, zone) + timedelta(days=1), zone), zone)
            return due
        case Pace.NOW:
            if prompted_at is None:
                return next_moment(moment, zone)
            tomorrow = opening(_day(prompted_at, zone) + timedelta(days=1), zone)
            return next_moment(max(moment, tomorrow), zone)


def _digest(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first working day of a week, on or after this moment: at nine, or at the moment itself on that day."""
    day = _day(moment, zone)
    monday = day - timedelta(days=day.weekday())
    this_week = opening(monday, zone)
    if this_week >= moment:
        return this_week
    later_that_day = next_moment(moment, zone)
    if _day(later_that_day, zone) == _day(this_week, zone):
        return later_that_day
    return opening(monday + timedelta(days=7), zone)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
