"""Checks across the instrument's files: does every id that is mentioned exist? Single items check themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.research import Mirror


def check_references(instrument: Instrument, owners: Mapping[str, str]) -> None:
    """Raise `ContentError` for the first reference that leads nowhere. `owners` tells the file of each id."""
    for item_id, what in _problems(instrument):
        raise ContentError(owners[item_id], item_id, what)


def _problems(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield from _forms(instrument)
    yield from _clusters(instrument)
    yield from _pairs(instrument)
    yield from _student_motives(instrument)
    for mirror in instrument.mirrors.mirrors:
        yield from _mirror(instrument, mirror)


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


def _pairs(instrument: Instrument) -> Iterator[tuple[str, str]]:
    pairs = instrument.pairs.pairs
    uses = Counter((pair.kind, motive) for pair in pairs for motive in (pair.praktijkpartner, pair.opleiding))
    for pair in pairs:
        for form, motive_id in (
            (instrument.form_praktijkpartner, pair.praktijkpartner),
            (instrument.form_opleiding, pair.opleiding),
        ):
            if motive_id not in {motive.id for motive in form.motives}:
                yield pair.id, f"unknown motive {motive_id} on the form for {form.kind}"
            elif uses[pair.kind, motive_id] > 1:
                yield pair.id, f"motive {motive_id} stands in two {pair.kind} pairs"
        if pair.kind == "identical" and not _same_text(instrument, pair.praktijkpartner, pair.opleiding):
            yield pair.id, "the texts of an identical pair differ"


def _same_text(instrument: Instrument, one: str, other: str) -> bool:
    return instrument.motive(one).text == instrument.motive(other).text


def _student_motives(instrument: Instrument) -> Iterator[tuple[str, str]]:
    students = instrument.mirrors.student_motives
    known = {motive.id for form in instrument.forms for motive in form.motives}
    for motive_id in students.motives:
        if motive_id not in known:
            yield students.id, f"unknown motive {motive_id}"


def _mirror(instrument: Instrument, mirror: Mirror) -> Iterator[tuple[str, str]]:
    forms = [form for form in instrument.forms if mirror.when.kind in (None, form.kind)]
    known = {motive.id for form in forms for motive in form.motives}
    for motive_id in mirror.when.motive_ids:
        if motive_id not in known:
            yield mirror.id, f"unknown motive {motive_id} in the condition"
    cluster = mirror.when.all_nee_cluster
    if cluster is not None and cluster not in {c.id for c in instrument.clusters.clusters}:
        yield mirror.id, f"unknown cluster {cluster} in the condition"
