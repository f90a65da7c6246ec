"""Agreements: what somebody will do, by when, and what became of it. Pure; asking is for `followups`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType
from zoneinfo import ZoneInfo

from bot.domain.collaboration import Membership, Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId
from bot.domain.months import months_on
from bot.domain.visibility import Content, ContentRef, Viewer, may_see
from bot.engine.model import Phrase
from bot.followups.before import Contact, contact_before

AgreementId = NewType("AgreementId", int)


WHAT_LIMIT = 500
"""The longest agreement, in code points: it is read on a phone, among others."""


IF_THEN_LIMIT = 200
"""The longest line of if and then, in code points."""


class Part(StrEnum):
    """A part of what an agreement says, by the button that changes it."""

    WHAT = "afspraak_wat"
    WHO = "afspraak_wie"
    DUE = "afspraak_klaar"
    LOOK_BACK = "afspraak_terug"
    REPEAT = "afspraak_herhalen"
    OUTCOME = "afspraak_opbrengst"
    IF_THEN = "als_dan"


class Repeat(StrEnum):
    """How often an agreement comes back."""

    ONCE = "eenmalig"
    QUARTER = "elk_kwartaal"
    HALF_YEAR = "elk_halfjaar"
    YEAR = "elk_jaar"

    @property
    def months(self) -> int:
        """The months between one time and the next; 0 when there is no next."""
        return {Repeat.ONCE: 0, Repeat.QUARTER: 3, Repeat.HALF_YEAR: 6, Repeat.YEAR: 12}[self]


class AgreementState(StrEnum):
    """Where an agreement is."""

    DRAFT = "concept"
    """Its maker is still writing it; nobody else sees it."""
    OPEN = "open"
    WISH = "wens"
    """Nobody does it yet, or it has no day: kept apart, no agreement, and never asked about."""
    DONE = "gedaan"
    LAPSED = "vervalt"


class LookBackResult(StrEnum):
    """What people say on the day on which they look back."""

    REACHED = "behaald"
    PARTLY = "deels"
    NOT_YET = "nog_niet"
    LAPSED = "vervallen"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says. A new field here is a column of the same name.

    `owner` is a member, or `owner_name` somebody without Telegram. `motive` is the motive whose intended outcome it
    serves, `shared` whether other partners may see it. Without an owner or `due` it is a wish.
    """

    what: str
    owner: PersonId | None = None
    owner_name: str = ""
    due: date | None = None
    look_back: date | None = None
    repeat: Repeat = Repeat.ONCE
    motive: str | None = None
    shared: bool = False
    if_then: str | None = None
    """One line, "Als …, dan …": what is done when the moment is there."""

    @property
    def complete(self) -> bool:
        """Whether it says who and when. What does not is a wish."""
        return self.due is not None and (self.owner is not None or bool(self.owner_name))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What, who, by when. Made by a partner's people, or (`partner` is None) jointly by all.

    `question` is the question of phase 3 it came from. `version` rises with every change.
    """

    id: AgreementId
    collaboration: CollaborationId
    partner: PartnerId | None
    maker: PersonId
    terms: Terms
    made_at: datetime
    round: RoundId | None = None
    question: str | None = None
    counts_from: date | None = None
    """The day its repetition counts from: putting it off once changes nothing about the next time."""
    state: AgreementState = AgreementState.DRAFT
    version: int = 0
    dated_at: datetime | None = None
    """When its day was chosen; None where that is not known."""

    @property
    def joint(self) -> bool:
        """Whether it belongs to all partners together."""
        return self.partner is None


def agreement_of(one: Agreement) -> ContentRef:
    """An agreement to `may_see`, as long as nothing is known of the promise of its round (`facts.piece_of`)."""
    return ContentRef(Content.AGREEMENT, one.maker, one.partner, shared=one.terms.shared)


class EventKind(StrEnum):
    """What happened to an agreement."""

    MADE = "gemaakt"
    CHANGED = "gewijzigd"
    DONE = "gedaan"
    RUNNING = "loopt_nog"
    LAPSED = "vervalt"
    NOTED = "notitie"
    HANDED_OVER = "overgedragen"
    ON_TRACK = "op_schema"
    NOT_BEGUN = "niet_begonnen"


@dataclass(frozen=True, slots=True)
class AgreementEvent:
    """One line of an agreement's history; never changed."""

    agreement: AgreementId
    kind: EventKind
    at: datetime
    person: PersonId | None = None
    due: date | None = None
    note: str = ""
    """What somebody wrote; of one that was handed over, what they were called to whom it went."""
    what: str | None = None
    """What the agreement said then; None where that is not known."""
    changed: tuple[Part, ...] = ()
    """Which parts a change was about; () where that was not kept."""


def changes(before: Terms, now: Terms) -> tuple[Part, ...]:
    """Which parts of what an agreement says are not as they were."""
    pairs = {
        Part.WHAT: (before.what, now.what),
        Part.WHO: ((before.owner, before.owner_name), (now.owner, now.owner_name)),
        Part.DUE: (before.due, now.due),
        Part.LOOK_BACK: (before.look_back, now.look_back),
        Part.REPEAT: (before.repeat, now.repeat),
        Part.OUTCOME: (before.motive, now.motive),
        Part.IF_THEN: (before.if_then, now.if_then),
    }
    return tuple(part for part, (was, is_now) in pairs.items() if was != is_now)


