"""What came to people by itself, and what they said to it: the memory of the oracle."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from decade_calendar import DAY, is_workday, may_speak_from, nine, workday_before, workday_from
from decade_facts import Thing

_OPTIONS = {
    "fase": re.compile(r"p:fase:(\d+)"),
    "afspraak": re.compile(r"p:(?:gedaan|afspraak):(\d+)"),
    "vooraf": re.compile(r"p:(?:opschema|vooraf):(\d+)"),
    "terugblik": re.compile(r"p:(?:terugblik|terugkijken):(\d+)"),
    "polsslag": re.compile(r"p:pols:(\d+)"),
    "jaarvraag": re.compile(r"p:(?:nieuweronde|jaarvraag):(\d+)"),
}
MOST = {"fase": 2, "afspraak": 2, "vooraf": 1, "terugblik": 2, "polsslag": 1, "jaarvraag": 1}
APART = {"afspraak": 7 * DAY, "vooraf": 7 * DAY, "terugblik": 7 * DAY, "polsslag": 7 * DAY}
SENSELESS = {"terugblik": 90 * DAY, "polsslag": 30 * DAY}
"""What was not said for so long because nobody could say it, is dropped."""
AFTER_LATER = timedelta(days=3)
MOST_AT_ONCE = 6
NOT_AT_ONCE = timedelta(hours=3)
"""After a day was chosen: it may be the same day."""


def _options(screen) -> list[str]:
    return [button.option for row in screen.buttons for button in row]


def about(screen, *, by_itself: bool) -> tuple[tuple[str, int], ...]:
    """What an unasked message is about, by its buttons; empty for any other message.

    `by_itself`: nobody did anything just now, so that a message with no way out may be unasked as well. As an answer
    to a tap such a message is a page.
    """
    options = _options(screen)
    if not by_itself and not any(option.startswith("p:nietmeer:") for option in options):
        return ()
    found = []
    for option in options:
        for kind, pattern in _OPTIONS.items():
            match = pattern.match(option)
            if match and (kind, int(match[1])) not in found:
                found.append((kind, int(match[1])))
    return tuple(found)


def misshapen(screen, subjects: tuple[tuple[str, int], ...]) -> str | None:
    """What is wrong with the buttons of an unasked message: the yearly question has its three answers only."""
    names = [option.split(":")[1] for option in _options(screen)]
    if not any(kind == "jaarvraag" for kind, _ in subjects):
        return None if names[-2:] == WAY_OUT else "no way out of it"
    return None if names == YEARLY_ANSWERS else "the yearly question not by itself"


WAY_OUT = ["later", "nietmeer"]
YEARLY_ANSWERS = ["nieuweronde", "maandlater", "jaaroverslaan"]


@dataclass(frozen=True)
class Said:
    """A message that came by itself; `asked_for` when a facilitator asked for it."""

    person: int
    at: datetime
    things: tuple[Thing, ...]
    asked_for: bool
    stamp: int
    due: tuple[datetime, ...] = ()
    """From when each of them had to come."""


@dataclass
class Asked:
    """How often one person was asked about one thing, and what they put off; `later` holds the messages put off."""

    net: int = 0
    later: set[int] = field(default_factory=set)
    last: datetime | None = None
    put_off: datetime | None = None


@dataclass
class Log:
    said: dict[int, list[Said]] = field(default_factory=dict)
    asked: dict[tuple, Asked] = field(default_factory=dict)
    _no_more: set[tuple[int, str, int]] = field(default_factory=set)

    def of(self, person: int, thing: Thing) -> Asked:
        return self.asked.setdefault((person, *thing.key), Asked())

    def say(self, one: Said) -> None:
        self.said.setdefault(one.person, []).append(one)
        for thing in one.things:
            asked = self.of(one.person, thing)
            asked.net += 1
            asked.last, asked.put_off = one.at, None

    def later(self, one: Said, at: datetime) -> None:
        """`Later` undoes one asking, once, however often it is tapped; also on an old message."""
        for thing in one.things:
            asked = self.of(one.person, thing)
            if one.stamp not in asked.later:
                asked.later.add(one.stamp)
                asked.net -= 1
            asked.put_off = at + AFTER_LATER

    def no_more(self, one: Said) -> None:
        for thing in one.things:
            self._no_more.add((one.person, *_muted_as(thing)))

    def wants_no_more(self, person: int, thing: Thing) -> bool:
        return (person, *_muted_as(thing)) in self._no_more

    def anew(self, person: int, kind: str, subject: int) -> None:
        """They begin again: who leaves and comes back, who is given what they were asked about before."""
        self._no_more.discard((person, kind, subject))
        kinds = ("afspraak", "vooraf") if kind == "afspraak" else (kind,)
        for key, asked in self.asked.items():
            if (key[0], key[2]) == (person, subject) and key[1] in kinds:
                asked.net = 0
                asked.last = asked.put_off = None
                asked.later.clear()

    def ready(self, person: int, thing: Thing) -> datetime | None:
        """From when a message about it must come at the first occasion; None when it must not come any more."""
        asked = self.of(person, thing)
        if self.wants_no_more(person, thing) or asked.net >= MOST[thing.kind]:
            return None
        if thing.kind == "fase":
            return _phase_ready(thing, asked)
        wished = nine(workday_from(thing.day), thing.zone)
        if thing.kind == "afspraak":
            wished = max(wished, thing.since + NOT_AT_ONCE)
        if asked.last:
            wished = asked.put_off or asked.last + APART[thing.kind]
        return may_speak_from(wished, thing.zone)


def _muted_as(thing: Thing) -> tuple[str, int]:
    """`Niet meer` is about the thing, whatever the day; the pulses are one thing, and so is an agreement."""
    kind = "afspraak" if thing.kind == "vooraf" else thing.kind
    return kind, 0 if kind == "polsslag" else thing.subject


def _phase_ready(thing: Thing, asked: Asked) -> datetime | None:
    """With a deadline surely on the working day before it; without one after a week, and again two weeks later."""
    zone = thing.zone
    opened = thing.since.astimezone(zone).date()
    if thing.deadline is None:
        wished = nine(workday_from((thing.since + 7 * DAY).astimezone(zone).date()), zone)
        return may_speak_from((asked.put_off or asked.last + 14 * DAY) if asked.last else wished, zone)
    last = workday_before(thing.deadline)
    again = asked.last and may_speak_from(asked.put_off or asked.last + 3 * DAY, zone)
    earliest = again or nine(workday_from(opened + DAY), zone)
    ready = earliest if asked.put_off and not asked.net else max(nine(last, zone), earliest)
    return ready if ready.astimezone(zone).date() < thing.deadline and is_workday(last) else None
