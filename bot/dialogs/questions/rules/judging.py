"""Joint goals: when a proposed goal is everybody's own. Pure rules; ballots are kept, what follows from them is not.

Ballots belong to one wording. New wording is a new version, which begins without any: whoever agreed or objected did so
to other words.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import PartnerId, PersonId


class Verdict(StrEnum):
    """What a member may say of a goal."""

    AGREE = "akkoord"
    CONCERN = "zorg"
    """Akkoord met zorg: it blocks nothing, but it is not an Akkoord, and the concern is noted."""
    OBJECTION = "bezwaar"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's opinion. A person who belongs to two partners has one for each."""

    person: PersonId
    partner: PartnerId
    opinion: Verdict
    reason: str = ""


WITHOUT = "zonder"
"""What whoever leads casts in the name of a partner of which nobody takes part any more: the goal goes on without it.

It is no verdict, and holds as long as nobody takes part for that partner. Like a ballot it belongs to one wording.
"""


class GoalState(StrEnum):
    """How far a version of a goal is. It follows from the ballots and is never stored."""

    OPEN = "open"
    """A partner's Akkoord is still missing."""
    JOINT = "joint"
    """Each partner has an Akkoord, and nobody objects."""
    OBJECTED = "objected"
    """A Bezwaar is open. It ends by its author, by its author's leaving, or by new wording."""


def cast(ballots: Iterable[Ballot], ballot: Ballot) -> tuple[Ballot, ...]:
    """The ballots with this one, in place of what that person said before for that partner."""
    return (*withdraw(ballots, ballot.person, ballot.partner), ballot)


def withdraw(ballots: Iterable[Ballot], person: PersonId, partner: PartnerId) -> tuple[Ballot, ...]:
    """The ballots without what this person said for this partner, if anything."""
    return tuple(one for one in ballots if (one.person, one.partner) != (person, partner))


def standing(ballots: Iterable[Ballot], electorate: Collection[tuple[PersonId, PartnerId]]) -> tuple[Ballot, ...]:
    """The ballots that count: the latest of each member of now. Who left objects no more, and agrees no more."""
    latest = {(one.person, one.partner): one for one in ballots}
    return tuple(one for member, one in latest.items() if member in electorate)


def state(
    ballots: Sequence[Ballot], electorate: Collection[tuple[PersonId, PartnerId]], partners: Sequence[PartnerId]
) -> GoalState:
    """How far the goal is. One Bezwaar blocks, however many agree; without any partner nothing is joint.

    A partner of which nobody is in the electorate can give no Akkoord, so that the goal stays open: silence does not
    bind. Whoever wants to go on without it leaves it out of `partners`.
    """
    if any(one.opinion is Verdict.OBJECTION for one in standing(ballots, electorate)):
        return GoalState.OBJECTED
    return GoalState.JOINT if partners and not missing(ballots, electorate, partners) else GoalState.OPEN


def missing(
    ballots: Sequence[Ballot], electorate: Collection[tuple[PersonId, PartnerId]], partners: Sequence[PartnerId]
) -> tuple[PartnerId, ...]:
    """The partners without an Akkoord yet, in the order given; among them each that has nobody to give one."""
    agreed = {one.partner for one in standing(ballots, electorate) if one.opinion is Verdict.AGREE}
    return tuple(partner for partner in partners if partner not in agreed)
