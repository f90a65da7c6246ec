"""Looks back on each working day: whoever had something due got it that day, at nine, unless there was a reason not to.

A day on which the program was down, its clock was changed, or something was done that concerns this person, says
nothing: what was due then is still due on the next day, and is looked for there.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from decade_calendar import DAY, first_workday_of_week, five, is_workday, may_speak_from, nine, week, workday_from
from decade_facts import Thing
from decade_log import MOST_AT_ONCE, SENSELESS, Said
from decade_oracle import Oracle, moment, named

PROMPT = timedelta(seconds=90)
"""How late a message may be when nothing stands in its way; a tick takes a second, and many are due at nine."""
TRIED_AGAIN = 3 * DAY


@dataclass
class Audit:
    """`reasons` counts why something that was due did not come that day."""

    oracle: Oracle
    day: date
    unclear: set[date] = field(default_factory=set)
    """Days on which the program was down or its clock was changed."""
    busy: dict[int, date] = field(default_factory=dict)
    """The last day on which something was done that concerns this person."""
    reasons: Counter = field(default_factory=Counter)
    days: int = 0
    _away: set[int] = field(default_factory=set)
    _back: dict[int, datetime] = field(default_factory=dict)
    """When somebody who blocked the bot came back: it is tried every few days."""
    _quiet_until: dict[int, datetime] = field(default_factory=dict)

    def disturb(self, person: int, at: datetime) -> None:
        self._quiet_until.pop(person, None)
        reachable = self.oracle.people[person][2]
        if reachable and person in self._away:
            self._away.discard(person)
            self._back[person] = at
        elif not reachable:
            self._away.add(person)
        self.busy[person] = max(self.busy.get(person, date.min), (at + timedelta(hours=2)).date())

    def out(self, since: datetime, until: datetime) -> None:
        """The program did not run, or its clock went from one moment to the other."""
        first, last = (since - timedelta(hours=5)).date(), (until + timedelta(hours=3)).date()
        self.unclear |= {first + n * DAY for n in range((last - first).days + 1)}

    def until(self, now: datetime) -> None:
        """Judge every day that is over everywhere by now; nothing has changed since the last thing that happened."""
        while datetime.combine(self.day, datetime.min.time(), UTC) + timedelta(hours=22) <= now:
            if is_workday(self.day):
                for person in self.oracle.people:
                    self._judge(person, self.day)
            self.day += DAY

    def _judge(self, person: int, day: date) -> None:
        quiet = self._quiet_until.get(person)
        if quiet is not None and quiet > datetime.combine(day + DAY, datetime.min.time(), UTC):
            return
        zones = self.oracle.zones_of(person)
        _, pace, reachable = self.oracle.people[person]
        if not zones or pace == "uit" or not reachable:
            self._excuse(person, zones, day, pace)
            return
        if len(zones) > 1 or day in self.unclear or self.busy.get(person, date.min) >= day:
            return
        zone = next(iter(zones))
        self.days += 1
        today = [one for one in self.oracle.log.said.get(person, [])[-4:] if one.at.astimezone(zone).date() == day]
        waiting = self._waiting(person, day, zone)
        for thing, ready in waiting:
            if ready <= nine(day, zone):
                self._missed(person, thing, ready, today, day)
        self._too_late(person, today, zone, day, pace)
        self._quiet_until[person] = min((ready for _, ready in waiting), default=datetime.max.replace(tzinfo=UTC))
        if today:
            self._quiet_until.pop(person)

    def _excuse(self, person: int, zones: set[ZoneInfo], day: date, pace: str) -> None:
        """Counted on Mondays only."""
        for zone in list(zones)[:1] if day.weekday() == 0 else ():
            if any(ready <= nine(day, zone) for _, ready in self._waiting(person, day, zone)):
                self.reasons["pace uit" if pace == "uit" else "unreachable"] += 1

    def _waiting(self, person: int, day: date, zone: ZoneInfo) -> list[tuple[Thing, datetime]]:
        """All that still has to come, and from when; without what has become senseless."""
        found = []
        for thing in self.oracle.things(person, five(day, zone)):
            ready = self.oracle.log.ready(person, thing)
            limit = SENSELESS.get(thing.kind)
            if ready is None or (thing.deadline is not None and day >= thing.deadline):
                continue
            if limit is not None and nine(day, zone) - nine(workday_from(thing.day), zone) >= limit:
                self.reasons["senseless by now"] += 1
                continue
            if thing.kind == "jaarvraag" and thing.day > day:
                ready = nine(workday_from(thing.day), zone)
            found.append((thing, ready))
        return found

    def _missed(self, person: int, thing: Thing, ready: datetime, today: list[Said], day: date) -> None:
        """It was due at nine, and did not come."""
        _, pace, _ = self.oracle.people[person]
        this_week = [s for s in self.oracle.log.said.get(person, [])[-4:] if week(s.at.date()) == week(day)]
        if pace == "wekelijks" and (day != first_workday_of_week(day) or (this_week and not today)):
            self.reasons["once a week"] += 1
        elif self._came_back(person, thing.zone, day):
            self.reasons["unreachable until then"] += 1
        elif any(one.asked_for for one in today):
            self.reasons["asked by a facilitator that day"] += 1
        elif thing.kind == "jaarvraag" and today:
            self.reasons["waits for a message of its own"] += 1
        elif any(len(one.things) >= MOST_AT_ONCE for one in today):
            self.reasons["six things in that message already"] += 1
        else:
            got = "; got " + "; ".join(named(one.things) for one in today) if today else "; got nothing"
            what = f"{named((thing,))} was due since {moment(ready, thing.zone)}{got}"
            rule = "left out" if today else "silent"
            self.oracle.breaks(rule, person, what, five(day, thing.zone), thing.zone)

    def _came_back(self, person: int, zone: ZoneInfo, day: date) -> bool:
        """Whether it may not have been tried again since this person could not be reached."""
        back = self._back.get(person)
        return back is not None and may_speak_from(back + TRIED_AGAIN, zone) > nine(day, zone)

    def _too_late(self, person: int, today: list[Said], zone: ZoneInfo, day: date, pace: str) -> None:
        """On a clear day a message comes when the first thing in it is due, or at nine."""
        for one in today:
            if one.asked_for or len(today) > 1 or not one.due or self._came_back(person, zone, day):
                continue
            wished = max(nine(day, zone), min(one.due))
            if one.at - wished > PROMPT:
                what = f"{named(one.things)} was due at {moment(wished, zone)}"
                self.oracle.breaks("too late", person, what, one.at, zone)
