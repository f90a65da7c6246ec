"""The shape of what lies beside the SMS-tool: framework, O-LOS, checklist and picture. Gaps stay gaps."""

from __future__ import annotations

from bot.content.items import Group, Item, Node, Passage, Text


class Section(Item):
    """A heading with paragraphs of running text."""

    title: Text
    paragraphs: tuple[Passage, ...]


class FrameworkLevel(Passage):
    """A level of the vertical axis; the names of its elements are lost, their number is known."""

    name: Text
    elements: int


class Framework(Node):
    """The Fontys framework for hybride leeromgevingen, as far as the sources keep it."""

    sections: tuple[Section, ...]
    uses: tuple[Passage, ...]
    positions: tuple[Passage, ...]
    levels: tuple[FrameworkLevel, ...]
    gaps: tuple[Passage, ...]


class Olos(Node):
    """The model Lerend en Onderzoekend Samenwerken and its six elements."""

    paragraphs: tuple[Passage, ...]
    elements: tuple[Passage, ...]
    gaps: tuple[Passage, ...]


class Checklist(Node):
    """Bijlage 1: fifteen points to develop and evaluate a hybride leeromgeving together."""

    title: Passage
    groups: tuple[Group, ...]

    @property
    def questions(self) -> tuple[Passage, ...]:
        """All points of all groups, in order."""
        return tuple(question for group in self.groups for question in group.items)


class Picture(Node):
    """The beeldplaat: who does what in which process."""

    title: Passage
    central_question: Passage
    heart: Passage
    heart_explained: Passage
    processes: tuple[Passage, ...]
    levels: Passage
    design: tuple[Passage, ...]
    strengths: tuple[Passage, ...]
    recommendations: tuple[Passage, ...]
    highlight: Passage
    quotes: tuple[Passage, ...]
    gaps: tuple[Passage, ...]
