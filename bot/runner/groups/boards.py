"""Boards in a group: opened, answered, shown, opened again, and on to the next motive."""

from dataclasses import replace

from bot.domain.board import Board, BoardState, Seat
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BoardId, CollaborationId, PersonId
from bot.domain.motive import Choice
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.runner.groups import status
from bot.runner.groups.answers import is_open, put_choice
from bot.runner.groups.board_screen import board_screen, moved_screen
from bot.runner.groups.electorate import answered, choice_of, electorate, present, runs_of
from bot.runner.groups.program import Topic, motives_of, program
from bot.runner.groups.room import Actor, actor, bound, chosen_partner, leads, must_lead
from bot.runner.pages.access import number
from bot.runner.stage import Stage


def motives(stage: Stage) -> None:
    """`/motieven`: the board that is on the table, below everything; when there is none yet, the first."""
    binding = bound(stage)
    acting = actor(stage, binding)
    round_ = open_round(stage, binding)
    if binding.partner is None and not round_.together:
        stage.tell(Phrase("groups.apart"))
        status.show(stage, binding, afresh=True)
        return
    boards = stage.uow.boards.of(binding.id, round_.id)
    if boards:
        _post_again(stage, binding, round_, _with_who_came(stage, binding, round_, boards[-1]))
        return
    if not any(stage.uow.rounds.participants(run.id) for run in runs_of(stage, binding, round_)):
        raise DomainError("groups.nobody_yet")
    if not leads(stage, binding, acting):
        raise DomainError("groups.leaders_begin")
    _open_next(stage, binding, round_)


def _with_who_came(stage: Stage, binding: Binding, round_: Round, board: Board) -> Board:
    """A board that nobody has answered is opened anew when it is put on the table again: who came since, is in."""
    if board.state is not BoardState.OPEN or any(seat.voted for seat in stage.uow.boards.seats(board.id)):
        return board
    topic = Topic(motives_of(board), board.text, board.cluster or "")
    stage.uow.boards.stand_up(board.id)
    stage.uow.boards.sit(electorate(stage, binding, round_, topic, board.id))
    return board


def open_round(stage: Stage, binding: Binding) -> Round:
    """The round whose motives are being answered. Raises `DomainError` when there is none."""
    round_ = stage.uow.rounds.latest(binding.collaboration)
    if round_ is None or not round_.takes_motives:
        raise DomainError("groups.no_motives")
    return round_


