"""One division of motives: each motive that anybody answered stands in exactly one list, and everybody reads this one.

Counts, lists, pictures, the evidence of the conversation, minutes and the comparison of years are all made of it, so
that they tell the same story. A list says what was answered, never who is right; nothing is averaged.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.content.crosswalk import Crosswalk, PairKind
from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice
from bot.insight.model import CellState, Matrix, MatrixRow


class Place(StrEnum):
    """The lists, in the order in which they are tried: a motive stands in the first that fits."""

    DIVIDED = "verdeeld"
    """Not settled, and people of one partner differ."""
    NOBODY = "niemand"
    """Answered, and only with Nee."""
    AT_MOST_SOMEWHAT = "hooguit"
    """Nobody says Ja, somebody Enigszins."""
    ONE_ANSWERED = "beantwoord"
    """One group alone was asked, or answered: there is nothing to compare it with."""
    ALL_YES = "allemaal"
    """Every partner that was asked says Ja."""
    BOTH = "beide"
    """Somebody of more than one group says Ja."""
    ONE = "eenkant"
    """One group says Ja, and the other answered otherwise."""


TOLD_IN_ORDER = (
    Place.ALL_YES,
    Place.BOTH,
    Place.ONE,
    Place.ONE_ANSWERED,
    Place.AT_MOST_SOMEWHAT,
    Place.NOBODY,
    Place.DIVIDED,
)
"""The lists as they are told: from what binds, over what differs, to what nobody wants."""

Answers = Mapping[PartnerId, Collection[Choice]]
"""What was answered for each partner that was asked. Nothing is left blank; several are its people, not settled."""


def place_of(answers: Answers, partners: Mapping[PartnerId, PartnerKind]) -> Place | None:
    """The list in which a motive stands, with everybody that takes part; None where nobody answered it.

    Groups are the two sides, or the single partners where only one side takes part.
    """
    said = {partner: set(given) for partner, given in answers.items() if given}
    if not said:
        return None
    if any(len(given) > 1 for given in said.values()):
        return Place.DIVIDED
    choices = set[Choice]().union(*said.values())
    if choices == {Choice.NO}:
        return Place.NOBODY
    if Choice.YES not in choices:
        return Place.AT_MOST_SOMEWHAT
    if len(_groups(said, partners)) == 1:
        return Place.ONE_ANSWERED
    yes = [partner for partner, given in said.items() if Choice.YES in given]
    if len(yes) == len(answers):
        return Place.ALL_YES
    return Place.BOTH if len(_groups(yes, partners)) > 1 else Place.ONE


def _groups(some: Iterable[PartnerId], partners: Mapping[PartnerId, PartnerKind]) -> set[PartnerKind | PartnerId]:
    """The groups to which some partners belong."""
    sides = len(set(partners.values())) > 1
    return {partners[one] if sides else one for one in some}


@dataclass(frozen=True, slots=True)
class Listed:
    """A motive in its list: a row of the matrix, who said what, who left it blank, and the rows it is linked with.

    `stars` are those to whom it is the main motive. Lists of partners stand in the order of the columns.
    """

    row: str
    place: Place
    yes: tuple[PartnerId, ...]
    somewhat: tuple[PartnerId, ...]
    no: tuple[PartnerId, ...]
    blank: tuple[PartnerId, ...]
    stars: tuple[PartnerId, ...] = ()
    linked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """Every motive that was answered, in the order of the matrix. `sides`: both sides take part."""

    motives: tuple[Listed, ...]
    sides: bool

    def of(self, *places: Place) -> tuple[Listed, ...]:
        """What stands in these lists: list by list, in each in the order of the matrix."""
        return tuple(one for place in places for one in self.motives if one.place is place)

    def of_row(self, row: str) -> Listed | None:
        """The motive of a row; None where nobody answered it."""
        return next((one for one in self.motives if one.row == row), None)

    @property
    def lists(self) -> tuple[tuple[Place, tuple[Listed, ...]], ...]:
        """The lists that hold anything, as they are told."""
        found = ((place, self.of(place)) for place in TOLD_IN_ORDER)
        return tuple((place, listed) for place, listed in found if listed)


def divide(matrix: Matrix, crosswalk: Crosswalk) -> Division:
    """Put each row of a matrix that anybody answered in its list."""
    kinds = {column.partner: column.kind for column in matrix.columns}
    linked = _links(matrix.rows, crosswalk)
    found = []
    for row in matrix.rows:
        place = place_of(_answers(row), kinds)
        if place is not None:
            found.append(_listed(row, place, linked.get(row.id, ())))
    return Division(tuple(found), sides=len(set(kinds.values())) > 1)


_CHOICES = {CellState.YES: Choice.YES, CellState.SOMEWHAT: Choice.SOMEWHAT, CellState.NO: Choice.NO}


def _answers(row: MatrixRow) -> Answers:
    """What was answered in a row; taking a motive over counts as being asked."""
    return {
        cell.partner: (_CHOICES[cell.state],) if cell.state in _CHOICES else ()
        for cell in row.cells
        if cell.state is not CellState.NOT_ON_FORM
    }


def _listed(row: MatrixRow, place: Place, linked: tuple[str, ...]) -> Listed:
    def who(state: CellState) -> tuple[PartnerId, ...]:
        return tuple(cell.partner for cell in row.cells if cell.state is state)

    return Listed(
        row.id,
        place,
        yes=who(CellState.YES),
        somewhat=who(CellState.SOMEWHAT),
        no=who(CellState.NO),
        blank=who(CellState.NOT_FILLED_IN),
        stars=tuple(cell.partner for cell in row.cells if cell.main),
        linked=linked,
    )


def _links(rows: Sequence[MatrixRow], crosswalk: Crosswalk) -> dict[str, tuple[str, ...]]:
    """Rows that say the same in other words, or of each other: two rows all the same."""
    by_motive = {motive: row.id for row in rows if row.owner is None for motive in row.motives}
    links: dict[str, tuple[str, ...]] = {}
    for pair in crosswalk.of(PairKind.EQUIVALENT, PairKind.MIRRORED):
        first, second = (by_motive.get(motive) for motive in pair.motives)
        if first is not None and second is not None:
            links[first] = (*links.get(first, ()), second)
            links[second] = (*links.get(second, ()), first)
    return links
