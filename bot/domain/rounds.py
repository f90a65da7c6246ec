"""Rounds, their phases and the order in which both go on. Every rule of that order lives in this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.collaboration import Role
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, PartnerId, PersonId, RoundId, RunId
from bot.domain.visibility import Content, ContentRef


class Phase(StrEnum):
    """The three phases of the instrument."""

    PREPARATION = "voorbereiding"
    ALIGNMENT = "afstemming"
    COMMITMENT = "commitment"

    @property
    def number(self) -> int:
        """1, 2 or 3, as on the form."""
        return list(Phase).index(self) + 1


class RoundMode(StrEnum):
    """Part of the promise: private first and revealed at once, or together in the group."""

    APART = "apart"
    TOGETHER = "samen"


class RoundState(StrEnum):
    """Where a round is."""

    DRAFT = "draft"
    PREPARATION = "preparation"
    REVEALED = "revealed"
    ALIGNMENT = "alignment"
    COMMITMENT = "commitment"
    CLOSED = "closed"


class RunState(StrEnum):
    """Where one phase is, for one partner (phases 1 and 3) or for all (phase 2)."""

    OPEN = "open"
    SETTLED = "settled"
    MINUTES = "minutes"
    CLOSED = "closed"


_ORDER = tuple(RoundState)
_NEEDS: Mapping[RoundState, Phase] = {
    RoundState.PREPARATION: Phase.PREPARATION,
    RoundState.REVEALED: Phase.PREPARATION,
    RoundState.ALIGNMENT: Phase.ALIGNMENT,
    RoundState.COMMITMENT: Phase.COMMITMENT,
}


@dataclass(frozen=True, slots=True)
class Round:
    """One run through the chosen phases. Mode and content version never change once it has opened."""

    id: RoundId
    collaboration: CollaborationId
    mode: RoundMode
    phases: frozenset[Phase]
    state: RoundState
    content_version: str
    deadline: date | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def together(self) -> bool:
        """Whether motives are answered in the group: so it was promised, or there is no phase 1 to answer them in."""
        return self.mode is RoundMode.TOGETHER or Phase.PREPARATION not in self.phases

    @property
    def settles(self) -> bool:
        """Whether partners settle versions. Motives answered for phase 2 alone are talked about as they are."""
        return Phase.PREPARATION in self.phases

    @property
    def dated(self) -> Phase | None:
        """The phase that `deadline` is for."""
        return dated_phase(self.phases)

    @property
    def takes_motives(self) -> bool:
        """Whether motives are being answered now."""
        alone = self.state is RoundState.ALIGNMENT and Phase.PREPARATION not in self.phases
        return self.state is RoundState.PREPARATION or alone


@dataclass(frozen=True, slots=True)
class PhaseRun:
    """One phase of a round, for one partner or (phase 2) for all."""

    id: RunId
    round: RoundId
    phase: Phase
    partner: PartnerId | None
    state: RunState
    opened_at: datetime | None = None

    def asks(self, role: Role) -> bool:
        """Whether people in this role take part in it."""
        return role.commits if self.phase is Phase.COMMITMENT else role.fills_in


@dataclass(frozen=True, slots=True)
class Participation:
    """One person in one run: what they have finished."""

    run: RunId
    person: PersonId
    handed_in_at: datetime | None = None
    scanned_at: datetime | None = None
    """When the perspectiefspiegel was finished."""


def draft_of(part: Participation, partner: PartnerId) -> ContentRef:
    """What somebody filled in in phase 1, for this partner, to `may_see`."""
    return ContentRef(Content.DRAFT, part.person, partner, handed_in=part.handed_in_at is not None)


def answer_of(part: Participation, partner: PartnerId, question: str, *, handed_in: bool) -> ContentRef:
    """What somebody answered to a reflection question of phase 1, to `may_see`; motives can be handed in before it."""
    ready = handed_in and part.handed_in_at is not None
    return ContentRef(Content.DRAFT, part.person, partner, handed_in=ready, question=question)


def readiness_of(part: Participation, partner: PartnerId) -> ContentRef:
    """Whether somebody has handed in, with their name, to `may_see`."""
    return ContentRef(Content.WHO_HANDED_IN, part.person, partner)


def progress_of(partner: PartnerId) -> ContentRef:
    """How many of a partner have handed in, to `may_see`: of nobody in particular."""
    return ContentRef(Content.PROGRESS, PersonId(0), partner)


def dated_phase(phases: frozenset[Phase]) -> Phase | None:
    """The phase that a round with these phases has a day for: the one in which everybody writes first, in private.

    Phase 2 is a meeting, which has its own day outside the bot; what comes after it has none.
    """
    if Phase.PREPARATION in phases:
        return Phase.PREPARATION
    return Phase.COMMITMENT if phases == {Phase.COMMITMENT} else None


def next_state(state: RoundState, phases: frozenset[Phase]) -> RoundState:
    """The state after this one, skipping the phases that were not chosen."""
    if state is RoundState.CLOSED:
        raise DomainError("errors.round_closed")
    later = _ORDER[_ORDER.index(state) + 1 :]
    return next(s for s in later if s not in _NEEDS or _NEEDS[s] in phases)
