"""Checks across the instrument's files: does every id that is mentioned exist? Single items check themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping

from bot.content.crosswalk import Pair, PairKind
from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.question_sets_check import set_problems
from bot.content.research import Mirror
from bot.content.roles import TalkKind


def check_references(instrument: Instrument, owners: Mapping[str, str]) -> None:
    """Raise `ContentError` for the first reference that leads nowhere. `owners` tells the file of each id."""
    for item_id, what in _problems(instrument):
        raise ContentError(owners[item_id], item_id, what)


def _problems(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield from _forms(instrument)
    yield from _clusters(instrument)
    yield from _crosswalk(instrument)
    yield from _student_motives(instrument)
    yield from _roles(instrument)
    for mirror in instrument.mirrors.mirrors:
        yield from _mirror(instrument, mirror)
    yield from set_problems(instrument.sets)


def _forms(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for form, kind in ((instrument.form_praktijkpartner, "praktijkpartner"), (instrument.form_opleiding, "opleiding")):
        if form.kind != kind:
            yield form.id, f"this file must hold the form for {kind}"


def _clusters(instrument: Instrument) -> Iterator[tuple[str, str]]:
    known = {cluster.id for cluster in instrument.clusters.clusters}
    motives = [(motive.id, motive.cluster) for form in instrument.forms for motive in form.motives]
    scanned = [(question.id, question.cluster) for question in instrument.quick_scan.questions]
    found = [(finding.id, finding.cluster) for finding in instrument.findings.findings]
    for item_id, cluster in (*motives, *scanned, *found):
        if cluster not in known:
            yield item_id, f"unknown cluster {cluster}"


def _crosswalk(instrument: Instrument) -> Iterator[tuple[str, str]]:
    pairs = instrument.crosswalk.pairs
    alike = Counter(motive_id for pair in pairs if pair.kind.is_likeness for motive_id in pair.motives)
    used = Counter((pair.kind, frozenset(pair.motives)) for pair in pairs)
    for pair in pairs:
        yield from ((pair.id, what) for what in _unknown(instrument, pair.motives))
        if used[pair.kind, frozenset(pair.motives)] > 1:
            yield pair.id, f"the same motives stand in two {pair.kind} pairs"
        if pair.kind.is_likeness:
            yield from ((pair.id, what) for what in _likeness(instrument, pair, alike))
    spots = instrument.crosswalk.blind_spots
    first = [item_id for item_id in spots.first if item_id not in {c.id for c in instrument.clusters.clusters}]
    yield from ((spots.id, what) for what in _unknown(instrument, first))


def _likeness(instrument: Instrument, pair: Pair, uses: Mapping[str, int]) -> Iterator[str]:
    for motive_id, form in zip(pair.motives, instrument.forms, strict=True):
        if instrument.kind_of(motive_id) != form.kind:
            yield f"motive {motive_id} is not on the form for {form.kind}"
        if uses[motive_id] > 1:
            yield f"motive {motive_id} stands in two pairs of motives that are alike"
    one, other = (instrument.motive(motive_id).text for motive_id in pair.motives)
    if pair.kind is PairKind.IDENTICAL and one != other:
        yield "the texts of an identical pair differ"


def _unknown(instrument: Instrument, motive_ids: Iterable[str]) -> Iterator[str]:
    known = {motive.id for form in instrument.forms for motive in form.motives}
    return (f"unknown motive {motive_id}" for motive_id in motive_ids if motive_id not in known)


def _student_motives(instrument: Instrument) -> Iterator[tuple[str, str]]:
    students = instrument.mirrors.student_motives
    yield from ((students.id, what) for what in _unknown(instrument, students.motives))


def _roles(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """What the code looks for by its role is one question."""
    reflected = [(question.id, question.role) for question in instrument.phase1.questions]
    single = (TalkKind.GOALS, TalkKind.PRIVATE)
    talked = [
        (question.id, question.kind if question.kind in single else None) for question in instrument.phase2.questions
    ]
    committed = [(question.id, question.role) for question in instrument.phase3.questions]
    clusters = [
        (cluster.id, "own_motives" if cluster.own_motives else None) for cluster in instrument.clusters.clusters
    ]
    for items in (reflected, talked, committed, clusters):
        yield from _twice(items)


def _twice(items: Iterable[tuple[str, Hashable]]) -> Iterator[tuple[str, str]]:
    first: dict[Hashable, str] = {}
    for item_id, role in items:
        if role is not None and first.setdefault(role, item_id) != item_id:
            yield item_id, f"{first[role]} is {role} already"


def _mirror(instrument: Instrument, mirror: Mirror) -> Iterator[tuple[str, str]]:
    forms = [form for form in instrument.forms if mirror.when.kind in (None, form.kind)]
    known = {motive.id for form in forms for motive in form.motives}
    for motive_id in mirror.when.motive_ids:
        if motive_id not in known:
            yield mirror.id, f"unknown motive {motive_id} in the condition"
    known = {one.id for one in (*instrument.findings.findings, *instrument.findings.conclusions)}
    yield from ((mirror.id, f"unknown finding {one}") for one in mirror.built_on if one not in known)
    cluster = mirror.when.all_nee_cluster
    if cluster is not None and cluster not in {c.id for c in instrument.clusters.clusters}:
        yield mirror.id, f"unknown cluster {cluster} in the condition"
