"""A report as data: what a round gave, as each room tells its part of it. Nothing of this is stored.

A room yields sections of rows. Each row carries what it shows of, to `may_see`, and a report keeps a row only when each
of those it is made for may see all of that. So a room tells what there is, and not for whom.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.collaboration import Collaboration, Partner, Person
from bot.domain.errors import ProgrammingError
from bot.domain.rounds import Round
from bot.domain.visibility import ContentRef, Viewer, may_see
from bot.turn.context import TurnContext


class Scope(StrEnum):
    """For whom a report is made. The values stand in buttons."""

    MINE = "mij"
    """What whoever asks may see."""
    PARTNER = "partner"
    """What every member of one partner may see."""
    ALL = "allen"
    """What every member of the collaboration may see."""


class Part(StrEnum):
    """What a row is about. The values stand in files, and never change."""

    MOTIVES = "motieven"
    REFLECTION = "reflectievragen"
    GUESSES = "perspectiefspiegel"
    ASKS = "vraag"
    OFFERS = "aanbod"
    POINTS = "gesprek"
    GOALS = "doelen"
    TAKEN_HOME = "meegenomen"
    COMMITMENT = "commitment"
    STATEMENT = "besluit"
    AGREEMENTS = "afspraken"
    YEARS = "jaren"
    INSTRUMENT = "verdieping"
    DIVISION = "verdeling"


class Shape(StrEnum):
    """How the rows of a block are laid out on paper."""

    FORM = "form"
    """The form of the tool: below each cluster a motive, Ja / Enigszins / Nee, and its outcome."""
    SAID = "said"
    """Below each question what was answered to it."""
    LINES = "lines"
    """A line each."""
    AGREEMENTS = "agreements"
    """A table: what, who, by when, and how it stands."""
    MATRIX = "matrix"
    """Motives by partners, or by rounds. What it shows is in `picture`; its rows are told in other blocks."""
    PLACES = "places"
    """Who stands where, in a `picture` of that too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer, or one thing that was made. `id` is stable: the same thing has the same id in every report.

    `sees` is what it shows of; without anything it is shown to nobody. `choice` is the id of an option, `answer` what
    people read. `day` and `second_day` are those of an agreement: done, and looked back on.
    """

    id: str
    part: Part
    sees: tuple[ContentRef, ...]
    partner: str = ""
    person: str = ""
    cluster: str = ""
    question: str = ""
    asked: str = ""
    choice: str = ""
    answer: str = ""
    outcome: str = ""
    term: str = ""
    main: bool = False
    day: date | None = None
    second_day: date | None = None
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows below one heading. `exported` is whether they stand in files of rows, and not on paper alone."""

    shape: Shape
    rows: tuple[Row, ...] = ()
    title: str = ""
    note: str = ""
    exported: bool = True
    whose: bool = True
    """Whether it says with each answer whose it is; else the heading above does."""
    picture: Mapping[str, object] | None = None
    sees: tuple[ContentRef, ...] = ()
    """What `picture`, `title` and `note` show of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report. `viewers` are those it is made for as this room knows them, where that tells more."""

    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    viewers: tuple[Viewer, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a round, and those who must all be allowed to see what is in the report.

    `reader` is whoever asks. Only what is in `mine` may depend on them.
    """

    collaboration: Collaboration
    round: Round
    scope: Scope
    reader: Person
    viewers: tuple[Viewer, ...]
    partner: Partner | None = None

    @property
    def mine(self) -> Person | None:
        """Whoever asks, where the report is for them alone."""
        return self.reader if self.scope is Scope.MINE else None


@dataclass(frozen=True, slots=True)
class Date:
    """A day in a calendar. `uid` is the same in every file; `sequence` rises with each change."""

    uid: str
    sees: ContentRef
    day: date
    title: str
    about: str
    sequence: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ReportPart:
    """What a room tells in reports: its sections, and the days that belong in a calendar."""

    sections: Callable[[TurnContext, Wanted], Iterable[Section]]
    dates: Callable[[TurnContext, Wanted], Iterable[Date]] = field(default=lambda ctx, wanted: ())


def seen(sections: Iterable[Section], viewers: tuple[Viewer, ...]) -> Iterator[Section]:
    """The sections without what not all of these may see; what is left empty goes."""
    for section in sections:
        may = section.viewers if section.viewers is not None else viewers
        blocks = tuple(kept for block in section.blocks if (kept := _block(block, may)) is not None)
        if blocks:
            yield replace(section, blocks=blocks)


def _block(block: Block, viewers: tuple[Viewer, ...]) -> Block | None:
    rows = tuple(row for row in block.rows if all_may_see(row.sees, viewers))
    if block.picture is not None:
        return block if all_may_see(block.sees, viewers) else None
    if block.sees and not all_may_see(block.sees, viewers):
        return None
    return replace(block, rows=rows) if rows else None


def all_may_see(pieces: tuple[ContentRef, ...], viewers: tuple[Viewer, ...]) -> bool:
    """Whether each of these may see each piece. Raises `ProgrammingError` where nobody says what is shown."""
    if not pieces:
        raise ProgrammingError("a part of a report that does not say what it shows of")
    return bool(viewers) and all(may_see(piece, viewer) for piece in pieces for viewer in viewers)
