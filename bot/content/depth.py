"""The shape of what lies beside the SMS-tool: framework and picture. Gaps stay gaps."""

from __future__ import annotations

from bot.content.items import Item, Node, Passage, Text


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


class Picture(Node):
    """The beeldplaat: who does what in which process. An edition before 2026.6 has no `actors`, `worked` and `made`."""

    title: Passage
    central_question: Passage
    heart: Passage
    heart_explained: Passage
    processes: tuple[Passage, ...]
    levels: Passage
    design: tuple[Passage, ...]
    actors: tuple[Passage, ...] = ()
    worked: tuple[Passage, ...] = ()
    made: tuple[Passage, ...] = ()
    strengths: tuple[Passage, ...]
    recommendations: tuple[Passage, ...]
    highlight: Passage
    quotes: tuple[Passage, ...]
    gaps: tuple[Passage, ...]
