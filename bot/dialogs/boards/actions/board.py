"""Boards opened, redrawn, shown; and votes, which are put into somebody's own phase 1: there is no second answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.boards.facts import (
    PREPARATION,
    BoardTopic,
    asked,
    electorate,
    motives_of,
    program,
    talk_of,
)
from bot.dialogs.boards.screens import panel
from bot.dialogs.boards.screens.board import board_screen, moved_screen
from bot.dialogs.groups.facts import lead_in, must_be_quiet
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.choosing import SeatsChanged, Show, react
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind, QuestionState, Seat
from bot.domain.collaboration import Person
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import CollaborationId, PersonId, QuestionId
from bot.domain.motive import Choice, outcome_of
from bot.domain.rounds import Round, RunState
from bot.engine.model import Answer, Chosen, Phrase, Skipped, StepId, Written
from bot.turn.context import TurnContext
from bot.turn.records import Conversation, ParticipantContext


def with_who_came(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> PutQuestion:
    """The board, opened anew with everybody who came since, when nobody has answered it yet."""
    if board.is_shown or any(seat.voted for seat in ctx.uow.get(QUESTIONS).seats(board.id)):
        return board
    topic = BoardTopic(motives_of(board), board.text, board.cluster or "")
    ctx.uow.get(QUESTIONS).stand_up(board.id)
    ctx.uow.get(QUESTIONS).sit(electorate(ctx, binding, round_, topic, board.id))
    return board


def open_round(ctx: TurnContext, binding: Binding) -> Round:
    """The round whose motives are being answered. Raises `DomainError` when there is none."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    if round_ is None or not round_.takes_motives:
        raise DomainError("groups.no_motives")
    return round_


