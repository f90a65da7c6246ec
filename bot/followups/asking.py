"""When somebody is asked about something that has a day of its own, and again when they do not answer. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.asking import About, SoFar
from bot.followups.working_hours import next_moment, opening

WAIT_AFTER_LATER = timedelta(days=3)
"""How long `Later` puts something off."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often is asked about one day, how far apart, and after how long it has become senseless."""

    most: int
    apart: timedelta
    expires: timedelta | None = None


RHYTHMS = {
    About.AGREEMENT: Rhythm(2, timedelta(days=7)),
    About.BEFORE: Rhythm(1, timedelta(days=7)),
    About.LOOK_BACK: Rhythm(2, timedelta(days=7), expires=timedelta(days=90)),
    About.PULSE: Rhythm(1, timedelta(days=7), expires=timedelta(days=30)),
    About.YEARLY: Rhythm(1, timedelta(days=14)),
}
"""One question and one reminder; a pulse is asked once, and not when it is long past. Before its day an agreement is
spoken of once.
The yearly question is asked once on each of its days."""


def next_ask(heard: SoFar, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The next moment to ask, not before `now`, in UTC; None when there is nothing (more) to ask."""
    rhythm = RHYTHMS[heard.topic.about]
    if heard.muted or heard.asks >= rhythm.most:
        return None
    first = opening(heard.topic.occasion, zone)
    if rhythm.expires is not None and now - first > rhythm.expires:
        return None
    return next_moment(max(_wished(heard, first, rhythm), now), zone)


def _wished(heard: SoFar, first: datetime, rhythm: Rhythm) -> datetime:
    """When it would come if nothing stood in its way."""
    if heard.asked_at is None:
        return first
    return put_off(heard) or heard.asked_at + rhythm.apart


def put_off(heard: SoFar) -> datetime | None:
    """Until when: a few days after `Later`, unless it was asked again since."""
    if heard.later_at is None or heard.asked_at is None or heard.later_at < heard.asked_at:
        return None
    return heard.later_at + WAIT_AFTER_LATER


def unanswered(heard: SoFar) -> bool:
    """Whether it was asked as often as it may be: from here people must look themselves."""
    return heard.asks >= RHYTHMS[heard.topic.about].most
