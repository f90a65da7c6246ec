"""What people write below a board: the outcome they hope for, kept as their phase 1 answer and shown with the board."""

from bot.domain.board import Board, Reply, Seat, with_reply
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import PersonId, PlacedId
from bot.engine.model import MAX_TEXT
from bot.runner.groups.answers import is_open, outcome_so_far, put_outcome
from bot.runner.groups.boards import redraw
from bot.runner.groups.electorate import present
from bot.runner.groups.room import actor, chosen_partner
from bot.runner.incoming import Replied
from bot.runner.stage import Stage

KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def replied(stage: Stage, binding: Binding, placed: PlacedId, said: Replied) -> bool:
    """An answer below a board. False when it is below something else."""
    board = stage.uow.boards.placed_as(placed)
    if board is None or board.binding != binding.id:
        return False
    seat = _seat(stage, binding, board)
    _check(stage, board, seat, said)
    before = next((r.text for r in stage.uow.boards.replies(board.id) if r.message == said.message), None)
    outcome = with_reply(outcome_so_far(stage, seat), before, said.text)
    if len(outcome) > MAX_TEXT:
        raise DomainError("errors.too_long", limit=MAX_TEXT)
    put_outcome(stage, seat, outcome)
    stage.uow.boards.write(Reply(board.id, said.message, seat.person, seat.partner, said.text))
    stage.reaction = KEPT
    redraw(stage, binding, stage.uow.rounds.get(board.round), board)
    return True


def is_below(stage: Stage, placed: PlacedId) -> bool:
    """Whether a board stands in this message."""
    return stage.uow.boards.placed_as(placed) is not None


def is_kept(stage: Stage, binding: Binding, person: PersonId, message: int) -> bool:
    """Whether what was said in this message stands below a board here."""
    mine = [one for one in stage.uow.boards.replies_of(person) if one.message == message]
    return any(stage.uow.boards.get(one.board).binding == binding.id for one in mine)


def _seat(stage: Stage, binding: Binding, board: Board) -> Seat:
    """The seat this counts for: of two, the one whose answer asks for an outcome."""
    acting = actor(stage, binding)
    mine = [s for s in present(stage, binding, board) if s.person == acting.person.id]
    if not mine:
        raise DomainError("groups.no_seat")
    speaks_for = chosen_partner(stage, binding, acting.person.id)
    return next((seat for seat in mine if seat.partner == speaks_for), mine[0])


def _check(stage: Stage, board: Board, seat: Seat, said: Replied) -> None:
    """Whatever was voted: a sign that stays away would tell the group who said Nee. With a Nee it does not count."""
    if not said.text.strip():
        raise DomainError("groups.only_text")
    if not stage.uow.rounds.get(board.round).takes_motives or not is_open(stage, seat):
        raise DomainError("groups.settled_already")
