"""When somebody who has not handed in yet is reminded: at most twice a phase, at least three days apart. Pure.

With a deadline the last one comes on the working day before it and the first half-way; without one they come a week
after the phase opened and two weeks after that.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.asking import SoFar
from bot.followups.asking import put_off
from bot.followups.working_hours import next_moment, opening, working_day_before

AT_MOST = 2
APART = timedelta(days=3)
FIRST_WITHOUT_DEADLINE = timedelta(days=7)
SECOND_WITHOUT_DEADLINE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody still owes in one phase, since when they could, and how often they heard of it."""

    heard: SoFar
    opened_at: datetime
    deadline: date | None
    zone: ZoneInfo


def next_reminder(owed: Owed, now: datetime) -> datetime | None:
    """The next moment to remind, not before `now`, in UTC; None when there is nothing (more) to remind of."""
    heard = owed.heard
    if heard.muted or heard.asks >= AT_MOST:
        return None
    if owed.deadline is not None and now.astimezone(owed.zone).date() > owed.deadline:
        return None
    wished = _wished(owed)
    earliest = put_off(heard) or (heard.asked_at + APART if heard.asked_at else _day_after(owed))
    due = next_moment(max(wished, earliest, now), owed.zone)
    if owed.deadline is not None and due.astimezone(owed.zone).date() >= owed.deadline:
        return None
    return due


def _day_after(owed: Owed) -> datetime:
    """Nobody is reminded on the day on which they could begin."""
    return opening(owed.opened_at.astimezone(owed.zone).date() + timedelta(days=1), owed.zone)


def _wished(owed: Owed) -> datetime:
    """When the next reminder would come if nothing stood in its way."""
    heard = owed.heard
    if owed.deadline is None:
        if heard.asked_at is not None:
            return put_off(heard) or heard.asked_at + SECOND_WITHOUT_DEADLINE
        return opening((owed.opened_at + FIRST_WITHOUT_DEADLINE).astimezone(owed.zone).date(), owed.zone)
    later = put_off(heard)
    if later is not None and heard.asks == 0:
        return later
    last = opening(working_day_before(owed.deadline), owed.zone)
    half_way = owed.opened_at + (last - owed.opened_at) / 2
    first = opening(half_way.astimezone(owed.zone).date(), owed.zone)
    room_for_both = first - owed.opened_at >= timedelta(days=1) and last - first >= APART
    return first if heard.asked_at is None and room_for_both else last


def may_nudge(heard: SoFar, now: datetime) -> bool:
    """Whether a facilitator's nudge may still go to this person: counted in, and three days apart as well."""
    if heard.muted or heard.asks >= AT_MOST:
        return False
    last = max((moment for moment in (heard.asked_at, heard.later_at) if moment), default=None)
    return last is None or now - last >= APART
