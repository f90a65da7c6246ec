"""Putting into somebody's phase 1 what they said in a group. A vote is that answer; there is no second one."""

from dataclasses import replace

from bot.domain.board import Seat
from bot.domain.motive import Choice, outcome_of
from bot.domain.rounds import RunState
from bot.engine.model import Answer, Chosen, Skipped, StepId, Written
from bot.runner.groups.electorate import PREPARATION, talk_of
from bot.runner.records import Conversation, Standing
from bot.runner.stage import Stage


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
    for seat, _ in stage.uow.boards.seats_of(standing.run.id, standing.person.id):
        stage.uow.boards.save_seat(replace(seat, voted=False, counted=False))


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
