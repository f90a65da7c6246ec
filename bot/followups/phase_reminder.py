"""When somebody who has not handed in yet is reminded: at most twice a phase, at least three days apart. Pure.

With a deadline the last one comes on the working day before it and the first half-way; without one they come a week
after the phase opened and two weeks after that.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.rounds import Participation
from bot.followups.working_hours import next_moment, opening, working_day_before

AT_MOST = 2
APART = timedelta(days=3)
FIRST_WITHOUT_DEADLINE = timedelta(days=7)
SECOND_WITHOUT_DEADLINE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody still owes in one phase, and since when they could."""

    participation: Participation
    opened_at: datetime
    deadline: date | None
    zone: ZoneInfo


def next_reminder(owed: Owed, now: datetime) -> datetime | None:
    """The next moment to remind, not before `now`, in UTC; None when there is nothing (more) to remind of."""
    part = owed.participation
    if part.handed_in_at is not None or part.muted or part.reminders >= AT_MOST:
        return None
    if owed.deadline is not None and now.astimezone(owed.zone).date() > owed.deadline:
        return None
    wished = _wished(owed)
    earliest = part.last_reminded_at + APART if part.last_reminded_at else _day_after(owed)
    due = next_moment(max(wished, earliest, now), owed.zone)
    if owed.deadline is not None and due.astimezone(owed.zone).date() >= owed.deadline:
        return None
    return due


def _day_after(owed: Owed) -> datetime:
    """Nobody is reminded on the day on which they could begin."""
    return opening(owed.opened_at.astimezone(owed.zone).date() + timedelta(days=1), owed.zone)


def _wished(owed: Owed) -> datetime:
    """When the next reminder would come if nothing stood in its way."""
    part = owed.participation
    if owed.deadline is None:
        if part.last_reminded_at is not None:
            return part.last_reminded_at + (SECOND_WITHOUT_DEADLINE if part.reminders else APART)  # after `Later`
        return opening((owed.opened_at + FIRST_WITHOUT_DEADLINE).astimezone(owed.zone).date(), owed.zone)
    last = opening(working_day_before(owed.deadline), owed.zone)
    half_way = owed.opened_at + (last - owed.opened_at) / 2
    first = opening(half_way.astimezone(owed.zone).date(), owed.zone)
    room_for_both = first - owed.opened_at >= timedelta(days=1) and last - first >= APART
    return first if part.reminders == 0 and part.last_reminded_at is None and room_for_both else last


def may_nudge(participation: Participation, now: datetime) -> bool:
    """Whether a facilitator's nudge may still go to this person: counted in, and three days apart as well."""
    if participation.handed_in_at is not None or participation.muted or participation.reminders >= AT_MOST:
        return False
    return participation.last_reminded_at is None or now - participation.last_reminded_at >= APART
