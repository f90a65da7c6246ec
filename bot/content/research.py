"""The shape of the research findings and of the mirror questions built on them. Evaluates no condition."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from bot.content.items import Item, ItemId, KindName, Node, OptionalText, Passage, Text


class Case(Item):
    """One of the hybride leeromgevingen that were studied."""

    sector: Text
    partners: Text
    start: Text
    place: Text
    interviewed_practice: int
    interviewed_education: int
    composition: Literal["publiek-privaat", "publiek-publiek"]


class Finding(Passage):
    """What the research saw in one cluster, with a quotation where there is one."""

    cluster: ItemId
    quote: OptionalText = ""
    quoted: OptionalText = ""


class Findings(Node):
    """The research in short. Exploratory: a mirror, never a norm."""

    question: Passage
    method: Passage
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]
    conclusions: tuple[Passage, ...]


class StudentMotives(Item):
    """The motives that are about students only."""

    motives: tuple[ItemId, ...] = Field(min_length=1)


class When(Node):
    """When a mirror question may be shown. All fields that are given must hold.

    `scope` says whose answers count: one person's own (`person`), those of all partners together (`all`), or none,
    because the question belongs to the conversation of phase 2 (`phase2`). `kind` and `sector_type` describe the
    partner of that person; in phase 2 `sector_type` holds when every partner has it.
    """

    scope: Literal["person", "all", "phase2"]
    kind: KindName | None = None
    sector_type: Literal["public", "private"] | None = None
    any_ja: tuple[ItemId, ...] = ()
    any_nee: tuple[ItemId, ...] = ()
    all_nee_cluster: ItemId | None = None
    only_student_motives: bool = False

    @property
    def motive_ids(self) -> tuple[str, ...]:
        """Every motive that the condition names."""
        return (*self.any_ja, *self.any_nee)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        given = (self.any_ja, self.any_nee, self.all_nee_cluster, self.only_student_motives, self.sector_type)
        if not any(given):
            raise ValueError("condition is empty")
        return self


class Mirror(Passage):
    """A question of ours that holds the research up to people's answers.

    `built_on` names the findings and conclusions that it rests on; an edition before 2026.4 names none.
    """

    when: When
    built_on: tuple[ItemId, ...] = ()


class Mirrors(Node):
    """The mirror questions; the first in the list that applies is shown first."""

    source_phrase: Passage
    student_motives: StudentMotives
    mirrors: tuple[Mirror, ...]
