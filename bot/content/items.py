"""The smallest pieces of content: an item with its origin, and a text. Nothing here knows a phase or an instrument."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

MAX_TEXT = 3500
"""Longest text of one item, in characters: leaves room for a header within Telegram's 4,096."""

SOURCE_PATTERN = r"^\d{3}(:\d+(-\d+)?)?(, \d{3}(:\d+(-\d+)?)?)*$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
Source = Annotated[str, StringConstraints(pattern=SOURCE_PATTERN)]
KindName = Literal["opleiding", "praktijkpartner"]


class Status(StrEnum):
    """Where a text comes from. Only `SOURCE` may be shown as the tool's own words."""

    SOURCE = "source"
    PROPOSAL = "proposal"
    DERIVED = "derived"
    GAP = "gap"
    OWN = "own"
    """Of a team that wrote it itself: never in our files."""


class Node(BaseModel):
    """Frozen, and strict about unknown fields, so that a typing error in a file is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(Node):
    """A slip that was mended: what the source says, and what stands here in its place."""

    original: Text
    here: Text


class Item(Node):
    """Something with an id of its own and an origin: `source` is document:lines, `note` says what is uncertain."""

    id: ItemId
    source: Source | None = None
    status: Status = Status.SOURCE
    note: OptionalText = ""
    corrections: tuple[Correction, ...] = ()
    """What was mended in its text; people can read the list."""

    @model_validator(mode="after")
    def _origin_is_told(self) -> Self:
        if self.source is None and self.status not in (Status.PROPOSAL, Status.OWN):
            raise ValueError("source is missing")
        if not self.note and self.status not in (Status.SOURCE, Status.OWN):
            raise ValueError(f"status {self.status} needs a note")
        return self


class Passage(Item):
    """A text that can be shown. Empty only where the sources lack it (`status: gap`); the note then says so."""

    text: OptionalText = ""
    words_of: ItemId | None = None
    """Of a question set: the id of the instrument whose words these are."""

    @model_validator(mode="after")
    def _gap_or_text(self) -> Self:
        if not self.text and self.status is not Status.GAP:
            raise ValueError("text is empty")
        if any(correction.here not in self.text for correction in self.corrections):
            raise ValueError("a correction is not in the text")
        return self


class AnswerOption(Passage):
    """One label of an answer scale; `value` is what an answer stores."""

    value: Literal["ja", "enigszins", "nee", "weet_niet"]
