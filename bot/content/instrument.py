"""The whole instrument as one frozen value with look-ups by id. Reads no files and holds no Dutch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from bot.content.background import Background
from bot.content.crosswalk import Crosswalk, PairKind
from bot.content.depth import Framework, Picture
from bot.content.items import KindName, Node, Passage
from bot.content.phases import (
    Alignment,
    Cluster,
    Clusters,
    Commitment,
    Glossary,
    Motive,
    MotiveForm,
    Preparation,
    QuickScan,
    Tool,
)
from bot.content.question_sets import QuestionSet
from bot.content.research import Findings, Mirrors


class Instrument(Node):
    """Everything the tool says, in one language. Look-ups raise `KeyError` for an id that does not exist."""

    tool: Tool
    clusters: Clusters
    phase1: Preparation
    form_praktijkpartner: MotiveForm
    form_opleiding: MotiveForm
    crosswalk: Crosswalk
    phase2: Alignment
    phase3: Commitment
    glossary: Glossary
    quick_scan: QuickScan
    findings: Findings
    mirrors: Mirrors
    framework: Framework
    picture: Picture
    background: Background = Background()
    sets: tuple[QuestionSet, ...] = ()
    """Further instruments, in the order of the list."""
    sets_written: str = ""
    """Tells one way in which the sets are written from another."""

    @property
    def content_version(self) -> str:
        """The version that a round or an answered set stores when it begins; another set makes another version."""
        return "-".join(part for part in (self.tool.content_version, self.sets_written) if part)

    def set_of(self, set_id: str) -> QuestionSet:
        """A question set."""
        return {one.id: one for one in self.sets}[set_id]

    @property
    def forms(self) -> tuple[MotiveForm, MotiveForm]:
        """Both forms."""
        return (self.form_praktijkpartner, self.form_opleiding)

    def form(self, kind: str) -> MotiveForm:
        """The form that a partner of this kind fills in."""
        return {form.kind: form for form in self.forms}[_kind(kind)]

    def motive(self, motive_id: str) -> Motive:
        """A motive of either form."""
        return self._motives[motive_id]

    def kind_of(self, motive_id: str) -> KindName:
        """The kind of partner on whose form a motive stands."""
        motive = self.motive(motive_id)
        return next(form.kind for form in self.forms if motive in form.motives)

    def question(self, question_id: str) -> Passage:
        """A question of phase 1 (reflection), 2 or 3."""
        return self._questions[question_id]

    def cluster(self, cluster_id: str) -> Cluster:
        """A cluster, also `ovr` of the own motives."""
        return self._clusters[cluster_id]

    def identical_twin(self, motive_id: str) -> str | None:
        """The motive on the other form with the same words, if any."""
        self.motive(motive_id)
        return self._identical.get(motive_id)

    @property
    def student_motives(self) -> frozenset[str]:
        """Ids of the motives that are about students only (our derivation)."""
        return frozenset(self.mirrors.student_motives.motives)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Every text by the id of its item; of what has no text of its own, its title or name."""
        return dict(_texts_in(self))

    @cached_property
    def _identical(self) -> dict[str, str]:
        identical = self.crosswalk.of(PairKind.IDENTICAL)
        return {motive_id: pair.other(motive_id) for pair in identical for motive_id in pair.motives}

    @cached_property
    def _motives(self) -> dict[str, Motive]:
        return {motive.id: motive for form in self.forms for motive in form.motives}

    @cached_property
    def _clusters(self) -> dict[str, Cluster]:
        return {cluster.id: cluster for cluster in self.clusters.clusters}

    @cached_property
    def _questions(self) -> dict[str, Passage]:
        parts = (self.phase1, self.phase2, self.phase3)
        return {question.id: question for part in parts for question in part.questions}


def _texts_in(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, Node):
        fields = dict(node)
        words = next((text for name in ("text", "title", "name") if isinstance(text := fields.get(name), str)), "")
        if words and "id" in fields:
            yield fields["id"], words
        node = tuple(fields.values())
    if isinstance(node, tuple):
        for inner in node:
            yield from _texts_in(inner)


def _kind(kind: str) -> KindName:
    if kind == "opleiding":
        return "opleiding"
    if kind == "praktijkpartner":
        return "praktijkpartner"
    raise KeyError(kind)
