"""Gelijke stem: how much of the conversation so far came from each side, so that the quieter one can be asked first.

The research asks for equal input, lest one partner sets the course unseen. What a side may be expected to say follows
from how many people it has here. People come in as numbers only: nobody is named, compared or ranked, and what the
facilitator says counts for no side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId, PersonId

FEWEST_CONTRIBUTIONS = 3
"""Needed before anything is said of the whole, and of a side before its partners are compared.

Of one or two contributions somebody always is the first: that is a beginning, not a pattern.
"""


FEW_HEARD = Fraction(1, 3)
"""Below this part of its people a side is hardly heard: most of it would have to be guessed.

Of a side of up to three people one voice is enough.
"""


CLEARLY_LESS = Fraction(1, 2)
"""A side is quiet below this part of what its share of the people would give.

Between two sides with as many people that is less than a quarter: the other then has more than three times as much.
"""


SENTENCE = 100
"""Code points of an ordinary sentence. A side that one more sentence would set right is not quiet in text.

Early on, a few words more or less thus make nobody quiet; once much has been said, it hardly matters.
"""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One contribution that stands; one that was taken back is none."""

    person: PersonId
    partner: PartnerId | None
    """For whom it was said. The facilitator speaks for no partner."""
    size: int
    """The code points of its latest wording."""


class Pattern(StrEnum):
    """What the facilitator could act on. One at a time, in the order in which it would help."""

    NOT_YET = "not_yet"
    """Too little was said to see anything in."""
    BALANCED = "balanced"
    """Nobody has to be asked first."""
    SIDE_QUIET = "side_quiet"
    """One side has clearly less of the people heard or of the text, and the other side of neither."""
    PARTNER_QUIET = "partner_quiet"
    """The sides are in balance, but within one of them a partner was not heard."""
    EVERYONE_QUIET = "everyone_quiet"
    """Of no side a fair part was heard, so that one side beside the other tells nothing."""


@dataclass(frozen=True, slots=True)
class SideVoice:
    """One side: how many of its people were heard, and the percentage of all text that is its own."""

    kind: PartnerKind
    people: int
    """Who may speak for it. Somebody of two partners is counted for each."""
    heard: int
    text_share: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Each side that takes part, the programmes first, and what stands out. `quiet_partners` is in order of id."""

    sides: tuple[SideVoice, ...]
    pattern: Pattern
    quiet_side: PartnerKind | None = None
    quiet_partners: tuple[PartnerId, ...] = ()


@dataclass(frozen=True, slots=True)
class _Count:
    """A partner, or partners together, in numbers."""

    people: int = 0
    heard: int = 0
    contributions: int = 0
    text: int = 0

    def __add__(self, other: "_Count") -> "_Count":
        return _Count(
            self.people + other.people,
            self.heard + other.heard,
            self.contributions + other.contributions,
            self.text + other.text,
        )


def voice(
    said: Sequence[Utterance], partners: Mapping[PartnerId, PartnerKind], people: Mapping[PartnerId, int]
) -> Voice:
    """The share of each side so far. `people` tells how many of each partner may speak; without a number, nobody."""
    counts = {one: _count([it for it in said if it.partner == one], people.get(one, 0)) for one in sorted(partners)}
    sides = {
        kind: sum((counts[one] for one in counts if partners[one] is kind), _Count())
        for kind in PartnerKind
        if kind in partners.values()
    }
    shares = _percentages({kind: side.text for kind, side in sides.items()})
    shown = tuple(SideVoice(kind, side.people, side.heard, shares[kind]) for kind, side in sides.items())
    able = {kind: side for kind, side in sides.items() if side.people}
    if not able or sum(side.contributions for side in sides.values()) < FEWEST_CONTRIBUTIONS:
        return Voice(shown, Pattern.NOT_YET)
    if all(side.heard < FEW_HEARD * side.people for side in able.values()):
        return Voice(shown, Pattern.EVERYONE_QUIET)
    quiet = _quiet_side(able)
    if quiet is not None:
        return Voice(shown, Pattern.SIDE_QUIET, quiet_side=quiet)
    unheard = tuple(one for one in counts if _unheard(counts[one], sides[partners[one]]))
    return Voice(shown, Pattern.PARTNER_QUIET if unheard else Pattern.BALANCED, quiet_partners=unheard)


def _count(said: Sequence[Utterance], people: int) -> _Count:
    """One partner. What somebody said who left still stands, but never more are heard than may speak now."""
    heard = min(len({one.person for one in said}), people)
    return _Count(people, heard, len(said), sum(one.size for one in said))


def _percentages(texts: Mapping[PartnerKind, int]) -> dict[PartnerKind, int]:
    """Whole numbers that add up to 100, or all 0. What rounding leaves goes to the largest rest, then to the least."""
    total = sum(texts.values())
    if not total:
        return dict.fromkeys(texts, 0)
    shares = {kind: 100 * text // total for kind, text in texts.items()}
    by_rest = sorted(texts, key=lambda kind: (-(100 * texts[kind] % total), texts[kind]))
    for kind in by_rest[: 100 - sum(shares.values())]:
        shares[kind] += 1
    return shares


def _quiet_side(sides: Mapping[PartnerKind, _Count]) -> PartnerKind | None:
    """The side that has clearly less. One side alone has all there is, so never less.

    When one has less of the people and the other less of the text, neither is *the* quiet side.
    """
    whole = sum(sides.values(), _Count())
    quiet = [kind for kind, side in sides.items() if _has_less(side, whole)]
    return quiet[0] if len(quiet) == 1 else None


def _has_less(side: _Count, whole: _Count) -> bool:
    """Whether it is below what its people would give, of those heard or of the text. Of nothing nobody has less."""
    least = CLEARLY_LESS * Fraction(side.people, whole.people)
    return side.heard < least * whole.heard or side.text + SENTENCE < least * whole.text


def _unheard(partner: _Count, side: _Count) -> bool:
    """Whether nothing was said for this partner, though it has people and its side said enough to compare."""
    return partner.people > 0 and not partner.contributions and side.contributions >= FEWEST_CONTRIBUTIONS
