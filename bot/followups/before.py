"""The one contact before the day of an agreement: halfway when that is far ahead, else a few days before. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.followups.working_hours import working_day_before

FAR = timedelta(weeks=6)
"""Further ahead than this there is time to change something: it is asked how it goes, halfway."""
AHEAD = timedelta(weeks=1)
"""Further ahead than this somebody may have forgotten: they are told that the day comes."""
WORKING_DAYS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """On which day, and whether it asks how it goes (halfway) or only tells that the day comes."""

    day: date
    halfway: bool


def contact_before(due: date, dated: date) -> Contact | None:
    """The contact about something that is due on a day, chosen on the day `dated`; None when that is soon anyway."""
    if due - dated > FAR:
        return Contact(dated + timedelta(days=(due - dated).days // 2), halfway=True)
    if due - dated <= AHEAD:
        return None
    day = due
    for _ in range(WORKING_DAYS_BEFORE):
        day = working_day_before(day)
    return Contact(day, halfway=False) if day > dated else None
