"""Talks about taking part: the invitation and the promise, another name, leaving; and what each is to lead to."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.content.instrument import Instrument
from bot.dialogs.people.rules import LeftBehind, Needs
from bot.domain.collaboration import Role
from bot.domain.ids import InvitationId, MembershipId, PartnerId
from bot.engine.model import Answer, Phrase, Step, StepId, TextRule, Written
from bot.engine.steps import choose, option, write
from bot.turn.days import EXAMPLE_CALENDAR, WEEKS, Calendar, ask_day
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class Join:
    """Agreed: become a member as the invitation says; `partner` where that was still to be chosen."""

    invitation: InvitationId
    partner: PartnerId | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Not agreed, or not meant for this person: keep nothing. `wrong` tells the two apart."""

    wrong: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a collaboration; None when the person thought better of it."""

    membership: MembershipId | None


@dataclass(frozen=True, slots=True)
class Rename:
    """Call me this from now on."""

    name: str


CONSENT_VERSION = "1"
"""Raised when the promise changes in substance: then it is asked again at the next invitation or new collaboration."""


AGREED = "akkoord"


class Promise(StrEnum):
    """Which promise is true for somebody: what they hand in is seen by others at another moment."""

    USUAL = "usual"
    LATE = "late"
    """The motives are revealed already."""
    PHASE_3 = "phase_3"
    """They take part in phase 3 only."""

    def said(self, key: str) -> Phrase:
        """The promise in short (`consent.promise`) or whole (`consent.more`), or as a door says it that is direct."""
        return Phrase(key, {"who_sees": Phrase(f"consent.sees_{self}"), "settles": self is not Promise.PHASE_3})


NAME_LIMIT = 80
NAMED = StepId("consent.name")


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody comes in: whether they agreed before, whether we can know what they are called, and by which door.

    `direct`: nobody carries the messages but us, and the promise says so.
    """

    consented: bool
    named: bool = True
    direct: bool = False


def ask_consent(arrival: Arrival, promise: Promise = Promise.USUAL) -> Generator[Step, Answer, bool]:
    """The privacy promise in at most five lines, unless it was agreed to before; whether it is agreed to.

    A name is asked for only then: without consent nothing about a person is kept.
    """
    if arrival.consented:
        return True
    keys = ("consent.promise_direct", "consent.more_direct") if arrival.direct else ("consent.promise", "consent.more")
    short, whole = (promise.said(key) for key in keys)
    options = [option(AGREED), option("niet_akkoord")]
    answer = yield from choose("consent", short, options, columns=2, more=whole)
    if answer != AGREED:
        return False
    if not arrival.named:
        yield from write(NAMED, Phrase("consent.name"), rule=TextRule(limit=NAME_LIMIT))
    return True


@dataclass(frozen=True, slots=True)
class WelcomeFacts:
    """What the invitation says, and how this person comes in."""

    invitation: InvitationId
    collaboration: str
    partner: str | None
    role: Role
    arrival: Arrival
    promise: Promise = Promise.USUAL
    partners: tuple[tuple[PartnerId, str], ...] = ()
    """Between which to choose, when the invitation is for all of them."""


def welcome(facts: WelcomeFacts) -> Talk:
    """Say in words what the invitation is for, then ask consent unless it was given before."""
    partner, partner_id = facts.partner, None
    if facts.partners:
        asked = Phrase("welcome.which_partner", {"collaboration": facts.collaboration})
        chosen = yield from choose("welcome.partner", asked, [option(str(id_), name) for id_, name in facts.partners])
        partner_id, partner = next((id_, name) for id_, name in facts.partners if str(id_) == chosen)
    said = {"collaboration": facts.collaboration, "partner": partner, "role": Phrase(f"roles.{facts.role}")}
    key = "welcome.facilitator" if partner is None else "welcome.invited"
    correct = yield from choose("welcome.correct", Phrase(key, said), [option("klopt"), option("klopt_niet")])
    if correct == "klopt_niet":
        return Decline(wrong=True)
    agreed = yield from ask_consent(facts.arrival, facts.promise)
    return Join(facts.invitation, partner_id) if agreed else Decline(wrong=False)


