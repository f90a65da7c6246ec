"""Looks at what happens in groups, and at every byte that goes to one.

Keeps a memory of its own of who answered on which board and what was shown of it; what a board says must follow from
that, from who has a seat, who handed in and who is still a member, and from nothing else.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from visibility_facts import Board, Bound, Facts, Seat
from visibility_group_causes import (
    bindings_may_change,
    boards_may_change,
    logs_are_right,
    only_this_may_change,
    sign_is_right,
    toast_is_right,
)
from visibility_group_rules import CHOSEN, TURNOUT, is_at, is_together, vote_of
from visibility_group_screens import (
    greeting_is_right,
    group_picture_is_right,
    nobody_is_told,
    phase_3_is_right,
    plain_is_right,
    replies_are_right,
    status_is_right,
    without_fixed,
    without_motive,
)
from visibility_leading import (
    TAKES_OVER,
    leading_may_change,
    leads_in_group,
    offer_is_right,
    panel_is_right,
    step_is_right,
)
from visibility_step import CHOICE, SECRET, LeakError, Step, as_read
from visibility_talk import TalkWatch
from visibility_talk_rules import counts_told

from bot.turn.incoming import Moved, Replied, Spoke, Tapped
from bot.turn.records import Outgoing

SCALE = ("ja", "enigszins", "nee")
COUNTS = re.compile(r"^(.+): Ja (\d+) · Enigszins (\d+) · Nee (\d+)$", re.MULTILINE)
ENDS = re.compile(rf"Wie ({CHOICE}) zei")

Place = tuple[int, int]
"""Somebody's place at a board: person and run."""


