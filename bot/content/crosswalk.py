"""The shape of the crosswalk: which motives belong together, and which questions that gives. Judges no answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from bot.content.items import Item, ItemId, Node, OptionalText, Status, Text


class PairKind(StrEnum):
    """How two motives belong together."""

    IDENTICAL = "identical"
    """The same words on both forms."""
    EQUIVALENT = "equivalent"
    """The same purport."""
    MIRRORED = "mirrored"
    """Each side says it of the other."""
    COMPLEMENTARY = "complementary"
    """What one seeks may be what the other brings."""
    STRAINED = "strained"
    """They may get in each other's way."""

    @property
    def is_likeness(self) -> bool:
        """Whether the two say the same, so that they are compared; the other kinds only give a question."""
        return self not in (PairKind.COMPLEMENTARY, PairKind.STRAINED)


class Pair(Item):
    """Two motives. Those of a likeness stand one on each form, that of the praktijkpartner first.

    A question may name one motive twice: it is then about two partners that have it in common.
    """

    kind: PairKind
    motives: tuple[ItemId, ItemId]
    reason: Text
    question: OptionalText = ""
    twins: bool = False
    """Whether its question holds as well for the identical twin of a motive, on the other form."""

    def other(self, motive_id: str) -> str:
        """The other motive of the pair; `motive_id` must be one of the two."""
        first, second = self.motives
        return second if motive_id == first else first

    @model_validator(mode="after")
    def _asks_what_its_kind_asks(self) -> Self:
        if self.kind.is_likeness and self.question:
            raise ValueError(f"a pair that is {self.kind} asks no question")
        if not self.kind.is_likeness and not self.question.endswith("?"):
            raise ValueError(f"a pair that is {self.kind} needs a question")
        if self.kind.is_likeness and self.twins:
            raise ValueError(f"a pair that is {self.kind} asks nothing of twins")
        return self

    @model_validator(mode="after")
    def _ours_is_marked_as_ours(self) -> Self:
        expected = Status.SOURCE if self.kind is PairKind.IDENTICAL else Status.PROPOSAL
        if self.status is not expected:
            raise ValueError(f"a pair that is {self.kind} has status {expected}")
        return self

    @model_validator(mode="after")
    def _only_a_question_names_one_motive_twice(self) -> Self:
        if self.kind.is_likeness and len(set(self.motives)) == 1:
            raise ValueError(f"a pair that is {self.kind} needs two motives")
        return self


class BlindSpots(Item):
    """Motives and clusters that are mentioned before others when no partner chose them."""

    first: tuple[ItemId, ...] = Field(min_length=1)


class Crosswalk(Node):
    """All pairs, in the order in which their questions are asked, and the blind spots that come first."""

    pairs: tuple[Pair, ...]
    blind_spots: BlindSpots
    taken_over_again: bool = False
    """Whether a motive that was taken over from the other form is asked again in the next round."""

    def of(self, *kinds: PairKind) -> tuple[Pair, ...]:
        """The pairs of these kinds, in order."""
        return tuple(pair for pair in self.pairs if pair.kind in kinds)

    def same_as(self, motive_id: str) -> tuple[str, ...]:
        """The motive, and the one with the same words on the other form where there is one."""
        twins = (pair for pair in self.of(PairKind.IDENTICAL) if motive_id in pair.motives)
        return (motive_id, *(pair.other(motive_id) for pair in twins))
