"""What people write below a board: the outcome they hope for, kept as their phase 1 answer and shown with the board."""

from bot.domain.board import Board, Reply, Seat, with_reply
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.engine.model import MAX_TEXT, Phrase
from bot.runner.discussion import speak
from bot.runner.groups import commitment
from bot.runner.groups.answers import is_open, outcome_so_far, put_outcome
from bot.runner.groups.boards import redraw
from bot.runner.groups.electorate import present
from bot.runner.groups.room import actor, chosen_partner
from bot.runner.incoming import Replied, Spoke
from bot.runner.stage import Stage

KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def reply(stage: Stage, said: Replied) -> None:
    """An answer below a message of the bot: a question, a goal, a board; below anything else nothing happens."""
    binding = stage.uow.groups.at(stage.room)
    placed = stage.uow.post.placed_at(stage.chat, said.to)
    if binding is None or placed is None or stage.who is None or speak.replied(stage, binding, placed.id, said):
        return
    if commitment.replied(stage, binding, placed.id, said):
        return
    board = stage.uow.boards.placed_as(placed.id)
    if board is None or board.binding != binding.id:
        return
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


def refused(stage: Stage, said: Replied | Spoke, why: Phrase) -> None:
    """Say why something was not kept, to the one who wrote it: in private, so that the group stays calm."""
    person = stage.person
    if person is None and isinstance(said, Spoke):  # they can only be reached here, and must not think it was kept
        stage.tell(why)
    if person is not None and person.reachable:
        stage.tell(Phrase("groups.not_kept", {"why": why}), chat=person.chat)
