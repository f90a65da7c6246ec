"""What people do at a board in a group: vote, write what they hope for; and, for who leads, show, open again, go on."""

from dataclasses import replace

from bot.dialogs.boards.actions import (
    is_open,
    look,
    open_next,
    open_round,
    outcome_so_far,
    post_again,
    put_choice,
    put_outcome,
    redraw,
    show,
    with_who_came,
)
from bot.dialogs.boards.facts import answered, choice_of, present, runs_of
from bot.dialogs.boards.ports import BOARDS
from bot.dialogs.boards.rules import Board, BoardState, Reply, Seat, with_reply
from bot.dialogs.groups import screens as status
from bot.dialogs.groups.actions import ask_for_whom
from bot.dialogs.groups.facts import Actor, actor, bound, chosen_partner, leads, must_lead
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BoardId, PersonId, PlacedId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.engine.model import MAX_TEXT, Phrase
from bot.turn.arguments import number
from bot.turn.context import Stage
from bot.turn.incoming import Replied


def motives(stage: Stage) -> None:
    """`/motieven`: the board that is on the table, below everything; when there is none yet, the first."""
    binding = bound(stage)
    acting = actor(stage, binding)
    round_ = open_round(stage, binding)
    if binding.partner is None and not round_.together:
        stage.tell(Phrase("groups.apart"))
        status.show(stage, binding, afresh=True)
        return
    boards = stage.uow.get(BOARDS).of(binding.id, round_.id)
    if boards:
        post_again(stage, binding, round_, with_who_came(stage, binding, round_, boards[-1]))
        return
    if not any(stage.uow.rounds.participants(run.id) for run in runs_of(stage, binding, round_)):
        raise DomainError("groups.nobody_yet")
    if not leads(stage, binding, acting):
        raise DomainError("groups.leaders_begin")
    open_next(stage, binding, round_)


def vote(stage: Stage, argument: str) -> None:
    """`Ja`, `Enigszins`, `Nee` on a board: `board.number.choice`. Told to the one who tapped, to nobody else."""
    binding, round_, board, option = _tapped(stage, argument)
    acting = actor(stage, binding)
    seat = _seat(stage, binding, board, acting)
    if seat is None:
        return
    choice = Choice(option)
    if not is_open(stage, seat):
        raise DomainError("errors.run_settled", partner=stage.uow.collaborations.partner(seat.partner).name)
    if seat.person == board.author and not choice.applies:
        raise DomainError("groups.own_is_no_nee")
    two = len({m.partner for m in acting.memberships if m.role.fills_in}) > 1
    partner = stage.uow.collaborations.partner(seat.partner).name if two else ""
    about = {"choice": Phrase(f"buttons.{choice}"), "applies": choice.applies, "partner": partner}
    if choice_of(stage, seat) is not choice:
        _must_be_free(stage, seat)
        put_choice(stage, seat, choice)
    stage.notify(Phrase("groups.noted", about))
    if not seat.voted:
        stage.uow.get(BOARDS).save_seat(replace(seat, voted=True))
        look(stage, binding, round_, board)


def _must_be_free(stage: Stage, seat: Seat) -> None:
    """What another group was shown stays as it is, until it is opened again there."""
    for other, _ in stage.uow.get(BOARDS).seats_of(seat.run, seat.person):
        if other.motive == seat.motive and other.counted and other.board != seat.board:
            raise DomainError("groups.shown_elsewhere")


def show_result(stage: Stage, argument: str) -> None:
    """`Toon uitslag`: without waiting for the others."""
    binding, round_, board, _ = _tapped(stage, argument)
    must_lead(stage, binding)
    if not answered(stage, present(stage, binding, board)):
        raise DomainError("groups.nobody_answered")
    redraw(stage, binding, round_, show(stage, binding, board))


def open_again(stage: Stage, argument: str) -> None:
    """`Heropenen`: answers can be changed again, and are hidden until they are shown once more."""
    binding, round_, board, _ = _tapped(stage, argument, BoardState.SHOWN)
    must_lead(stage, binding)
    _must_be_on_table(stage, binding, round_, board)
    seats = stage.uow.get(BOARDS).seats(board.id)
    if not any(is_open(stage, seat) for seat in seats):
        raise DomainError("groups.settled_already")
    for seat in seats:
        stage.uow.get(BOARDS).save_seat(replace(seat, counted=False))
    redraw(stage, binding, round_, stage.uow.get(BOARDS).turn(board, BoardState.OPEN))


