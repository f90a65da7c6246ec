"""What stands out between the partners: shared, one-sided, uncertain, and the questions of the crosswalk.

Everything here is something to talk about. None of it says who is right or who scores.
"""

from collections.abc import Iterator, Sequence

from bot.content.crosswalk import Crosswalk, Pair, PairKind
from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId
from bot.insight.given import PartnerForm
from bot.insight.model import CellState, Matrix, OneSided, PairQuestion, Shared, Uncertain
from bot.insight.units import Unit, rows_by_motive, units

FEWEST_TO_SHARE = 2
"""Partners that must have a motive in common before it is shared."""


def shared(matrix: Matrix, crosswalk: Crosswalk) -> tuple[Shared, ...]:
    """Motives to which every partner that has them said Ja: at least two, and of every side that takes part."""
    return tuple(
        Shared(unit.ids, unit.likeness, tuple(unit.states))
        for unit in units(matrix, crosswalk)
        if len(unit.states) >= FEWEST_TO_SHARE
        and _said(unit, CellState.YES) == tuple(unit.states)
        and _sides(matrix, tuple(unit.states)) == _sides(matrix)
    )


def one_sided(matrix: Matrix, crosswalk: Crosswalk) -> tuple[OneSided, ...]:
    """Motives to which only one of the two sides said Ja, while nobody of the other said Ja or Enigszins."""
    if len(_sides(matrix)) < len(PartnerKind):
        return ()
    found = (_one_sided(unit, matrix) for unit in units(matrix, crosswalk))
    return tuple(finding for finding in found if finding is not None)


def _one_sided(unit: Unit, matrix: Matrix) -> OneSided | None:
    yes = _said(unit, CellState.YES)
    sides = _sides(matrix, yes)
    if len(sides) != 1:
        return None
    side = next(iter(sides))
    others = {column.partner for column in matrix.columns if column.kind is not side}
    if others.intersection(_said(unit, CellState.SOMEWHAT)):
        return None
    said_no, unfilled = (
        tuple(partner for partner in _said(unit, state) if partner in others)
        for state in (CellState.NO, CellState.NOT_FILLED_IN)
    )
    return OneSided(unit.ids, unit.likeness, side, yes, said_no, unfilled)


def uncertain(matrix: Matrix) -> tuple[Uncertain, ...]:
    """Motives that at least one partner settled as Enigszins, with those partners."""
    found = ((row.id, _said(Unit((row,)), CellState.SOMEWHAT)) for row in matrix.rows)
    return tuple(Uncertain(row, partners) for row, partners in found if partners)


def tensions(partners: Sequence[PartnerForm], matrix: Matrix, crosswalk: Crosswalk) -> tuple[PairQuestion, ...]:
    """Strained pairs of which two different partners each said Ja or Enigszins to one motive."""
    return tuple(_questions(crosswalk.of(PairKind.STRAINED), partners, matrix))


def complements(partners: Sequence[PartnerForm], matrix: Matrix, crosswalk: Crosswalk) -> tuple[PairQuestion, ...]:
    """Complementary pairs of which two different partners each said Ja or Enigszins to one motive."""
    return tuple(_questions(crosswalk.of(PairKind.COMPLEMENTARY), partners, matrix))


def _questions(pairs: Sequence[Pair], partners: Sequence[PartnerForm], matrix: Matrix) -> Iterator[PairQuestion]:
    rows = rows_by_motive(matrix)
    for pair in pairs:
        first, second = (_applied(motive_id, partners) for motive_id in pair.motives)
        if first and second and len({*first, *second}) > 1:
            one, other = (rows[motive_id].id for motive_id in pair.motives)
            yield PairQuestion(pair.id, one, other, first, second, pair.reason, pair.question)


def _applied(motive_id: str, partners: Sequence[PartnerForm]) -> tuple[PartnerId, ...]:
    """Who said Ja or Enigszins to this very motive, on its form or taken over; its identical twin is another."""
    return tuple(
        partner.partner
        for partner in partners
        if any(motive.id == motive_id and motive.choice.applies for motive in partner.form.motives)
    )


def _said(unit: Unit, state: CellState) -> tuple[PartnerId, ...]:
    return tuple(partner for partner, said in unit.states.items() if said is state)


def _sides(matrix: Matrix, partners: Sequence[PartnerId] | None = None) -> set[PartnerKind]:
    """The kinds of these partners, or of all."""
    return {column.kind for column in matrix.columns if partners is None or column.partner in partners}
