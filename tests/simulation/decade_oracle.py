"""Judges every message that comes by itself, and every working day on which none came. Written from the description."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from decade_calendar import add_months, in_hours, nine, week, workday_before, workday_from
from decade_facts import Place, Thing
from decade_log import MOST, SENSELESS, Asked, Log, Said

APART_DAYS = 3
KNOWN: frozenset[str] = frozenset()
"""Rules that do not hold yet; `test_decade_found.py` has a strict case for each."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Violation:
    """A broken rule: who, what, when."""

    rule: str
    who: str
    what: str
    when: str

    def __str__(self) -> str:
        return f"[{self.rule}] {self.who}: {self.what}, {self.when}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{WEEKDAYS[local.weekday()]} {local:%Y-%m-%d %H:%M:%S} {zone.key}"


def named(things: tuple[Thing, ...]) -> str:
    return (
        " + ".join(f"{t.kind} {t.subject} of {t.deadline if t.kind == 'fase' else t.day}" for t in things) or "nothing"
    )


@dataclass
class Oracle:
    """`places` and `people` are kept up to date by whoever changes them; `people` as (name, pace, reachable)."""

    places: dict[int, Place] = field(default_factory=dict)
    people: dict[int, tuple[str, str, bool]] = field(default_factory=dict)
    log: Log = field(default_factory=Log)
    found: list[Violation] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def places_of(self, person: int) -> list[Place]:
        return [place for place in self.places.values() if person in place.people()]

    def zones_of(self, person: int) -> set[ZoneInfo]:
        return {place.zone for place in self.places_of(person)}

    def things(self, person: int, at: datetime) -> list[Thing]:
        """All that is open for somebody, also what has not come due."""
        return [t for p in self.places_of(person) for t in p.things(person, at.astimezone(p.zone).date())]

    def breaks(self, rule: str, person: int, what: str, at: datetime, zone: ZoneInfo) -> None:
        name, pace, _ = self.people[person]
        self.found.append(Violation(rule, f"{name} ({pace})", what, moment(at, zone)))

    # --- a message came ---

    def message(
        self, person: int, subjects: tuple[tuple[str, int], ...], at: datetime, stamp: int, nudge: bool
    ) -> Said:
        """Somebody got a message; whether it should have come."""
        things = tuple(self._open(person, kind, subject, at) for kind, subject in subjects)
        known = tuple(t for t in things if t is not None)
        due = tuple(ready for t in known if (ready := self.log.ready(person, t)) is not None)
        said = Said(person, at, known, nudge, stamp, due)
        zone = said.things[0].zone if said.things else ZoneInfo("Europe/Amsterdam")
        for (kind, subject), thing in zip(subjects, things, strict=True):
            if thing is None:
                self.breaks("nothing to do", person, f"{kind} {subject}", at, zone)
            else:
                self._judge(person, thing, at, nudge)
        self._judge_whole(said, zone, nudge)
        self.log.say(said)
        self.counts["asked for" if nudge else "by itself"] += 1
        self.counts.update(t.kind for t in said.things)
        return said

    def _open(self, person: int, kind: str, subject: int, at: datetime) -> Thing | None:
        """What is open for somebody by that name: of several days the last that has come."""
        found = [t for t in self.things(person, at) if (t.kind, t.subject) == (kind, subject)]
        come = [t for t in found if t.day is None or t.day <= at.astimezone(t.zone).date()]
        return max(come or found, key=lambda t: t.day or date.min, default=None)

    def _judge(self, person: int, thing: Thing, at: datetime, nudge: bool) -> None:
        asked = self.log.of(person, thing)
        what = f"{named((thing,))}, asked {asked.net} times before, last {asked.last}, put off to {asked.put_off}"
        rules = self._phase_rules(thing, asked, at, nudge) if thing.kind == "fase" else self._rules(person, thing, at)
        if self.log.wants_no_more(person, thing):
            rules = ["after Niet meer", *rules]
        if asked.net >= MOST[thing.kind]:
            rules = ["too often", *rules]
        for rule in rules:
            self.breaks(rule, person, what, at, thing.zone)

    def _rules(self, person: int, thing: Thing, at: datetime) -> Iterable[str]:
        ready = self.log.ready(person, thing)
        if ready is not None and at.astimezone(thing.zone).date() < ready.astimezone(thing.zone).date():
            yield "too early"
        if thing.kind == "vooraf" and at.astimezone(thing.zone).date() >= thing.deadline:
            yield "not before its day"
        limit = SENSELESS.get(thing.kind)
        if limit is not None and at - nine(workday_from(thing.day), thing.zone) > limit:
            yield "senseless"

    def _phase_rules(self, thing: Thing, asked: Asked, at: datetime, nudge: bool) -> Iterable[str]:
        today = at.astimezone(thing.zone).date()
        if asked.last is not None and (today - asked.last.astimezone(thing.zone).date()).days < APART_DAYS:
            yield "less than three days apart"
        if nudge:
            return
        if today <= thing.since.astimezone(thing.zone).date():
            yield "on the day it opened"
        if thing.deadline is not None and today >= thing.deadline:
            yield "after the deadline"
        if thing.deadline is not None and asked.net and today != workday_before(thing.deadline):
            yield "the last one not on the working day before the deadline"

    def _judge_whole(self, said: Said, zone: ZoneInfo, nudge: bool) -> None:
        """Hours, pace and one a day. What a facilitator asked for has rules of its own name."""
        _, pace, reachable = self.people[said.person]
        sign = "nudge: " if nudge else ""
        what = named(said.things)
        outside = [t for t in said.things if not in_hours(said.at, t.zone)]
        if outside:
            everywhere = len(outside) == len(said.things)
            rule = "outside working hours" if everywhere else "outside working hours of one of two zones"
            self.breaks(sign + rule, said.person, what, said.at, outside[0].zone)
        if not reachable:
            self.breaks(sign + "to somebody unreachable", said.person, what, said.at, zone)
        if pace == "uit":
            self.breaks(sign + "at pace uit", said.person, what, said.at, zone)
        before = self.log.said.get(said.person, [])[-3:]
        zones = self.zones_of(said.person) or {zone}
        for one in before:
            days = [(one.at.astimezone(z).date(), said.at.astimezone(z).date()) for z in zones]
            about = f"{what}; before that {named(one.things)} {moment(one.at, zone)}"
            if all(a == b for a, b in days) and pace == "wekelijks" and not nudge:
                self.breaks("a second digest on one day", said.person, about, said.at, zone)
            elif all(a == b for a, b in days):
                self.breaks(sign + "two on one day", said.person, about, said.at, zone)
            elif pace == "wekelijks" and all(week(a) == week(b) for a, b in days):
                self.breaks(sign + "two in one week", said.person, about, said.at, zone)

    def closed(self, place: Place) -> None:
        """A round is over: the next one is asked for eleven months later."""
        day = add_months(place.round.closed_at.astimezone(place.zone).date(), 11)
        if place.yearly is None or place.yearly.on != day:
            what = f"asks for the round after {place.round.id} on {place.yearly and place.yearly.on}, not on {day}"
            when = moment(place.round.closed_at, place.zone)
            self.found.append(Violation("eleven months", f"collaboration {place.id}", what, when))
