"""What is compared: a row, or two rows that say the same in other words. Used by the findings, shown to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.crosswalk import Crosswalk, PairKind
from bot.domain.ids import PartnerId
from bot.insight.model import CellState, Likeness, Matrix, MatrixRow

_LIKENESS = {PairKind.EQUIVALENT: Likeness.EQUIVALENT, PairKind.MIRRORED: Likeness.MIRRORED}

_CLEAREST_FIRST = tuple(CellState)


@dataclass(frozen=True, slots=True)
class Unit:
    """Rows that are compared as one."""

    rows: tuple[MatrixRow, ...]
    likeness: Likeness = Likeness.SAME

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its rows."""
        return tuple(row.id for row in self.rows)

    @property
    def states(self) -> dict[PartnerId, CellState]:
        """What each partner that has it said. Who has both rows of a pair counts with the clearest answer."""
        found: dict[PartnerId, list[CellState]] = {}
        for row in self.rows:
            for cell in row.cells:
                if cell.state is not CellState.NOT_ON_FORM:
                    found.setdefault(cell.partner, []).append(cell.state)
        columns = [cell.partner for cell in self.rows[0].cells]
        return {one: min(found[one], key=_CLEAREST_FIRST.index) for one in columns if one in found}


def units(matrix: Matrix, crosswalk: Crosswalk) -> list[Unit]:
    """Every row of the matrix once, in its order; a pair stands where its first row stands."""
    rows = rows_by_motive(matrix)
    pair_of: dict[str, Unit] = {}
    for pair in crosswalk.of(*_LIKENESS):
        alike = [rows[motive_id] for motive_id in pair.motives if motive_id in rows]
        if len(alike) == len(pair.motives):
            pair_of |= dict.fromkeys((row.id for row in alike), Unit(tuple(alike), _LIKENESS[pair.kind]))
    found = (pair_of.get(row.id, Unit((row,))) for row in matrix.rows)
    return _once(list(found))


def rows_by_motive(matrix: Matrix) -> dict[str, MatrixRow]:
    """Motive of a form: its row. Own motives are in no pair."""
    return {motive_id: row for row in matrix.rows if row.owner is None for motive_id in row.motives}


def _once(found: Sequence[Unit]) -> list[Unit]:
    return list({unit.ids: unit for unit in found}.values())