def go_on(stage: Stage, argument: str) -> None:
    """`Volgende ›`: the next motive, in a message of its own."""
    binding, round_, board, _ = _tapped(stage, argument, BoardState.SHOWN)
    must_lead(stage, binding)
    _must_be_on_table(stage, binding, round_, board)
    open_next(stage, binding, round_)
    redraw(stage, binding, round_, board)


def _must_be_on_table(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """One motive at a time: what was left behind is not opened again, and nothing comes after it."""
    if stage.uow.get(BOARDS).of(binding.id, round_.id)[-1].id != board.id:
        raise DomainError("errors.expired")


def _tapped(stage: Stage, argument: str, state: BoardState = BoardState.OPEN) -> tuple[Binding, Round, Board, str]:
    """The board a button belongs to. One from before it was shown, or opened again, is an old one."""
    id_, _, rest = argument.partition(".")
    turn, _, option = rest.partition(".")
    binding = bound(stage)
    board = stage.uow.get(BOARDS).get(BoardId(number(id_)))
    if board.binding != binding.id or (option and option not in set(Choice)):
        raise DomainError("errors.expired")
    round_ = stage.uow.rounds.get(board.round)
    if turn != str(board.number) or board.state is not state or not round_.takes_motives:
        raise DomainError("errors.expired")
    return binding, round_, board, option


def _seat(stage: Stage, binding: Binding, board: Board, acting: Actor) -> Seat | None:
    """Where this person answers. Raises `DomainError` with the reason for whoever does not."""
    mine = [seat for seat in present(stage, binding, board) if seat.person == acting.person.id]
    if len(mine) == 1:
        return mine[0]
    if mine:
        return _chosen_seat(stage, binding, mine, acting)
    filling_in = [m for m in acting.memberships if m.role.fills_in and m.partner and binding.covers(m.partner)]
    if not filling_in:
        raise DomainError("groups.you_do_not_fill_in")
    if all(m.joined_at > board.opened_at for m in filling_in):
        raise DomainError("groups.came_later")
    raise DomainError("groups.not_on_your_form")


def _chosen_seat(stage: Stage, binding: Binding, mine: list[Seat], acting: Actor) -> Seat | None:
    """Whoever belongs to two partners says in private for which one they answer here."""
    speaks_for = chosen_partner(stage, binding, acting.person.id)
    chosen = next((seat for seat in mine if seat.partner == speaks_for), None)
    if chosen is None:
        ask_for_whom(stage, binding, acting)
        stage.notify(Phrase("groups.choose_partner"))
    return chosen


KEPT = "✍"
"""The sign below what was kept; one of those that every group knows."""


def replied(stage: Stage, binding: Binding, placed: PlacedId, said: Replied) -> bool:
    """An answer below a board. False when it is below something else."""
    board = stage.uow.get(BOARDS).placed_as(placed)
    if board is None or board.binding != binding.id:
        return False
    seat = _seat_of_words(stage, binding, board)
    _check(stage, board, seat, said)
    before = next((r.text for r in stage.uow.get(BOARDS).replies(board.id) if r.message == said.message), None)
    outcome = with_reply(outcome_so_far(stage, seat), before, said.text)
    if len(outcome) > MAX_TEXT:
        raise DomainError("errors.too_long", limit=MAX_TEXT)
    put_outcome(stage, seat, outcome)
    stage.uow.get(BOARDS).write(Reply(board.id, said.message, seat.person, seat.partner, said.text))
    stage.reaction = KEPT
    redraw(stage, binding, stage.uow.rounds.get(board.round), board)
    return True


def is_below(stage: Stage, placed: PlacedId) -> bool:
    """Whether a board stands in this message."""
    return stage.uow.get(BOARDS).placed_as(placed) is not None


def is_kept(stage: Stage, binding: Binding, person: PersonId, message: int) -> bool:
    """Whether what was said in this message stands below a board here."""
    mine = [one for one in stage.uow.get(BOARDS).replies_of(person) if one.message == message]
    return any(stage.uow.get(BOARDS).get(one.board).binding == binding.id for one in mine)


def _seat_of_words(stage: Stage, binding: Binding, board: Board) -> Seat:
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