def _examples(_: Instrument) -> Iterator[WelcomeFacts]:
    for partner in ("Partner", None):
        for role in Role:
            for promise in Promise:
                yield WelcomeFacts(InvitationId(1), "Samenwerking", partner, role, Arrival(False), promise)
    by_page = Arrival(False, named=False, direct=True)
    yield WelcomeFacts(InvitationId(1), "Samenwerking", "Partner", Role.PARTICIPANT, by_page)
    several = ((PartnerId(1), "Een"), (PartnerId(2), "Twee"))
    yield WelcomeFacts(InvitationId(1), "Samenwerking", None, Role.PARTICIPANT, Arrival(True), partners=several)


WELCOME = Dialog("welcome", welcome, (Join, Decline), _examples)


@dataclass(frozen=True, slots=True)
class Place:
    """A membership one could end: how it is called on screen, and what stays to be done there without this person.

    `report`: something can be taken home first.
    """

    membership: MembershipId
    name: str
    left_behind: Phrase | None = None
    report: bool = False


@dataclass(frozen=True, slots=True)
class LeaveFacts:
    """The memberships one could end, at least one."""

    places: tuple[Place, ...]


SURE_TO_LEAVE = StepId("leave.sure")


def leave(facts: LeaveFacts) -> Talk:
    """Which one (only asked when there are several), and whether it is sure."""
    place = facts.places[0]
    if len(facts.places) > 1:
        options = [option(str(one.membership), one.name) for one in facts.places]
        which = yield from choose("leave.which", Phrase("leave.which"), options)
        place = next(one for one in facts.places if str(one.membership) == which)
    about = {"name": place.name, "left_behind": place.left_behind, "report": place.report}
    sure = yield from choose(SURE_TO_LEAVE, Phrase("leave.sure", about), [option("verlaten"), option("blijven")])
    return Leave(place.membership if sure == "verlaten" else None)


def said_of(key: str, behind: LeftBehind, partner: str, **more: str) -> Phrase:
    """What stays to be done for a partner, to whoever leaves or leads."""
    needs = tuple(Phrase(f"leave.needs_{need}") for need in behind.needs)
    return Phrase(key, {"partner": partner, "nobody": behind.nobody, "needs": needs, **more})


def _leaving(_: Instrument) -> Iterator[LeaveFacts]:
    for needs in (tuple(Needs), (Needs.CLOSING,)):
        for nobody in (True, False):
            behind = said_of("leave.left_behind", LeftBehind(needs, nobody), "Een")
            yield LeaveFacts((Place(MembershipId(1), "Een", behind, report=True), Place(MembershipId(2), "Twee")))


LEAVE = Dialog("leave", leave, (Leave,), _leaving)


@dataclass(frozen=True, slots=True)
class RenameFacts:
    """What somebody is called now."""

    name: str


def rename(facts: RenameFacts) -> Talk:
    """Asks for the name."""
    answer = yield from write(
        "name.new", Phrase("my_data.new_name", {"name": facts.name}), rule=TextRule(limit=NAME_LIMIT)
    )
    return Rename(answer.text if isinstance(answer, Written) else facts.name)


@dataclass(frozen=True, slots=True)
class GoAway:
    """Say nothing by itself until this day."""

    until: date


@dataclass(frozen=True, slots=True)
class AwayFacts:
    """The calendar by which typed days are read."""

    calendar: Calendar


def away(facts: AwayFacts) -> Talk:
    """Asks for the day on which somebody is back."""
    until = yield from ask_day("away.until", Phrase("reminders.away"), facts.calendar, WEEKS)
    return GoAway(until)


AWAY = Dialog("away", away, (GoAway,), lambda _: [AwayFacts(EXAMPLE_CALENDAR)])


RENAME = Dialog("rename", rename, (Rename,), lambda _: [RenameFacts("Anna Voorbeeld")])