def in_words(terms: Terms) -> dict[str, object]:
    """What an agreement says, as phrases are told it: all but what must be looked up."""
    return {
        "what": terms.what,
        "due": terms.due,
        "look_back": terms.look_back,
        "repeat": Phrase(f"buttons.{terms.repeat}") if terms.repeat.months else "",
        "if_then": terms.if_then,
    }


def with_terms(agreement: Agreement, **changes: Any) -> Agreement:
    """The agreement with other terms."""
    return replace(agreement, terms=replace(agreement.terms, **changes))


def must_be_open(agreement: Agreement) -> None:
    """Raises `DomainError` for an agreement that is done, has lapsed, or is still a draft."""
    if agreement.state is not AgreementState.OPEN:
        raise DomainError("agreements.closed")


def done(agreement: Agreement, today: date) -> Agreement:
    """The agreement once it is done: closed, or due again when it comes back, on the first of its days after today."""
    must_be_open(agreement)
    months = agreement.terms.repeat.months
    if not months or agreement.terms.due is None:
        return replace(agreement, state=AgreementState.DONE)
    times = 1
    first = agreement.counts_from or agreement.terms.due
    while (due := months_on(first, months * times)) <= max(today, agreement.terms.due):
        times += 1
    return with_terms(agreement, due=due)


def lapsed(agreement: Agreement) -> Agreement:
    """The agreement once it is no longer needed. Raises `DomainError` when it is closed."""
    if agreement.state is not AgreementState.WISH:
        must_be_open(agreement)
    return replace(agreement, state=AgreementState.LAPSED)


def running(agreement: Agreement, due: date) -> Agreement:
    """The agreement with a new day. Raises `DomainError` when it is closed."""
    must_be_open(agreement)
    return with_terms(agreement, due=due)


def answerable(agreement: Agreement, members: Sequence[Membership]) -> PersonId | None:
    """Who is asked how it goes: the owner; without one (or after they left) its maker; then whoever leads there.

    Always one of those whose agreement it is: None when nobody of them is left.
    """
    around = circle(agreement, members)
    for person in (agreement.terms.owner, agreement.maker):
        if person in around:
            return person
    there = [m for m in members if m.left_at is None and m.role in _ASKED_FIRST]
    there = [m for m in there if agreement.joint or m.partner == agreement.partner]
    there.sort(key=lambda m: _ASKED_FIRST.index(m.role))
    return there[0].person if there else None


_ASKED_FIRST = (Role.MANAGER, Role.FACILITATOR, Role.PARTICIPANT, Role.PROCESS_FACILITATOR)


def helpers(agreement: Agreement, person: PersonId, members: Sequence[Membership]) -> tuple[Membership, ...]:
    """Who can be told that this person needs help: who manages where they are; of a joint one also who leads.

    Only who may see the agreement, each once, and never the person themselves.
    """
    here = [m for m in members if m.left_at is None]
    mine = {m.partner for m in here if m.person == person and (agreement.joint or m.partner == agreement.partner)}
    found: dict[PersonId, Membership] = {}
    for one in here:
        manages = one.role is Role.MANAGER and one.partner in mine
        leads = one.role is Role.FACILITATOR and agreement.joint
        theirs = tuple(m for m in here if m.person == one.person)
        if one.person != person and (manages or leads) and may_see(agreement_of(agreement), Viewer(one.person, theirs)):
            found.setdefault(one.person, one)
    return tuple(found.values())


def contact_of(agreement: Agreement, zone: ZoneInfo) -> Contact | None:
    """The contact before the day of an open agreement."""
    if agreement.state is not AgreementState.OPEN or agreement.terms.due is None:
        return None
    dated = (agreement.dated_at or agreement.made_at).astimezone(zone).date()
    return contact_before(agreement.terms.due, dated)


def own(one: Agreement, mine: Sequence[Membership]) -> bool:
    """Whether an agreement is theirs: of a partner of which they have one of these places, or joint."""
    return one.joint or any(m.partner == one.partner for m in mine)


def may_change(one: Agreement, mine: Sequence[Membership], members: Sequence[Membership]) -> bool:
    """Whether somebody with these places may change it; `members` are all memberships of its collaboration.

    That is: one of those whose agreement it is, who is its owner or its maker, who leads or manages there, or who is
    asked about it because owner and maker are gone (`answerable`).
    """
    person = mine[0].person
    leads = any(
        m.role is Role.FACILITATOR or m.role is Role.MANAGER for m in mine if one.joint or m.partner == one.partner
    )
    return own(one, mine) and (person in (one.terms.owner, one.maker, answerable(one, members)) or leads)


def may_share(one: Agreement, mine: Sequence[Membership], members: Sequence[Membership]) -> bool:
    """Whether somebody may show it to the other partners: whoever may change it.

    A joint one all partners see anyway.
    """
    return not one.joint and may_change(one, mine, members)


def called(people: Sequence[tuple[PersonId, str]], typed: str) -> tuple[PersonId, ...]:
    """Who of these may be meant by a typed name: by the whole of it, else by the words it begins with."""
    words = " ".join(typed.casefold().split())
    names = [(person, " ".join(name.casefold().split())) for person, name in people]
    whole = tuple(person for person, name in names if name == words)
    return whole or tuple(person for person, name in names if words and name.startswith(f"{words} "))


def circle(agreement: Agreement, members: Sequence[Membership]) -> tuple[PersonId, ...]:
    """The people whose agreement it is: of its partner, or, for a joint one, all. They look back on it together."""
    found = (m.person for m in members if m.left_at is None and (agreement.joint or m.partner == agreement.partner))
    return tuple(dict.fromkeys(found))