def post_again(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> None:
    """Put a board below everything that was said since; where it stood, a word says where it is."""
    placed = ctx.uow.post.place(binding.chat_thread)
    ctx.put(board.placed, moved_screen(ctx, board))
    redraw(ctx, binding, round_, ctx.uow.get(QUESTIONS).move(board, placed.id, binding.id))
    panel.refresh(ctx, binding, round_)


def open_next(ctx: TurnContext, binding: Binding, round_: Round) -> None:
    """Put the next motive on the table that nobody was asked yet; at the end, say what is left."""
    asked = {board.about for board in ctx.uow.get(QUESTIONS).motives(binding.id, round_.id)}
    topic = next((t for t in program(ctx, binding, round_) if t.subject not in asked), None)
    if topic is None:
        there = binding.chat_thread
        told = ctx.screen(Phrase("groups.all_motives", {"link": ctx.link(chat=there.chat)}))
        ctx.send(told, chat=there.chat, thread=there.thread)
        return
    open_board(ctx, binding, round_, topic)


def open_board(
    ctx: TurnContext, binding: Binding, round_: Round, topic: BoardTopic, author: PersonId | None = None
) -> PutQuestion:
    """Put a motive on the table, and freeze who answers it."""
    must_be_quiet(ctx, binding)
    placed = ctx.uow.post.place(binding.chat_thread)
    board = ctx.uow.get(QUESTIONS).put(
        PutQuestion(
            id=QuestionId(0),
            kind=QuestionKind.MOTIVE,
            binding=binding.id,
            round=round_.id,
            run=None,
            about=topic.subject,
            opened_at=ctx.at,
            placed=placed.id,
            text=topic.text,
            cluster=topic.cluster or None,
            author=author,
        )
    )
    seats = electorate(ctx, binding, round_, topic, board.id)
    ctx.uow.get(QUESTIONS).sit([replace(seat, voted=True) if seat.person == author else seat for seat in seats])
    redraw(ctx, binding, round_, board)
    panel.refresh(ctx, binding, round_)
    return board


def redraw(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> None:
    """Bring the message of a board up to date."""
    ctx.put(board.placed, board_screen(ctx, binding, round_, board))


def look(ctx: TurnContext, binding: Binding, round_: Round, board: PutQuestion) -> None:
    """After somebody more has answered: count them, and show it all once everybody has."""
    for effect in react(asked(ctx, binding, board), SeatsChanged()) if round_.takes_motives else ():
        if isinstance(effect, Show):
            board = show(ctx, board, effect.counted)
            panel.refresh(ctx, binding, round_)
    redraw(ctx, binding, round_, board)


def refresh(ctx: TurnContext, binding: Binding) -> None:
    """The board on the table, after something outside the group may have changed who has answered."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    boards = ctx.uow.get(QUESTIONS).motives(binding.id, round_.id) if round_ is not None else ()
    if round_ is not None and boards:
        look(ctx, binding, round_, boards[-1])
        panel.refresh(ctx, binding, round_)


def reach_changed(ctx: TurnContext, person: Person) -> None:
    """Whoever leads can no longer be reached in private, or can again: the controls are in the group that long."""
    for collaboration in dict.fromkeys(m.collaboration for m in ctx.uow.collaborations.memberships_of(person.id)):
        for binding in ctx.uow.groups.of(collaboration):
            lead = lead_in(ctx, binding)
            if lead is not None and lead.led_by == person.id:
                refresh(ctx, binding)


def refresh_all(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """The boards on the table in the groups of a collaboration."""
    for binding in ctx.uow.groups.of(collaboration):
        refresh(ctx, binding)


def show(ctx: TurnContext, board: PutQuestion, counted: Sequence[Seat]) -> PutQuestion:
    """Show a board: from here on everybody sees the numbers, and what was counted stays as it is."""
    ctx.uow.get(QUESTIONS).save_seats([replace(seat, counted=True) for seat in counted])
    return ctx.uow.get(QUESTIONS).turn(board, QuestionState.SHOWN, ctx.after(board.number))


def put_choice(ctx: TurnContext, seat: Seat, choice: Choice) -> None:
    """Keep an answer to the motive in that person's own phase 1.

    Whoever handed in stays ready: an outcome that is now asked for counts as skipped.
    """
    held = _talk(ctx, seat)
    changes: dict[StepId, Answer] = {StepId(seat.motive): Chosen(choice)}
    outcome = StepId(outcome_of(seat.motive))
    standing = ctx.uow.rounds.standing(seat.run, seat.person)
    ready = standing is not None and standing.participation.handed_in_at is not None
    if ready and choice.applies and outcome not in ctx.uow.conversations.answers(held.id):
        changes[outcome] = Skipped()
    _put(ctx, held, changes)


def put_outcome(ctx: TurnContext, seat: Seat, text: str) -> None:
    """Keep what somebody hopes for, in their own phase 1."""
    _put(ctx, _talk(ctx, seat), {StepId(outcome_of(seat.motive)): Written(text)})


def outcome_so_far(ctx: TurnContext, seat: Seat) -> str:
    """The outcome somebody wrote so far; read only to put more of theirs behind it."""
    held = talk_of(ctx, seat)
    given = ctx.uow.conversations.answers(held.id).get(StepId(outcome_of(seat.motive))) if held else None
    return given.text if isinstance(given, Written) else ""


def is_open(ctx: TurnContext, seat: Seat) -> bool:
    """Whether phase 1 of this seat's partner still takes answers."""
    mine = ctx.uow.rounds.standing(seat.run, seat.person)  # read whole, since most of it is asked next
    return (ctx.uow.rounds.run(seat.run) if mine is None else mine.run).state is RunState.OPEN


def place_given_up(ctx: TurnContext, standing: ParticipantContext) -> None:
    """Empty the seats of somebody who left phase 1: their answers are gone."""
    seats = ctx.uow.get(QUESTIONS).seats_of(standing.run.id, standing.person.id)
    ctx.uow.get(QUESTIONS).save_seats([replace(seat, voted=False, counted=False) for seat, _ in seats])


def _talk(ctx: TurnContext, seat: Seat) -> Conversation:
    """Their talk of phase 1, which begins here when they had not begun it in private."""
    held = talk_of(ctx, seat)
    if held is not None:
        return held
    chat = ctx.uow.people.get(seat.person).chat
    version = ctx.uow.rounds.get(ctx.uow.rounds.run(seat.run).round).content_version
    return ctx.uow.conversations.add(PREPARATION, chat, seat.person, seat.run, version, ctx.at)


def _put(ctx: TurnContext, held: Conversation, changes: dict[StepId, Answer]) -> None:
    """Keep an answer. The question that stands on their own phone is an old one from now on."""
    before = ctx.uow.conversations.answers(held.id)
    ctx.uow.conversations.save_answers(held.id, before, {**before, **changes}, ctx.at)
    ctx.uow.conversations.save(replace(held, turn=held.turn + 1), held)
