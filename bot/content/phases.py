"""The shape of the SMS-tool itself: introduction, the two forms, three phases, glossary, clusters and quick scan.

`gaps` is what the sources lack of a part; an edition before 2026.6 does not list it there.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from bot.content.items import AnswerOption, Item, ItemId, KindName, Node, OptionalText, Passage, Text
from bot.content.roles import CommitmentQuestion, CommitmentRole, Reflection, ReflectionRole, TalkKind, TalkQuestion


class Approach(Node):
    """How the tool is used: an opening, the three phases, closing paragraphs."""

    opening: Passage
    phases: tuple[Passage, ...]
    closing: tuple[Passage, ...]


class Tool(Node):
    """Title, goal and approach of the tool."""

    content_version: Text
    format: Literal[4]
    title: Passage
    subtitle: Passage
    goal: Passage
    approach: Approach
    gaps: tuple[Passage, ...] = ()


class Level(Passage):
    """A level on which motives play: individual, organisation, collective."""


class Cluster(Item):
    """A group of motives: `heading` as on the form, `name` as in the theory, with the theory's sub-motives."""

    name: Text
    heading: Text
    submotives: tuple[Passage, ...] = ()
    own_motives: bool = False
    """No group of the theory: below it stand the motives that people add themselves."""


class Clusters(Node):
    """The clusters in form order, and the levels on which motives play."""

    intro: Passage
    clusters: tuple[Cluster, ...]
    levels_intro: Passage
    levels: tuple[Level, ...]
    gaps: tuple[Passage, ...] = ()

    @property
    def of_own_motives(self) -> Cluster:
        """The one below which own motives stand whose cluster nobody knows."""
        return next(cluster for cluster in self.clusters if cluster.own_motives)


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
    questions: tuple[Reflection, ...]
    gaps: tuple[Passage, ...] = ()

    def with_role(self, role: ReflectionRole) -> Reflection | None:
        """The question that is used for this; None in an edition that asks no such thing."""
        return next((question for question in self.questions if question.role is role), None)


class Alignment(Node):
    """Phase 2: the conversation between the partners."""

    title: Passage
    instruction: Passage
    questions: tuple[TalkQuestion, ...]

    def question(self, question_id: str) -> TalkQuestion:
        """One of them. Raises `KeyError` for an id that does not exist."""
        return {question.id: question for question in self.questions}[question_id]

    def of_kind(self, kind: TalkKind) -> tuple[TalkQuestion, ...]:
        """Those that are answered like this, in order."""
        return tuple(question for question in self.questions if question.kind is kind)

    def only(self, kind: TalkKind) -> TalkQuestion | None:
        """The one that is answered like this; None in an edition that asks no such thing."""
        return next(iter(self.of_kind(kind)), None)


class Theme(Item):
    """A theme of phase 3; `status` is that of its title."""

    title: Text
    questions: tuple[CommitmentQuestion, ...]


class Commitment(Node):
    """Phase 3: the conversation inside each partner."""

    title: Passage
    instruction: Passage
    central_question: Passage
    themes: tuple[Theme, ...]
    deepening: Passage
    links: Passage
    gaps: tuple[Passage, ...] = ()
    facilitator_reads_shared: bool = False
    """Whether what a partner shares is shared with the facilitator too. An edition before 2026.5 promised otherwise."""

    @property
    def questions(self) -> tuple[CommitmentQuestion, ...]:
        """All questions of all themes, in order."""
        return tuple(question for theme in self.themes for question in theme.questions)

    @property
    def to_agree(self) -> frozenset[str]:
        """Ids of the questions whose answer can become an agreement."""
        return frozenset(question.id for question in self.questions if question.becomes_agreement)

    def with_role(self, role: CommitmentRole) -> CommitmentQuestion | None:
        """The question that is used for this; None in an edition that asks no such thing."""
        return next((question for question in self.questions if question.role is role), None)


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
    gaps: tuple[Passage, ...] = ()