@dataclass
class GroupWatch:
    """What happened in groups so far."""

    aloud: dict[str, set[int]] = field(default_factory=dict)
    """Secret: the groups in which its author said it below a message of the bot."""
    voted: dict[int, set[Place]] = field(default_factory=dict)
    shown: dict[int, dict[Place, str]] = field(default_factory=dict)
    """What was counted when a board was shown, for as long as it is shown."""
    talk: TalkWatch = field(default_factory=TalkWatch)
    steps: set[int] = field(default_factory=set)
    """Placed messages in which a step of a reveal ever stood."""

    # --- what may be read ---

    def may_read(self, secret: str, chat: int, facts: Facts) -> bool:
        """What groups add to the table: in a group what was said there, put there or revealed to all.

        For a person: the own motives that were put before a group they belong to.
        """
        if (told := self.talk.may_read(secret, chat, facts)) is not None:
            return told
        if chat > 0:
            bound = {b.id: b for b in facts.bound}
            put = (bound[b.bound] for b in facts.boards.values() if b.author is not None and secret in b.text)
            return any(facts.in_circle(chat, one) for one in put)
        if chat in self.aloud.get(secret, ()):
            return True
        here = facts.bound_in(chat)
        if here is None:
            return False
        put_here = (b.text for b in facts.boards.values() if b.bound == here.id and b.author is not None)
        if any(secret in motive for motive in put_here):
            return True
        return here.partner is None and any(
            secret in v.form and facts.is_open_to_all(v) and facts.covers(here, v.partner) for v in facts.versions
        )

    # --- why something changed ---

    def check(self, step: Step) -> None:
        """Look at a step as a whole, and remember what it changes."""
        bindings_may_change(step)
        if step.in_group:
            only_this_may_change(step)
        self.learn(step)
        seats = {board: step.after.seats_at(board) for board in step.after.boards}
        boards_may_change(step, {board for board in seats if self.answered(step.after, board) == seats[board]})
        self._stays(step)
        leading_may_change(step)
        self.steps.update(led.stands for led in step.after.leading.values() if led.stands is not None)
        toast_is_right(step)
        sign_is_right(step)
        logs_are_right(step)
        self.talk.check(step)

    def learn(self, step: Step) -> None:
        """Remember what one step changes."""
        match step.body:
            case Replied(text) | Spoke(_, text) if step.actor is not None and step.place is not None:
                for secret in SECRET.findall(text):
                    self.aloud.setdefault(secret, set()).add(step.place)
            case Moved(to) if step.place is not None:
                for where in self.aloud.values():
                    if step.place in where:
                        where.add(to)
            case _:
                pass
        self._forget_who_left(step)
        if (voted := vote_of(step)) is not None:
            seat, choice = voted
            if step.after.answer_of(seat) == choice and step.toast and "genoteerd" in step.toast:
                self.voted.setdefault(seat.board, set()).add((seat.person, seat.run))
        for board in step.after.boards.values():
            before = step.before.boards.get(board.id)
            if before is None:
                author = {(s.person, s.run) for s in step.after.seats_at(board.id) if s.person == board.author}
                self.voted[board.id] = author
            if board.state == "shown" and (before is None or before.state == "open"):
                given = {(s.person, s.run): step.after.answer_of(s) for s in self.answered(step.after, board.id)}
                self.shown[board.id] = {place: choice for place, choice in given.items() if choice is not None}
            elif board.state == "open":
                self.shown.pop(board.id, None)

    def _forget_who_left(self, step: Step) -> None:
        """What was not handed in went with them, so that nothing of it counts when they come back."""
        gone = {m.id: m for m in step.before.members if m.active}.keys() - {
            m.id for m in step.after.members if m.active
        }
        for member in (m for m in step.before.members if m.id in gone):
            for seat in step.before.seats:
                place = (seat.person, seat.run)
                mine = seat.person == member.person and seat.partner == member.partner
                if mine and (seat.run, seat.person) not in step.before.handed_in:
                    self.voted[seat.board].discard(place)
                    self.shown.get(seat.board, {}).pop(place, None)

    def answered(self, facts: Facts, board: int) -> list[Seat]:
        """Whose answer counts: given on this board, or handed in; with few voters before it opened."""
        return [
            seat
            for seat in facts.seats_at(board)
            if (seat.person, seat.run) in self.voted[board]
            or (
                ((seat.run, seat.person) in facts.handed_in and facts.answer_of(seat) is not None)
                and (
                    sum(s.partner == seat.partner for s in facts.seats_at(board)) > 2 or seat in facts.before_it_opened
                )
            )
        ]

    def _stays(self, step: Step) -> None:
        """What was counted stays as it is until the board is opened again."""
        for board, counted in self.shown.items():
            for seat in step.after.seats_at(board):
                given = counted.get((seat.person, seat.run))
                if given is not None and step.after.answer_of(seat) != given:
                    raise LeakError(
                        f"{seat.motive} of {seat.person} was shown as {given} on board {board} "
                        f"and {step.actor} made it {step.after.answer_of(seat)}"
                    )

    def answers(self, step: Step, changed: list[tuple[int, str]]) -> None:
        """What is answered in a group is one's own, and only what was tapped or written."""
        match step.body:
            case Tapped() if (voted := vote_of(step)) is not None:
                seat, choice = voted
                talk = step.after.forms.get((seat.person, seat.run))
                for key in changed:
                    value = step.after.answers[key]
                    skipped = key == (talk, f"{seat.motive}.outcome") and value[0] == "skipped"
                    if key != (talk, seat.motive) and not (skipped and key not in step.before.answers):
                        raise LeakError(f"a vote of {step.actor} on {seat.motive} changed {key} to {value}")
                    if not skipped and value != ("chosen", choice):
                        raise LeakError(f"{step.actor} tapped {choice} and {value} was kept")
            case Replied(text):
                person = step.before.people.get(step.actor or 0)
                mine = {
                    (step.after.forms.get((person, seat.run)), f"{seat.motive}.outcome")
                    for seat in step.before.seats
                    if seat.person == person and is_at(step, seat.board) and step.before.sits(seat)
                }
                if len(changed) > 1 or not mine.issuperset(changed):
                    raise LeakError(f"a reply of {step.actor} changed {changed}")
                for key in changed:
                    if text not in step.after.answers[key][1]:
                        raise LeakError(f"{step.actor} wrote {text} and {step.after.answers[key]} was kept")
            case _ if changed:
                raise LeakError(f"{step.body} of {step.actor} in a group changed {changed}")
            case _:
                pass

    # --- what leaves ---

    def look(self, step: Step, message: Outgoing) -> None:
        """One message, which may be for a group or a person."""
        facts = step.after
        buttons = [b for row in message.screen.buttons for b in row]
        said = as_read(message.screen.html)
        if message.chat > 0 and panel_is_right(step, message, said):
            return
        if self.talk.look(step, message):
            return
        if message.chat > 0:
            within = "Binnen jullie partner" in said.splitlines()  # looked at with what people read in private
            if (COUNTS.search(said) and not within) or any(b.option.startswith("g:") for b in buttons):
                raise LeakError(f"{message.chat} gets what is for groups: {said[:300]}")
            return
        here = facts.bound_in(message.chat)
        was = step.before.bound_in(message.chat)
        options = [b.option for b in buttons if b.option]
        if greeting_is_right(message, said, options):
            return
        if message.chat != step.place and here is None and was is None:
            raise LeakError(f"a group that is bound to nothing is told: {said[:300]}")
        if options and TAKES_OVER.fullmatch(options[0]):
            offer_is_right(facts, here, said, options)
            return
        nobody_is_told(step, message, said + "".join(f"\n{b.label}" for b in buttons))
        if message.picture is not None:
            group_picture_is_right(facts, here, message)
        board = next((b for b in facts.boards.values() if b.placed == message.placed), None)
        if message.placed is None:
            plain_is_right(facts, here, said, [b.option for b in buttons])
        elif (run := facts.asked_in_phase_3.get(message.placed)) is not None:
            phase_3_is_right(facts, here, run, said, [b.option for b in buttons])
        elif board is not None and here is not None:
            self.board(facts, here, board, said, [b.option for b in buttons if b.option])
        elif here is not None and here.status == message.placed:
            status_is_right(facts, here, said)
        elif message.placed in self.steps:
            step_is_right(step, message, here, said, options)
        elif any(b.placed == message.placed for b in step.before.boards.values()):
            if CHOSEN.search(without_motive(step.before, message.placed, said)) or buttons:
                raise LeakError(f"where a board was stands: {said[:300]}")
        else:
            raise LeakError(f"{message.chat} has a message that is neither a board nor a status: {said[:300]}")

    def board(self, facts: Facts, here: Bound, board: Board, said: str, options: list[str]) -> None:
        """All of it is the motive, and numbers that may be told."""
        if board.bound != here.id:
            raise LeakError(f"board {board.id} stands in the group of {here}")
        if here.partner is None and not is_together(facts, board.round):
            raise LeakError(f"a board in the group of all of an apart round: {said[:300]}")
        alone = facts.takes_motives(board.round) and leads_in_group(facts, here, board.round)
        mark = f"{board.id}.{board.number}"
        scale = [f"g:stem:{mark}.{choice}" for choice in SCALE] if facts.takes_motives(board.round) else []
        if board.state == "open" and options != [*scale, *([f"g:toon:{mark}"] if alone else [])]:
            raise LeakError(f"the open board {board.id} has the buttons {options}")
        if board.state == "shown" and options not in ([], [f"g:verder:{mark}", f"g:heropen:{mark}"] if alone else []):
            raise LeakError(f"the shown board {board.id} has the buttons {options}")
        rest = said.replace(board.text, "", 1)
        rest = re.sub(r"^Motief \d+/\d+ ", "", rest, count=1, flags=re.MULTILINE)
        if board.state == "open":
            self._open(facts, board, rest)
        else:
            self._counts(facts, board, rest)

    def _open(self, facts: Facts, board: Board, said: str) -> None:
        seats = Counter(seat.partner for seat in facts.seats_at(board.id))
        ready = Counter(seat.partner for seat in self.answered(facts, board.id))
        expected = sorted((facts.partners[p][1], str(ready[p]), str(number)) for p, number in seats.items())
        if sorted(TURNOUT.findall(said)) != expected:
            raise LeakError(f"board {board.id} must tell {expected}: {said}")
        rest = TURNOUT.sub("", said)
        if CHOSEN.search(rest) or re.search(r"\d", rest):
            raise LeakError(f"board {board.id} tells what was answered: {said}")

    def _counts(self, facts: Facts, board: Board, said: str) -> None:
        seats = facts.seats_at(board.id)
        counted = self.shown[board.id]
        given: dict[int, Counter[str]] = {seat.partner: Counter() for seat in seats}
        for seat in seats:
            given[seat.partner].update([choice] if (choice := counted.get((seat.person, seat.run))) else [])
        expected = sorted((facts.partners[p][1], *(str(c[choice]) for choice in SCALE)) for p, c in given.items())
        if counts_told(said) != expected:
            raise LeakError(f"board {board.id} must tell {expected}: {said}")
        rest = COUNTS.sub("", said)
        named = [choice for choice in SCALE if any(c[choice] for c in given.values())]
        ends = [named[0].capitalize(), named[-1].capitalize()] if len(named) > 1 else []
        if ENDS.findall(rest) != ends:
            raise LeakError(f"board {board.id} must name {ends}: {said}")
        head, _, written = rest.partition("\nBeoogde opbrengst\n")
        replies_are_right(facts, board, written)
        rest = without_fixed(ENDS.sub("", head))
        if CHOSEN.search(rest) or re.search(r"\d", rest):
            raise LeakError(f"board {board.id} tells more than was counted: {said}")
