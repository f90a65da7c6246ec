"""What a reveal says of whole clusters: in words, never in numbers, but for how many people guessed what."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice


class Voice(StrEnum):
    """What a cluster is to a partner or a side, in words."""

    HAS_YES = "has_yes"
    """At least one motive was answered Ja."""
    ONLY_SOMEWHAT = "only_somewhat"
    """No Ja, at least one Enigszins."""
    NONE = "none"
    """Answered, and Nee throughout."""
    NOT_FILLED_IN = "not_filled_in"
    """Nothing was answered."""


@dataclass(frozen=True, slots=True)
class ClusterVoice:
    """One cluster of the theory, in words."""

    cluster: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Profile:
    """A partner's clusters in form order, in words. Own motives without a cluster are in the matrix only."""

    partner: PartnerId
    clusters: tuple[ClusterVoice, ...]


@dataclass(frozen=True, slots=True)
class GuessCounts:
    """How many people across the table guessed what."""

    yes: int
    somewhat: int
    no: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PerspectiveLine:
    """What was guessed about a side beside what it says itself. `guessed` is None where too few people guessed."""

    side: PartnerKind
    cluster: str
    guessed: GuessCounts | None
    says: Voice


@dataclass(frozen=True, slots=True)
class Surprise:
    """Most of the others thought one thing of this side; the side itself says another."""

    side: PartnerKind
    cluster: str
    thought: Choice
    says: Voice


@dataclass(frozen=True, slots=True)
class Perspective:
    """The quick scan beside the answers. At most one surprise for each side."""

    lines: tuple[PerspectiveLine, ...]
    surprises: tuple[Surprise, ...]
