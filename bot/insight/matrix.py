"""Motives by partners: which rows there are, in which order, and what each partner said. Compares nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.content.crosswalk import Crosswalk, PairKind
from bot.content.instrument import Instrument
from bot.domain.ids import PartnerId
from bot.insight.given import PartnerForm
from bot.insight.model import Cell, CellState, Column, Matrix, MatrixRow


class Line(NamedTuple):
    """A row before its cells are known."""

    motives: tuple[str, ...]
    cluster: str
    text: str
    owner: PartnerId | None = None


def matrix(partners: Sequence[PartnerForm], instrument: Instrument, crosswalk: Crosswalk) -> Matrix:
    """All motives that at least one of these partners has on its form, took over or added.

    Cluster by cluster in form order; in a cluster first the rows of identical pairs, then those of one form, then
    own motives. The order of the partners decides nothing but that of the columns.
    """
    clusters = [cluster.id for cluster in instrument.clusters.clusters]
    lines = [*form_lines(instrument, crosswalk), *_own_lines(partners, instrument)]
    lines.sort(key=lambda line: clusters.index(line.cluster))
    rows = (_row(line, partners, instrument) for line in lines)
    present = (row for row in rows if any(cell.state is not CellState.NOT_ON_FORM for cell in row.cells))
    return Matrix(tuple(_column(partner, instrument) for partner in partners), tuple(present))


def form_lines(instrument: Instrument, crosswalk: Crosswalk) -> Iterator[Line]:
    """The motives of both forms; those with the same words as one."""
    motives = [motive for form in instrument.forms for motive in form.motives]
    twins = {pair.motives[0]: pair.motives for pair in crosswalk.of(PairKind.IDENTICAL)}
    merged = {motive_id for pair in twins.values() for motive_id in pair}
    for motive in motives:
        if motive.id in twins:
            yield Line(twins[motive.id], motive.cluster, motive.text)
    for motive in motives:
        if motive.id not in merged:
            yield Line((motive.id,), motive.cluster, motive.text)


def _own_lines(partners: Sequence[PartnerForm], instrument: Instrument) -> Iterator[Line]:
    known = _known_motives(instrument)
    clusters = {cluster.id for cluster in instrument.clusters.clusters}
    holders = Counter(motive.id for partner in partners for motive in partner.form.motives)
    met: set[str] = set()
    for partner in sorted(partners, key=lambda partner: partner.partner):
        for motive in partner.form.motives:
            if motive.id in known or motive.id in met:
                continue
            met.add(motive.id)
            cluster = motive.cluster if motive.cluster in clusters else None
            owner = partner.partner if holders[motive.id] == 1 else None  # several answered it: it was put to them all
            yield Line((motive.id,), cluster or instrument.clusters.of_own_motives.id, motive.text, owner)


def _row(line: Line, partners: Sequence[PartnerForm], instrument: Instrument) -> MatrixRow:
    name = line.motives[0] if line.owner is None else f"{line.owner}.{line.motives[0]}"
    cells = tuple(_cell(line, partner, instrument) for partner in partners)
    return MatrixRow(name, line.motives, line.cluster, line.text, cells, line.owner)


def _cell(line: Line, partner: PartnerForm, instrument: Instrument) -> Cell:
    if line.owner not in (None, partner.partner):
        return Cell(partner.partner, CellState.NOT_ON_FORM)
    on_form = {motive.id for motive in instrument.form(partner.kind).motives}.intersection(line.motives)
    answers = {motive.id: motive.choice for motive in partner.form.motives}
    # The partner's own form comes first, should it have answered both motives of an identical pair.
    answered = sorted(answers.keys() & set(line.motives), key=lambda motive_id: motive_id not in on_form)
    main = partner.form.main in line.motives
    if answered:
        return Cell(partner.partner, CellState(answers[answered[0]]), main)
    return Cell(partner.partner, CellState.NOT_FILLED_IN if on_form else CellState.NOT_ON_FORM, main)


def _column(partner: PartnerForm, instrument: Instrument) -> Column:
    ids = _known_motives(instrument) | {motive.id for motive in partner.form.motives}
    typed = None if partner.form.main in ids else partner.form.main
    return Column(partner.partner, partner.name, partner.kind, typed)


def _known_motives(instrument: Instrument) -> set[str]:
    return {motive.id for form in instrument.forms for motive in form.motives}
