"""What comes out of a reveal, shapes only: no rule and no text of the bot. Whole clusters are in `words`.

Everything here is for people to talk about. There is no score, no average and no ranking; the only numbers are
how many people guessed what in the quick scan. Lists of partners stand in the order of the columns.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.content.research import Mirror
from bot.domain.collaboration import PartnerKind
from bot.domain.ids import PartnerId


class CellState(StrEnum):
    """What a partner said about a motive. Not filled in is not a Nee."""

    YES = "ja"
    SOMEWHAT = "enigszins"
    NO = "nee"
    NOT_FILLED_IN = "not_filled_in"
    """On the partner's form, without an answer."""
    NOT_ON_FORM = "not_on_form"
    """Neither on the partner's form nor taken over."""

    @property
    def applies(self) -> bool:
        """Whether the motive plays a part: Ja or Enigszins."""
        return self in (CellState.YES, CellState.SOMEWHAT)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one partner said in one row; `main` is the star of the main motive."""

    partner: PartnerId
    state: CellState
    main: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One motive. `id` is unique in a matrix; `motives` holds both ids where an identical pair shares the row.

    `cluster` is `ovr` where the author of an own motive did not know. `owner` is the partner of an own motive.
    """

    id: str
    motives: tuple[str, ...]
    cluster: str
    text: str
    cells: tuple[Cell, ...]
    owner: PartnerId | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A partner above its cells. `typed_main` is the main motive where it was typed and has no row to star."""

    partner: PartnerId
    name: str
    kind: PartnerKind
    typed_main: str | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Motives by partners: cluster by cluster, in each the shared rows, then those of one form, then own motives."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """A pair of the crosswalk that the answers give cause for. It stays a question until people confirm it.

    `id`, `reason` and `question` are those of the crosswalk. `first` and `second` are ids of rows (the same row
    where partners have one motive in common), with the partners that said Ja or Enigszins to each.
    """

    id: str
    first: str
    second: str
    first_partners: tuple[PartnerId, ...]
    second_partners: tuple[PartnerId, ...]
    reason: str
    question: str


@dataclass(frozen=True, slots=True)
class AskAndOffer:
    """What a partner asks of the others and what it brings, line by line as it was typed."""

    partner: PartnerId
    asks: tuple[str, ...]
    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """What no partner chose: one row, rows that are alike, or (`whole_cluster`) all rows of a cluster.

    `mirror` is the question of the research that goes with it, when all partners said Nee to the whole cluster.
    """

    cluster: str
    rows: tuple[str, ...]
    whole_cluster: bool = False
    mirror: Mirror | None = None
