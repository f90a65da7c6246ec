"""Boards, their electorate and what was written below them, in the database: the port `Boards`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.dialogs.boards.rules import Board, BoardReply, BoardState, Seat
from bot.domain.ids import BindingId, BoardId, LiveMessageId, PersonId, RoundId, RunId
from bot.turn.ports import StaleWriteError
from storage.columns import upsert
from storage.group_tables import board, reply, seat
from storage.repository import Repository
from storage.rows import Values

_ID: BindParameter[Any] = bindparam("b_id")
_ADD = insert(board)
_GET = select(*board.columns).where(board.c.id == _ID)
_BY_PLACED = select(*board.columns).where(board.c.placed == _ID)
_OF = (
    select(*board.columns)
    .where(board.c.binding == _ID, board.c.round == bindparam("b_round"))
    .order_by(board.c.opened_at, board.c.id)
)
_SAVE = update(board).where(board.c.id == _ID, board.c.number == bindparam("b_number"))
_MOVE = update(board).where(board.c.id == _ID)

_SEAT_COLUMNS = tuple(seat.columns)
_SIT = insert(seat)
_STAND_UP = delete(seat).where(seat.c.board == _ID)
_SEATS = select(*_SEAT_COLUMNS).where(seat.c.board == _ID).order_by(seat.c.partner, seat.c.person, seat.c.run)
_SAVE_SEAT = update(seat).where(
    seat.c.board == _ID, seat.c.person == bindparam("b_person"), seat.c.run == bindparam("b_run")
)
_SEATS_OF = (
    select(*_SEAT_COLUMNS, *board.columns)
    .join(board, board.c.id == seat.c.board)
    .where(seat.c.run == bindparam("b_run"), seat.c.person == bindparam("b_person"))
    .order_by(board.c.id)
)
_REPLY = upsert(reply, key=("board", "message"), change=("text", "partner"))
_REPLIES = select(*reply.columns).where(reply.c.board == _ID).order_by(reply.c.message)
_REPLIES_OF = select(*reply.columns).where(reply.c.person == _ID).order_by(reply.c.board, reply.c.message)


class SqlBoards(Repository):
    """Boards and who has a seat at them."""

    __slots__ = ()

    def add(self, new: Board) -> Board:
        """The board with its id."""
        id_ = self._add(
            _ADD,
            binding=new.binding,
            round=new.round,
            subject=new.subject,
            text=new.text,
            cluster=new.cluster,
            author=new.author,
            opened_at=new.opened_at,
            placed=new.placed,
            state=new.state.value,
            number=new.number,
        )
        return replace(new, id=BoardId(id_))

    def get(self, board: BoardId) -> Board:
        return _board(self._known(_GET, b_id=board))

    def placed_as(self, placed: LiveMessageId) -> Board | None:
        row = self._one(_BY_PLACED, b_id=placed)
        return None if row is None else _board(row)

    def of(self, binding: BindingId, round_: RoundId) -> tuple[Board, ...]:
        """In the order in which they were opened."""
        return tuple(_board(row) for row in self._read_all(_OF, _GET, b_id=binding, b_round=round_))

    def turn(self, board: Board, state: BoardState) -> Board:
        """Show a board, or open it again, under a new number.

        Of two who do so at once the second turn is taken again.
        """
        number = board.number + 1
        if self._do(_SAVE, b_id=board.id, b_number=board.number, state=state.value, number=number) == 0:
            raise StaleWriteError(f"board {board.id}")
        return replace(board, state=state, number=number)

    def place(self, board: BoardId, placed: LiveMessageId) -> None:
        """Keep that a board stands in another message from now on."""
        self._do(_MOVE, b_id=board, placed=placed)

    def sit(self, seats: Sequence[Seat]) -> None:
        for one in seats:
            self._do(
                _SIT,
                board=one.board,
                person=one.person,
                run=one.run,
                partner=one.partner,
                motive=one.motive,
                voted=one.voted,
                counted=one.counted,
            )

    def stand_up(self, board: BoardId) -> None:
        """Empty all seats of a board."""
        self._do(_STAND_UP, b_id=board)

    def seats(self, board: BoardId) -> tuple[Seat, ...]:
        return tuple(Seat(*row) for row in self._all(_SEATS, b_id=board))

    def save_seats(self, seats: Sequence[Seat]) -> None:
        """What became of them; who sits where never changes."""
        self._do_each(
            _SAVE_SEAT,
            [
                {"b_id": s.board, "b_person": s.person, "b_run": s.run, "voted": s.voted, "counted": s.counted}
                for s in seats
            ],
        )

    def seats_of(self, run: RunId, person: PersonId) -> tuple[tuple[Seat, Board], ...]:
        """Every board at which somebody has a seat for this run."""
        width = len(_SEAT_COLUMNS)
        found = self._all(_SEATS_OF, b_run=run, b_person=person)
        return tuple((Seat(*row[:width]), _board(row[width:])) for row in found)

    def write(self, new: BoardReply) -> None:
        """Keep what somebody wrote, known by its message: the same one again replaces what it said."""
        self._do(_REPLY, board=new.board, message=new.message, person=new.person, partner=new.partner, text=new.text)

    def replies(self, board: BoardId) -> tuple[BoardReply, ...]:
        return tuple(BoardReply(*row) for row in self._all(_REPLIES, b_id=board))

    def replies_of(self, person: PersonId) -> tuple[BoardReply, ...]:
        """Below whichever board."""
        return tuple(BoardReply(*row) for row in self._all(_REPLIES_OF, b_id=person))


def _board(row: Values) -> Board:
    id_, binding, round_, subject, text, cluster, author, opened_at, placed, state, number = row
    return Board(id_, binding, round_, subject, text, cluster, author, opened_at, placed, BoardState(state), number)
