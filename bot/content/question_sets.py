"""The shape of a question set: an instrument as data, one file with its texts, its questions and how each is answered.

A set is explained, then answered: by one person in private, or as a round in a group. Code names none of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.content.items import Item, ItemId, Node, OptionalText, Passage
from bot.content.roles import QuestionId

AMBITION = "ambition"
"""What the id of a place one wants to go to ends with."""

SetId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=16)]
"""Stands in buttons and begins the id of everything in the set: never reused."""

ShortName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]
"""What the set is called on a button and above a question."""

Value = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=24)]
"""What an answer stores. It goes in a button and is never reused within its scale."""


class AnswerKind(StrEnum):
    """How a question is answered."""

    WRITE = "write"
    """In one's own words."""
    CHOOSE = "choose"
    """With one option of a scale."""
    PLACE = "place"
    """With a position on a scale that is a line; with `ambition` also where one wants to go."""


class AnsweredBy(StrEnum):
    """Who answers a set: each alone in private, the people of one partner in their group, or all in theirs."""

    PERSON = "person"
    PARTNER = "partner"
    GROUP = "group"


class Reveal(StrEnum):
    """When a group sees the answers to a round."""

    QUESTION = "question"
    """After each question."""
    SET = "set"
    """After the last one."""


class Drawn(StrEnum):
    """How what a group answered is shown."""

    LINES = "lines"
    COUNTS = "counts"
    CONTINUUM = "continuum"
    PLATE = "plate"
    """Who is where: the beeldplaat with its stickers."""


class ScaleOption(Passage):
    """One answer of a scale; `text` stands on its button."""

    value: Value


class Scale(Item):
    """Answers to choose from, in order. For `place` that is the line from one end to the other."""

    options: tuple[ScaleOption, ...]

    def label(self, value: str) -> str | None:
        """What an answer is called; None for one that has gone."""
        return next((option.text for option in self.options if option.value == value), None)


class SetQuestion(Passage):
    """A question of a set."""

    id: QuestionId
    kind: AnswerKind = AnswerKind.WRITE
    scale: ItemId | None = None
    ambition: bool = False
    several: bool = False
    """More than one option of its scale may be taken: one sticker for each."""

    behind: tuple[ItemId, ...] = ()
    """The texts of the explanation that say what its words and those of its answers mean: one tap away from it."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids under which its answers stand."""
        return (self.id, f"{self.id}.{AMBITION}") if self.ambition else (self.id,)


class QuestionSection(Item):
    """Questions below one heading. `ask` is said with each of them, where the questions are no sentences."""

    title: OptionalText = ""
    ask: Passage | None = None
    questions: tuple[SetQuestion, ...]


class PlateSign(StrEnum):
    """What a plate with stickers shows, to which something the source says belongs."""

    EMPTY = "empty"
    """Nobody is in a process."""
    SINGLE = "single"
    """One person alone is in a process."""
    NO_BRIDGE = "no_bridge"
    """Nobody is in more than one process."""


class PlateAdvice(Passage):
    """What the source says where the plate shows this sign."""

    when: PlateSign


class Plate(Node):
    """What stickers are put on: which question says who one is, which one where, and what is at its heart."""

    actors: QuestionId
    spots: QuestionId
    levels: QuestionId | None = None
    """On which levels one works, where a plate asks that."""
    cover: QuestionId | None = None
    """For which spots somebody can take one's place, where a plate asks that; with the scale of the spots."""
    heart: Passage
    advice: tuple[PlateAdvice, ...] = ()


class QuestionSet(Item):
    """An instrument as data. `order` is its place in the list; `origin` is how its source is called on a screen."""

    id: SetId
    order: int = 100
    name: ShortName
    title: Passage
    about: Passage
    """The explanation in short."""
    explanation: tuple[Passage, ...] = ()
    origin: OptionalText = ""
    answered_by: tuple[AnsweredBy, ...] = Field(min_length=1)
    context: Passage | None = None
    """Asked first: what all answers are about."""
    plate: Plate | None = None
    reveal: Reveal | None = None
    drawn: Drawn = Drawn.LINES
    scales: tuple[Scale, ...] = ()
    sections: tuple[QuestionSection, ...] = Field(min_length=1)
    elements: tuple[int, ...] = ()
    """How many elements each section has whose names the source lacks: a team that has them can give them."""
    gaps: tuple[Passage, ...] = ()
    """What the sources lack; the notes are shown."""

    @property
    def questions(self) -> tuple[SetQuestion, ...]:
        """All questions of all sections, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def in_private(self) -> bool:
        """Whether one person can answer it alone."""
        return AnsweredBy.PERSON in self.answered_by

    def scale_of(self, question: SetQuestion) -> Scale:
        """The scale a question is answered with. Raises `KeyError` for one that is written."""
        return {scale.id: scale for scale in self.scales}[question.scale or ""]

    def behind(self, question: SetQuestion) -> tuple[Passage, ...]:
        """The texts that say what the words of a question mean."""
        return tuple(text for text in self.explanation if text.id in question.behind)

    def section_of(self, question_id: str) -> QuestionSection:
        """The section a question stands in. Raises `StopIteration` for an id that does not exist."""
        return next(one for one in self.sections if any(question.id == question_id for question in one.questions))
