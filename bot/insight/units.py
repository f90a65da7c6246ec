"""What is compared: a row, or two rows that say the same in other words. Used by the findings, shown to nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.crosswalk import Crosswalk, PairKind
from bot.insight.model import Matrix, MatrixRow


@dataclass(frozen=True, slots=True)
class Unit:
    """Rows that are compared as one."""

    rows: tuple[MatrixRow, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its rows."""
        return tuple(row.id for row in self.rows)


def units(matrix: Matrix, crosswalk: Crosswalk) -> list[Unit]:
    """Every row of the matrix once, in its order; a pair stands where its first row stands."""
    rows = rows_by_motive(matrix)
    pair_of: dict[str, Unit] = {}
    for pair in crosswalk.of(PairKind.EQUIVALENT, PairKind.MIRRORED):
        alike = [rows[motive_id] for motive_id in pair.motives if motive_id in rows]
        if len(alike) == len(pair.motives):
            pair_of |= dict.fromkeys((row.id for row in alike), Unit(tuple(alike)))
    found = (pair_of.get(row.id, Unit((row,))) for row in matrix.rows)
    return _once(list(found))


def rows_by_motive(matrix: Matrix) -> dict[str, MatrixRow]:
    """Motive of a form: its row. Own motives are in no pair."""
    return {motive_id: row for row in matrix.rows if row.owner is None for motive_id in row.motives}


def _once(found: Sequence[Unit]) -> list[Unit]:
    return list({unit.ids: unit for unit in found}.values())
