"""Boards opened, redrawn, shown; and votes, which are put into somebody's own phase 1: there is no second answer."""

from dataclasses import replace

from bot.dialogs.boards.facts import PREPARATION, Topic, answered, electorate, motives_of, present, program, talk_of
from bot.dialogs.boards.ports import BOARDS
from bot.dialogs.boards.rules import Board, BoardState, Seat
from bot.dialogs.boards.screens import board_screen, moved_screen
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import BoardId, CollaborationId, PersonId
from bot.domain.motive import Choice, outcome_of
from bot.domain.rounds import Round, RunState
from bot.engine.model import Answer, Chosen, Phrase, Skipped, StepId, Written
from bot.turn.context import Stage
from bot.turn.records import Conversation, Standing


def with_who_came(stage: Stage, binding: Binding, round_: Round, board: Board) -> Board:
    """A board that nobody has answered is opened anew when it is put on the table again: who came since, is in."""
    if board.state is not BoardState.OPEN or any(seat.voted for seat in stage.uow.get(BOARDS).seats(board.id)):
        return board
    topic = Topic(motives_of(board), board.text, board.cluster or "")
    stage.uow.get(BOARDS).stand_up(board.id)
    stage.uow.get(BOARDS).sit(electorate(stage, binding, round_, topic, board.id))
    return board


def open_round(stage: Stage, binding: Binding) -> Round:
    """The round whose motives are being answered. Raises `DomainError` when there is none."""
    round_ = stage.uow.rounds.latest(binding.collaboration)
    if round_ is None or not round_.takes_motives:
        raise DomainError("groups.no_motives")
    return round_


def post_again(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """Below everything that was said since; where it stood, a word about where it is."""
    placed = stage.uow.post.place(binding.room)
    stage.put(board.placed, moved_screen(stage, board))
    stage.uow.get(BOARDS).place(board.id, placed.id)
    redraw(stage, binding, round_, replace(board, placed=placed.id))


def open_next(stage: Stage, binding: Binding, round_: Round) -> None:
    """The next motive nobody was asked yet; at the end, a word about what is left."""
    asked = {board.subject for board in stage.uow.get(BOARDS).of(binding.id, round_.id)}
    topic = next((t for t in program(stage, binding, round_) if t.subject not in asked), None)
    if topic is None:
        stage.tell(Phrase("groups.all_motives", {"link": stage.link()}))
        return
    open_board(stage, binding, round_, topic)


def open_board(stage: Stage, binding: Binding, round_: Round, topic: Topic, author: PersonId | None = None) -> Board:
    """Put a motive on the table, and freeze who answers it."""
    placed = stage.uow.post.place(binding.room)
    cluster = topic.cluster or None
    board = stage.uow.get(BOARDS).add(
        Board(BoardId(0), binding.id, round_.id, topic.subject, topic.text, cluster, author, stage.at, placed.id)
    )
    seats = electorate(stage, binding, round_, topic, board.id)
    stage.uow.get(BOARDS).sit([replace(seat, voted=True) if seat.person == author else seat for seat in seats])
    redraw(stage, binding, round_, board)
    return board


def redraw(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """Bring the message of a board up to date."""
    stage.put(board.placed, board_screen(stage, binding, round_, board))


def look(stage: Stage, binding: Binding, round_: Round, board: Board) -> None:
    """Somebody more has answered: count them, and show it all once everybody has."""
    seats = present(stage, binding, board)
    if round_.takes_motives and board.state is BoardState.OPEN and seats and len(answered(stage, seats)) == len(seats):
        board = show(stage, binding, board)
    redraw(stage, binding, round_, board)


def refresh(stage: Stage, binding: Binding) -> None:
    """The board on the table, after something outside the group may have changed who has answered."""
    round_ = stage.uow.rounds.latest(binding.collaboration)
    boards = stage.uow.get(BOARDS).of(binding.id, round_.id) if round_ is not None else ()
    if round_ is not None and boards:
        look(stage, binding, round_, boards[-1])


def refresh_all(stage: Stage, collaboration: CollaborationId) -> None:
    """The boards on the table in the groups of a collaboration."""
    for binding in stage.uow.groups.of(collaboration):
        refresh(stage, binding)


def show(stage: Stage, binding: Binding, board: Board) -> Board:
    """From here on everybody sees the numbers, and what was counted stays as it is."""
    for seat in answered(stage, present(stage, binding, board)):
        stage.uow.get(BOARDS).save_seat(replace(seat, counted=True))
    return stage.uow.get(BOARDS).turn(board, BoardState.SHOWN)


def put_choice(stage: Stage, seat: Seat, choice: Choice) -> None:
    """Answer the motive. Whoever handed in stays ready: an outcome that is now asked for counts as skipped."""
    held = _talk(stage, seat)
    changes: dict[StepId, Answer] = {StepId(seat.motive): Chosen(choice)}
    outcome = StepId(outcome_of(seat.motive))
    standing = stage.uow.rounds.standing(seat.run, seat.person)
    ready = standing is not None and standing.participation.handed_in_at is not None
    if ready and choice.applies and outcome not in stage.uow.conversations.answers(held.id):
        changes[outcome] = Skipped()
    _put(stage, held, changes)


def put_outcome(stage: Stage, seat: Seat, text: str) -> None:
    """Answer what is hoped for."""
    _put(stage, _talk(stage, seat), {StepId(outcome_of(seat.motive)): Written(text)})


def outcome_so_far(stage: Stage, seat: Seat) -> str:
    """The outcome somebody wrote so far; only for putting more of theirs behind it."""
    held = talk_of(stage, seat)
    given = stage.uow.conversations.answers(held.id).get(StepId(outcome_of(seat.motive))) if held else None
    return given.text if isinstance(given, Written) else ""


def is_open(stage: Stage, seat: Seat) -> bool:
    """Whether phase 1 of this seat's partner still takes answers."""
    return stage.uow.rounds.run(seat.run).state is RunState.OPEN


def place_given_up(stage: Stage, standing: Standing) -> None:
    """Their answers are gone, so their seats are empty."""
    for seat, _ in stage.uow.get(BOARDS).seats_of(standing.run.id, standing.person.id):
        stage.uow.get(BOARDS).save_seat(replace(seat, voted=False, counted=False))


def _talk(stage: Stage, seat: Seat) -> Conversation:
    """Their talk of phase 1, which begins here when they had not begun it in private."""
    held = talk_of(stage, seat)
    if held is not None:
        return held
    chat = stage.uow.people.get(seat.person).chat
    version = stage.uow.rounds.get(stage.uow.rounds.run(seat.run).round).content_version
    return stage.uow.conversations.add(PREPARATION, chat, seat.person, seat.run, version, stage.at)


def _put(stage: Stage, held: Conversation, changes: dict[StepId, Answer]) -> None:
    """Keep it. What stands on their own phone may ask for it still: that question is an old one from now on."""
    before = stage.uow.conversations.answers(held.id)
    stage.uow.conversations.save_answers(held.id, before, {**before, **changes}, stage.at)
    stage.uow.conversations.save(replace(held, turn=held.turn + 1), held)
