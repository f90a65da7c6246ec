"""A collaboration, its partners and its people, and what each role may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.asking import Pace
from bot.domain.chats import is_on_paper
from bot.domain.ids import ChatId, CollaborationId, MembershipId, PartnerId, PersonId


class PartnerKind(StrEnum):
    """Which of the two forms a partner fills in."""

    PROGRAMME = "opleiding"
    PRACTICE = "praktijkpartner"

    @property
    def other(self) -> "PartnerKind":
        """The side across the table."""
        return PartnerKind.PRACTICE if self is PartnerKind.PROGRAMME else PartnerKind.PROGRAMME


class Ownership(StrEnum):
    """Public or private: the research found that motives differ most along this line."""

    PUBLIC = "publiek"
    PRIVATE = "privaat"


class Role(StrEnum):
    """What a person does for a partner; a facilitator may do so for none."""

    FACILITATOR = "begeleider"
    MANAGER = "leidinggevende"
    PARTICIPANT = "deelnemer"
    PROCESS_FACILITATOR = "procesbegeleider"
    STAKEHOLDER = "betrokkene"

    @property
    def fills_in(self) -> bool:
        """Whether this role answers phase 1. A stakeholder joins in phase 3, a facilitator leads."""
        return self in (Role.MANAGER, Role.PARTICIPANT, Role.PROCESS_FACILITATOR)

    @property
    def commits(self) -> bool:
        """Whether this role takes part in phase 3."""
        return self.fills_in or self is Role.STAKEHOLDER

    @property
    def single_use_invitation(self) -> bool:
        """Whether an invitation for this role can never be shared by several people."""
        return self in (Role.MANAGER, Role.FACILITATOR)

    @property
    def weight(self) -> int:
        """Of two roles at one partner the heavier holds: who manages also fills in, who fills in also commits."""
        return (self.commits, self.fills_in, self is Role.MANAGER).count(True)


PARTNER_ROLES = (Role.MANAGER, Role.PARTICIPANT, Role.PROCESS_FACILITATOR, Role.STAKEHOLDER)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who agreed to take part. Without consent nobody becomes a Person."""

    id: PersonId
    chat: ChatId
    name: str
    consent: str
    """The version of the promise that was agreed to."""
    reachable: bool = True
    pace: Pace = Pace.NOW
    prompted_at: datetime | None = None
    """When something last came to this person by itself: one message a day."""
    away_until: date | None = None
    """On this day they are back; until then nothing comes by itself."""
    told_in: ChatId | None = None
    """The chat they chose for what comes unasked; None for the one they used last."""
    last_in: ChatId | None = None
    """The chat they used last, once they have several; None for somebody with one."""

    @property
    def on_paper(self) -> bool:
        """Whether they take part on paper: entered by a colleague, and reached by nobody."""
        return is_on_paper(self.chat)

    @property
    def several(self) -> bool:
        """Whether they come in by several doors."""
        return self.last_in is not None

    @property
    def hears_in(self) -> ChatId:
        """Where what comes unasked goes: one chat, never two. `chat` is where their talks are kept."""
        return self.told_in or self.last_in or self.chat

    @property
    def first_name(self) -> str:
        """How the bot addresses this person."""
        return self.name.split(maxsplit=1)[0] if self.name.strip() else self.name


@dataclass(frozen=True, slots=True)
class Collaboration:
    """One hybride leeromgeving with its partners."""

    id: CollaborationId
    name: str
    time_zone: str = "Europe/Amsterdam"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its days and working hours are counted."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation in a collaboration."""

    id: PartnerId
    collaboration: CollaborationId
    name: str
    kind: PartnerKind
    sector: str | None = None
    ownership: Ownership | None = None
    left_at: datetime | None = None
    """When it stopped; None while it takes part."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a collaboration, in one role, for one partner or (a facilitator) for none."""

    id: MembershipId
    person: PersonId
    collaboration: CollaborationId
    partner: PartnerId | None
    role: Role
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Everybody who takes part in a collaboration now: each membership with its person, oldest first.

    Somebody with two places stands in it twice.
    """

    pairs: tuple[tuple[Membership, Person], ...]

    def __iter__(self) -> Iterator[tuple[Membership, Person]]:
        return iter(self.pairs)

    @property
    def memberships(self) -> tuple[Membership, ...]:
        """The places, without their people."""
        return tuple(membership for membership, _ in self.pairs)

    def places_of(self, person: PersonId) -> tuple[Membership, ...]:
        """The places one person has."""
        return tuple(membership for membership, _ in self.pairs if membership.person == person)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, once."""
        return tuple({person.id: person for _, person in self.pairs}.values())
