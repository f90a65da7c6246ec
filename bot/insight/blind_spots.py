"""What no partner chose. Always a question (on purpose, or missed?), and the research is quoted, never a norm."""

from collections.abc import Sequence

from bot.content.crosswalk import Crosswalk
from bot.content.instrument import Instrument
from bot.content.research import Mirror
from bot.insight.model import BlindSpot, CellState, Matrix, MatrixRow
from bot.insight.profile import theory_clusters
from bot.insight.units import units

AT_MOST = 3


def blind_spots(matrix: Matrix, instrument: Instrument, crosswalk: Crosswalk) -> tuple[BlindSpot, ...]:
    """At most three: a whole cluster, rows that are alike, or a row.

    Nobody said Ja or Enigszins and somebody said Nee: what nobody answered at all was not left out, but not asked.
    First those that the crosswalk puts first, then in form order.
    """
    clusters = [_whole_cluster(cluster, matrix, instrument) for cluster in theory_clusters(instrument)]
    whole = {spot.cluster: spot for spot in clusters if spot is not None}
    spots = dict.fromkeys(
        whole.get(unit.rows[0].cluster) or BlindSpot(unit.rows[0].cluster, rows)
        for unit in units(matrix, crosswalk)
        if (rows := _blind(unit.rows))
    )
    motives = {row.id: row.motives for row in matrix.rows}
    return tuple(sorted(spots, key=lambda spot: _priority(spot, motives, crosswalk)))[:AT_MOST]


def _whole_cluster(cluster: str, matrix: Matrix, instrument: Instrument) -> BlindSpot | None:
    rows = [row for row in matrix.rows if row.cluster == cluster]
    if any(cell.state.applies for row in rows for cell in row.cells):
        return None
    blind = _blind(rows)
    return BlindSpot(cluster, blind, whole_cluster=True, mirror=_mirror(cluster, rows, instrument)) if blind else None


def _blind(rows: Sequence[MatrixRow]) -> tuple[str, ...]:
    """The rows that somebody answered and nobody chose."""
    nothing_chosen = {CellState.NO, CellState.NOT_FILLED_IN}
    return tuple(row.id for row in rows if CellState.NO in _states(row) and _states(row) <= nothing_chosen)


def _mirror(cluster: str, rows: Sequence[MatrixRow], instrument: Instrument) -> Mirror | None:
    """The question of the research for all partners together, when each said Nee to everything it has here."""
    if any(_states(row) != {CellState.NO} for row in rows):
        return None
    conditions = ((mirror, mirror.when) for mirror in instrument.mirrors.mirrors)
    return next(
        (mirror for mirror, when in conditions if when.scope == "all" and when.all_nee_cluster == cluster), None
    )


def _states(row: MatrixRow) -> set[CellState]:
    return {cell.state for cell in row.cells} - {CellState.NOT_ON_FORM}


def _priority(spot: BlindSpot, motives: dict[str, tuple[str, ...]], crosswalk: Crosswalk) -> int:
    """The place in the crosswalk's list, or behind it; sorting keeps form order among equals."""
    first = crosswalk.blind_spots.first
    named = {spot.cluster, *(motive_id for row in spot.rows for motive_id in motives[row])}
    return min((first.index(item) for item in named.intersection(first)), default=len(first))
