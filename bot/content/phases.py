"""The shape of the SMS-tool itself: introduction, the two forms, three phases, glossary, clusters and quick scan."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from bot.content.items import AnswerOption, Item, ItemId, KindName, Node, OptionalText, Passage, Text


class Approach(Node):
    """How the tool is used: an opening, the three phases, closing paragraphs."""

    opening: Passage
    phases: tuple[Passage, ...]
    closing: tuple[Passage, ...]


class Tool(Node):
    """Title, goal and approach of the tool."""

    content_version: Text
    title: Passage
    subtitle: Passage
    goal: Passage
    approach: Approach


class Level(Passage):
    """A level on which motives play: individual, organisation, collective."""


class Cluster(Item):
    """A group of motives: `heading` as on the form, `name` as in the theory, with the theory's sub-motives."""

    name: Text
    heading: Text
    submotives: tuple[Passage, ...] = ()


class Clusters(Node):
    """The clusters in form order, and the levels on which motives play."""

    intro: Passage
    clusters: tuple[Cluster, ...]
    levels_intro: Passage
    levels: tuple[Level, ...]


class Motive(Passage):
    """A row of a form; `cluster` is the id of its cluster."""

    cluster: ItemId


class MotiveForm(Item):
    """The form of one kind of partner, its motives in the order of the paper form."""

    kind: KindName
    title: Text
    motives: tuple[Motive, ...]


class Preparation(Node):
    """Phase 1: what both forms share, and the reflection questions."""

    title: Passage
    instruction: Passage
    form_name: Passage
    applies: Passage
    outcome: Passage
    scale: tuple[AnswerOption, ...]
    reflection_intro: Passage
    questions: tuple[Passage, ...]


class Alignment(Node):
    """Phase 2: the conversation between the partners."""

    title: Passage
    instruction: Passage
    questions: tuple[Passage, ...]


class Theme(Item):
    """A theme of phase 3; `status` is that of its title."""

    title: Text
    questions: tuple[Passage, ...]


class Commitment(Node):
    """Phase 3: the conversation inside each partner."""

    title: Passage
    instruction: Passage
    central_question: Passage
    themes: tuple[Theme, ...]
    deepening: Passage
    links: Passage

    @property
    def questions(self) -> tuple[Passage, ...]:
        """All questions of all themes, in order."""
        return tuple(question for theme in self.themes for question in theme.questions)


class Explanation(Passage):
    """What another source says about a term, with whom to name."""

    attribution: OptionalText = ""


class GlossaryTerm(Passage):
    """An entry of the glossary. `term` is written as in the source; a gap has explanations instead of a text."""

    term: Text
    aliases: tuple[Text, ...] = ()
    subterms: tuple[GlossaryTerm, ...] = ()
    explanations: tuple[Explanation, ...] = ()

    @property
    def name(self) -> str:
        """The term as it reads in a sentence case heading: HYBRIDE LEEROMGEVING becomes Hybride leeromgeving."""
        return self.term.capitalize()


class Glossary(Node):
    """The explanatory word list; sub-terms stand below their main term."""

    title: Passage
    terms: tuple[GlossaryTerm, ...]

    @cached_property
    def entries(self) -> tuple[GlossaryTerm, ...]:
        """Main terms and sub-terms in reading order."""
        return tuple(entry for term in self.terms for entry in (term, *term.subterms))


class Side(Passage):
    """A side of the quick scan, and the kind of partner it stands for."""

    kind: KindName


class ScanQuestion(Item):
    """One tap of the quick scan: a cluster, seen from one's own or from the other side."""

    side: Literal["own", "other"]
    cluster: ItemId


class QuickScan(Node):
    """The motives on cluster level, for both sides."""

    title: Passage
    question: Passage
    exercise: Passage
    sides: tuple[Side, ...]
    instructions: tuple[Passage, ...]
    scale: tuple[AnswerOption, ...]
    questions: tuple[ScanQuestion, ...]
    recommendations: tuple[Passage, ...]
