"""What is the case, as the oracle sees it: who is where, what is open, for whom. Read from what is kept after each act.

Only facts are read: never a timer, a prompt, a count or the moment of the last message. What follows from them is
written here anew, from the description of the program.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from decade_calendar import add_months, contact_before

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.years.ports import YEARS
from bot.turn.ports import UnitOfWork

FILLS_IN = {"leidinggevende", "deelnemer", "procesbegeleider"}
COMMITS = FILLS_IN | {"betrokkene"}
LEADS = {"begeleider", "leidinggevende"}


@dataclass(frozen=True)
class Thing:
    """Something one person may be asked about, for one day.

    `since` is when a phase opened for this person, or when the day was chosen.
    """

    kind: str
    subject: int
    day: date | None
    zone: ZoneInfo
    since: datetime | None = None
    deadline: date | None = None

    @property
    def key(self) -> tuple[str, int, date | None]:
        return self.kind, self.subject, None if self.kind == "fase" else self.day


@dataclass
class Place:
    """A collaboration with all that is open in it."""

    id: int
    zone: ZoneInfo
    members: list = field(default_factory=list)
    agreements: list = field(default_factory=list)
    chosen: dict[int, tuple[date, datetime]] = field(default_factory=dict)
    """Of each open agreement its day, and when the oracle first saw that day."""
    round: object = None
    yearly: object = None
    runs: list = field(default_factory=list)
    """Open ones, each with who still owes it."""
    outcomes: dict[int, set[str]] = field(default_factory=dict)
    felt: set[tuple[int, str, date]] = field(default_factory=set)
    results: set[tuple[int, int, date]] = field(default_factory=set)
    """Agreement, person, day."""

    def people(self) -> list[int]:
        return list(dict.fromkeys(m.person for m in self.members))

    def things(self, person: int, today: date) -> Iterator[Thing]:
        mine = [m for m in self.members if m.person == person]
        if mine:
            yield from self._phases(person, mine)
            yield from self._agreements(person, mine)
            if self.round is not None and self.round.state == "closed":
                yield from self._pulses(person, mine)
                yield from self._year(mine, today)

    def _phases(self, person: int, mine: list) -> Iterator[Thing]:
        for run, owing in self.runs:
            roles = COMMITS if run.phase.number == 3 else FILLS_IN
            fitting = [m for m in mine if m.partner == run.partner]
            if person in owing and fitting and fitting[0].role in roles:
                first = min(p.number for p in self.round.phases)
                deadline = self.round.deadline if run.phase.number == first else None
                since = max(run.opened_at or self.round.opened_at, fitting[0].joined_at)
                yield Thing("fase", run.id, None, self.zone, since, deadline)

    def _agreements(self, person: int, mine: list) -> Iterator[Thing]:
        for one in self.agreements:
            if one.state == "open" and one.terms.due is not None and self.answers_for(one) == person:
                yield Thing("afspraak", one.id, one.terms.due, self.zone, since=self.chosen[one.id][1])
                yield from self._before(one)
            concerns = one.partner is None or any(m.partner == one.partner for m in mine)
            said = (one.id, person, one.terms.look_back) in self.results
            if one.state in ("open", "gedaan") and one.terms.look_back is not None and concerns and not said:
                yield Thing("terugblik", one.id, one.terms.look_back, self.zone)

    def _before(self, one) -> Iterator[Thing]:
        """Once before its day, and never on it."""
        day = contact_before(one.terms.due, self.chosen[one.id][1].astimezone(self.zone).date())
        if day is not None:
            yield Thing("vooraf", one.id, day, self.zone, deadline=one.terms.due)

    def see_days(self, before: "Place | None", now: datetime) -> None:
        """Which day each open agreement has, and since when: another day counts from now."""
        known = before.chosen if before is not None else {}
        for one in self.agreements:
            if one.state == "open" and one.terms.due is not None:
                due, since = known.get(one.id, (None, now))
                self.chosen[one.id] = (one.terms.due, since if due == one.terms.due else now)

    def answers_for(self, one) -> int | None:
        """The owner; for somebody who is none of theirs the maker; then a manager, who leads, or anybody."""
        here = {m.person for m in self.members if one.partner in (None, m.partner)}
        for person in (one.terms.owner, one.maker):
            if person in here:
                return person
        for role in ("leidinggevende", "begeleider", "deelnemer", "procesbegeleider"):
            for m in self.members:
                if m.role == role and one.partner in (None, m.partner):
                    return m.person
        return None

    def _pulses(self, person: int, mine: list) -> Iterator[Thing]:
        hoped = set[str]().union(*(self.outcomes.get(m.partner, set()) for m in mine if m.role in FILLS_IN))
        closed = self.round.closed_at.astimezone(self.zone).date()
        for months in (4, 8):
            day = add_months(closed, months)
            if hoped - {motive for who, motive, when in self.felt if (who, when) == (person, day)}:
                yield Thing("polsslag", self.round.id, day, self.zone)

    def _year(self, mine: list, today: date) -> Iterator[Thing]:
        """Asked of whoever leads and the managers, else of all who fill in; in three months in a row, then yearly."""
        leading = any(m.role in LEADS for m in self.members)
        asked = [m for m in mine if m.role in (LEADS if leading else FILLS_IN)]
        if self.yearly is None or self.yearly.decision != "wacht" or not asked:
            return
        current = None
        for months in (year * 12 + month for year in range(50) for month in range(3)):
            day = add_months(self.yearly.on, months)
            if day > today:
                break
            current = day
        yield from (Thing("jaarvraag", self.round.id, d, self.zone) for d in (current, day) if d is not None)


def read_place(uow: UnitOfWork, id_: int) -> Place:
    """A collaboration as it is now."""
    place = Place(id_, uow.collaborations.get(id_).zone)
    place.members = [m for m, _ in uow.collaborations.members(id_)]
    place.agreements = [one for one in uow.get(AGREEMENTS).of(id_) if one.state in ("open", "gedaan")]
    for one in place.agreements:
        if one.terms.look_back is not None:
            place.results |= {
                (one.id, person, one.terms.look_back)
                for person, _ in uow.get(AGREEMENTS).results(one.id, one.terms.look_back)
            }
    place.round = round_ = uow.rounds.latest(id_)
    if round_ is None:
        return place
    place.yearly = uow.get(YEARS).yearly(round_.id)
    place.felt = {(person, motive, day) for person, motive, day, _ in uow.get(YEARS).felt(round_.id)}
    for run in uow.rounds.runs(round_.id):
        if run.state == "open":
            owing = {p.person for p in uow.rounds.participants(run.id) if p.handed_in_at is None}
            place.runs.append((run, owing))
    for version in uow.settlements.revealed(round_.id):
        hoped = {m.id for m in version.form.motives if m.outcome and m.choice != "nee"}
        place.outcomes[version.partner] = hoped
    return place
