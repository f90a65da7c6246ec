"""Groups as they must be: what a message of one may have."""

import re

from visibility_facts import Facts, Seat
from visibility_step import CHOICE, Step

from bot.turn.incoming import Tapped

TOGETHER = "samen"
CHOSEN = re.compile(rf"\b(?:{CHOICE})\b", re.IGNORECASE)
TURNOUT = re.compile(r"^(.+): (\d+) van (\d+)(?: (?:heeft|hebben) geantwoord)?$", re.MULTILINE)


def vote_of(step: Step) -> tuple[Seat, str] | None:
    """Whose seat a tap is for, and what was chosen. None when it may not change anything."""
    if not isinstance(step.body, Tapped) or step.place is None or step.actor is None:
        return None
    match = re.fullmatch(r"g:stem:(\d{1,9})\.(\d{1,9})\.(ja|enigszins|nee)", step.body.data)
    board = step.before.boards.get(int(match[1])) if match else None
    here = step.before.bound_in(step.place)
    if match is None or board is None or here is None or here.id != board.bound:
        return None
    if board.state != "open" or int(match[2]) != board.number or not step.before.takes_motives(board.round):
        return None
    person = step.before.people.get(step.actor)
    mine = [seat for seat in step.before.seats_at(board.id) if seat.person == person]
    if len(mine) > 1:
        mine = [seat for seat in mine if seat.partner == step.before.speaks_for.get((here.id, seat.person))]
    mine = [seat for seat in mine if step.before.runs[seat.run][2] == "open"]
    return (mine[0], match[3]) if mine else None


def is_together(facts: Facts, round_: int) -> bool:
    return facts.modes[round_] == TOGETHER or round_ in facts.alone


def is_at(step: Step, board: int) -> bool:
    """Whether a board belongs to the group in which a step was taken."""
    here = step.before.bound_in(step.place or 0)
    return here is not None and step.before.boards[board].bound == here.id