def _post_again(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """Below everything that was said since; where it stood, a word about where it is."""
    placed = stage.uow.post.place(binding.room)
    stage.put(board.placed, moved_screen(stage, board))
    stage.uow.boards.place(board.id, placed.id)
    redraw(stage, binding, round_, replace(board, placed=placed.id))


def _open_next(stage: Stage, binding: Binding, round_: Round) -> None:
    """The next motive nobody was asked yet; at the end, a word about what is left."""
    asked = {board.subject for board in stage.uow.boards.of(binding.id, round_.id)}
    topic = next((t for t in program(stage, binding, round_) if t.subject not in asked), None)
    if topic is None:
        stage.tell(Phrase("groups.all_motives", {"link": stage.link()}))
        return
    open_board(stage, binding, round_, topic)


def open_board(stage: Stage, binding: Binding, round_: Round, topic: Topic, author: PersonId | None = None) -> Board:
    """Put a motive on the table, and freeze who answers it."""
    placed = stage.uow.post.place(binding.room)
    cluster = topic.cluster or None
    board = stage.uow.boards.add(
        Board(BoardId(0), binding.id, round_.id, topic.subject, topic.text, cluster, author, stage.at, placed.id)
    )
    seats = electorate(stage, binding, round_, topic, board.id)
    stage.uow.boards.sit([replace(seat, voted=True) if seat.person == author else seat for seat in seats])
    redraw(stage, binding, round_, board)
    return board


def redraw(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """Bring the message of a board up to date."""
    stage.put(board.placed, board_screen(stage, binding, round_, board))


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
        stage.uow.boards.save_seat(replace(seat, voted=True))
        look(stage, binding, round_, board)


def _must_be_free(stage: Stage, seat: Seat) -> None:
    """What another group was shown stays as it is, until it is opened again there."""
    for other, _ in stage.uow.boards.seats_of(seat.run, seat.person):
        if other.motive == seat.motive and other.counted and other.board != seat.board:
            raise DomainError("groups.shown_elsewhere")


def look(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """Somebody more has answered: count them, and show it all once everybody has."""
    seats = present(stage, binding, board)
    if round_.takes_motives and board.state is BoardState.OPEN and seats and len(answered(stage, seats)) == len(seats):
        board = _show(stage, binding, board)
    redraw(stage, binding, round_, board)


def refresh(stage: Stage, binding: Binding) -> None:
    """The board on the table, after something outside the group may have changed who has answered."""
    round_ = stage.uow.rounds.latest(binding.collaboration)
    boards = stage.uow.boards.of(binding.id, round_.id) if round_ is not None else ()
    if round_ is not None and boards:
        look(stage, binding, round_, boards[-1])


def refresh_all(stage: Stage, collaboration: CollaborationId) -> None:
    """The boards on the table in the groups of a collaboration."""
    for binding in stage.uow.groups.of(collaboration):
        refresh(stage, binding)


def show_result(stage: Stage, argument: str) -> None:
    """`Toon uitslag`: without waiting for the others."""
    binding, round_, board, _ = _tapped(stage, argument)
    must_lead(stage, binding)
    if not answered(stage, present(stage, binding, board)):
        raise DomainError("groups.nobody_answered")
    redraw(stage, binding, round_, _show(stage, binding, board))


def _show(stage: Stage, binding: Binding, board: Board) -> Board:
    """From here on everybody sees the numbers, and what was counted stays as it is."""
    for seat in answered(stage, present(stage, binding, board)):
        stage.uow.boards.save_seat(replace(seat, counted=True))
    return stage.uow.boards.turn(board, BoardState.SHOWN)


def open_again(stage: Stage, argument: str) -> None:
    """`Heropenen`: answers can be changed again, and are hidden until they are shown once more."""
    binding, round_, board, _ = _tapped(stage, argument, BoardState.SHOWN)
    must_lead(stage, binding)
    _must_be_on_table(stage, binding, round_, board)
    seats = stage.uow.boards.seats(board.id)
    if not any(is_open(stage, seat) for seat in seats):
        raise DomainError("groups.settled_already")
    for seat in seats:
        stage.uow.boards.save_seat(replace(seat, counted=False))
    redraw(stage, binding, round_, stage.uow.boards.turn(board, BoardState.OPEN))


def go_on(stage: Stage, argument: str) -> None:
    """`Volgende ›`: the next motive, in a message of its own."""
    binding, round_, board, _ = _tapped(stage, argument, BoardState.SHOWN)
    must_lead(stage, binding)
    _must_be_on_table(stage, binding, round_, board)
    _open_next(stage, binding, round_)
    redraw(stage, binding, round_, board)


def _must_be_on_table(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """One motive at a time: what was left behind is not opened again, and nothing comes after it."""
    if stage.uow.boards.of(binding.id, round_.id)[-1].id != board.id:
        raise DomainError("errors.expired")


def _tapped(stage: Stage, argument: str, state: BoardState = BoardState.OPEN) -> tuple[Binding, Round, Board, str]:
    """The board a button belongs to. One from before it was shown, or opened again, is an old one."""
    id_, _, rest = argument.partition(".")
    turn, _, option = rest.partition(".")
    binding = bound(stage)
    board = stage.uow.boards.get(BoardId(number(id_)))
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


def ask_for_whom(stage: Stage, binding: Binding, acting: Actor) -> None:
    """In private: for which partner somebody answers in this group. They fill in for each, else it is no choice."""
    filled_in = dict.fromkeys(m.partner for m in acting.memberships if m.role.fills_in and m.partner is not None)
    partners = [stage.uow.collaborations.partner(partner) for partner in filled_in]
    buttons = [stage.button("namens", f"namens:{binding.id}.{p.id}", name=p.name) for p in partners]
    stage.tell(Phrase("groups.for_whom", {"title": binding.title}), *buttons, chat=acting.person.chat)
