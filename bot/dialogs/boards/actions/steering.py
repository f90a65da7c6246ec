"""What whoever leads does with the board on the table: show what was answered, open it again, go on to the next motive.

It does not matter where they tapped: on their panel, or below the board in the group.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogs.boards.actions.board import is_open, open_next, post_again, redraw, show, with_who_came
from bot.dialogs.boards.facts import asked
from bot.dialogs.boards.screens import panel
from bot.dialogs.groups.facts import must_be_quiet
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import Reason, Refuse, ReopenRequested, Show, ShowRequested, react
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind, QuestionState
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import QuestionId
from bot.domain.rounds import Round
from bot.turn.arguments import number
from bot.turn.context import TurnContext


@dataclass(frozen=True, slots=True)
class Table:
    """A board in a group, in the round it is of."""

    binding: Binding
    round: Round
    board: PutQuestion


Steer = Callable[[TurnContext, Table], None]


def board_at(ctx: TurnContext, id_: str, turn: str, state: QuestionState) -> Table:
    """The board a button belongs to. Raises `DomainError` for one from before it was shown or opened again."""
    board = ctx.uow.get(QUESTIONS).get(QuestionId(number(id_)))
    round_ = ctx.uow.rounds.get(board.round)
    now = turn == str(board.number) and board.state is state and round_.takes_motives
    if not now or board.kind is not QuestionKind.MOTIVE:
        raise DomainError("errors.expired")
    return Table(ctx.uow.groups.get(board.binding), round_, board)


def on_table(ctx: TurnContext, binding: Binding, round_: Round, boards: Sequence[PutQuestion]) -> None:
    """The board that is on the table, below everything."""
    post_again(ctx, binding, round_, with_who_came(ctx, binding, round_, boards[-1]))


def show_result(ctx: TurnContext, table: Table) -> None:
    """`Toon uitslag`: without waiting for the others."""
    for effect in react(asked(ctx, table.binding, table.board), ShowRequested()):
        match effect:
            case Refuse(Reason.NOBODY_ANSWERED):
                raise DomainError("groups.nobody_answered")
            case Show(counted):
                redraw(ctx, table.binding, table.round, show(ctx, table.board, counted))
                panel.refresh(ctx, table.binding, table.round)


def open_again(ctx: TurnContext, table: Table) -> None:
    """`Heropenen`: answers can be changed again, and are hidden until they are shown once more."""
    must_be_quiet(ctx, table.binding)
    _must_be_on_table(ctx, table)
    seats = ctx.uow.get(QUESTIONS).seats(table.board.id)
    if not any(is_open(ctx, seat) for seat in seats):
        raise DomainError("groups.settled_already")
    for _ in react(asked(ctx, table.binding, table.board), ReopenRequested()):
        ctx.uow.get(QUESTIONS).save_seats([replace(seat, counted=False) for seat in seats])
        opened = ctx.uow.get(QUESTIONS).turn(table.board, QuestionState.OPEN, ctx.after(table.board.number))
        redraw(ctx, table.binding, table.round, opened)
        panel.refresh(ctx, table.binding, table.round)


def go_on(ctx: TurnContext, table: Table) -> None:
    """`Volgende ›`: the next motive, in a message of its own."""
    _must_be_on_table(ctx, table)
    open_next(ctx, table.binding, table.round)
    redraw(ctx, table.binding, table.round, table.board)


def _must_be_on_table(ctx: TurnContext, table: Table) -> None:
    """Raises `DomainError` for a board that is not the one on the table."""
    if ctx.uow.get(QUESTIONS).motives(table.binding.id, table.round.id)[-1].id != table.board.id:
        raise DomainError("errors.expired")
