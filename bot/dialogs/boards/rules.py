"""Boards: one motive in a group, answered by everybody at once. Pure rules; who reads along is not their business.

A vote on a board *is* that person's phase 1 answer; a board only knows who has a seat and whose answer counts in what
it shows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import BindingId, BoardId, LiveMessageId, PartnerId, PersonId, RoundId, RunId
from bot.domain.visibility import Content, ContentRef


class BoardState(StrEnum):
    """Whether people still answer, or all see what was answered."""

    OPEN = "open"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Board:
    """One motive in one group in one round.

    `subject` names the motive, or the motives that are asked as one because their words are the same. `number` rises
    when it is shown or opened again, and with nothing else: votes that cross never make a button old.
    """

    id: BoardId
    binding: BindingId
    round: RoundId
    subject: str
    text: str
    cluster: str | None
    author: PersonId | None
    """Who put an own motive here."""
    opened_at: datetime
    placed: LiveMessageId
    state: BoardState = BoardState.OPEN
    number: int = 1


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in the electorate of a board, frozen when it opened: for whom, and as which motive it counts."""

    board: BoardId
    person: PersonId
    run: RunId
    partner: PartnerId
    motive: str
    voted: bool = False
    """Answered on this board."""
    counted: bool = False
    """Among what was shown. From then on this answer stays as it is."""


def count_of(seat: Seat, board: Board, *, handed_in: bool) -> ContentRef:
    """The answer of one seat as one of the numbers on its board, to `may_see`."""
    shown = board.state is BoardState.SHOWN
    return ContentRef(Content.COUNT, seat.person, seat.partner, handed_in=handed_in, on_board=seat.voted, shown=shown)


@dataclass(frozen=True, slots=True)
class BoardReply:
    """What somebody wrote below a board: an intended outcome, said aloud."""

    board: BoardId
    message: int
    person: PersonId
    partner: PartnerId
    text: str


def aloud_of(reply: BoardReply, board: Board) -> ContentRef:
    """What somebody wrote below a board, to `may_see`."""
    return ContentRef(Content.ALOUD, reply.person, reply.partner, shown=board.state is BoardState.SHOWN)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of a partner have answered. Never what."""

    partner: PartnerId
    answered: int
    people: int


FEW = 3
"""With fewer voters of one partner, others can work out from its numbers who answered what."""


def with_few(seats: Sequence[Seat]) -> tuple[PartnerId, ...]:
    """The partners whose numbers would give their people away."""
    people = Counter(seat.partner for seat in seats)
    return tuple(partner for partner, number in people.items() if number < FEW)


def turnout(seats: Sequence[Seat], answered: Iterable[Seat]) -> tuple[Turnout, ...]:
    """Per partner, in the order of the seats."""
    those = Counter(seat.partner for seat in answered)
    people = Counter(seat.partner for seat in seats)
    return tuple(Turnout(partner, those[partner], number) for partner, number in people.items())
