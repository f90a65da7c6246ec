"""Looks at what happens in groups, and at every byte that goes to one.

Keeps a memory of its own of who answered on which board and what was shown of it; what a board says must follow from
that, from who has a seat, who handed in and who is still a member, and from nothing else.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field

from visibility_facts import FILLS_IN, Board, Bound, Facts, Seat
from visibility_step import CHOICE, SECRET, LeakError, Step, as_read
from visibility_talk import TalkWatch
from visibility_talk_rules import is_of_talk, kept_in_talk

from bot.bootstrap import texts
from bot.content.load import CONTENT_FOLDER
from bot.runner.incoming import CameOrWent, Commanded, Moved, Replied, Spoke, Tapped
from bot.runner.records import Outgoing

TOGETHER = "samen"
KEPT = "✍"
SCALE = ("ja", "enigszins", "nee")
COUNTS = re.compile(r"^(.+): Ja (\d+) · Enigszins (\d+) · Nee (\d+)$", re.MULTILINE)
NUMBERED = re.compile(rf"\b(?:{CHOICE})\b[^\w\n]{{0,3}}\d|\d[^\w\n]{{0,3}}\b(?:{CHOICE})\b", re.IGNORECASE)
CHOSEN = re.compile(rf"\b(?:{CHOICE})\b", re.IGNORECASE)
TURNOUT = re.compile(r"^(.+): (\d+) van (\d+)(?: (?:heeft|hebben) geantwoord)?$", re.MULTILINE)
PROGRESS = re.compile(r"^[▰▱]+ (.+): (?:(\d+) van (\d+) ingediend|vastgesteld)$", re.MULTILINE)
SETTLED_OF = re.compile(r"^(\d+) van (\d+) partners klaar$", re.MULTILINE)
ENDS = re.compile(rf"Wie ({CHOICE}) zei")
GROUP_LOG = re.compile(
    r"group\.(?:stem|toon|verder|heropen|vraagna|vraagvoor|tijd|samenvatting|pauze|nodig|toonnodig|leid|sluit|sluitnu|oordeel"
    r"|motievenronde|scanronde|meteen)|page\.(?:begrippen|begrip|help)"
)
_INSTRUMENT = texts("samenspraak_bot").instrument
_PHRASES = (CONTENT_FOLDER / "nl" / "phrases" / "groups.yaml").read_text(encoding="utf-8")

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
        _bindings(step)
        if step.in_group:
            _only_here(step)
        self._learn(step)
        seats = {board: step.after.seats_at(board) for board in step.after.boards}
        _boards(step, {board for board in seats if self.answered(step.after, board) == seats[board]})
        self._stays(step)
        _toast(step)
        _sign(step)
        _logs(step)
        self.talk.check(step)

    def _learn(self, step: Step) -> None:
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
        """Whose answer counts: given on this board, or handed in."""
        return [
            seat
            for seat in facts.seats_at(board)
            if (seat.person, seat.run) in self.voted[board]
            or ((seat.run, seat.person) in facts.handed_in and facts.answer_of(seat) is not None)
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
                    if seat.person == person and _at(step, seat.board) and step.before.sits(seat)
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
        if self.talk.look(step, message):
            return
        if message.chat > 0:
            if COUNTS.search(said) or any(b.option.startswith("g:") for b in buttons):
                raise LeakError(f"{message.chat} gets what is for groups: {said[:300]}")
            return
        here = facts.bound_in(message.chat)
        was = step.before.bound_in(message.chat)
        if message.chat != step.place and here is None and was is None:
            raise LeakError(f"a group that is bound to nothing is told: {said[:300]}")
        _nobody(step, message, said + "".join(f"\n{b.label}" for b in buttons))
        if message.picture is not None:
            _group_picture(facts, here, message)
        board = next((b for b in facts.boards.values() if b.placed == message.placed), None)
        if message.placed is None:
            _plain(facts, here, said, [b.option for b in buttons])
        elif board is not None and here is not None:
            self._board(facts, here, board, said, [b.option for b in buttons if b.option])
        elif here is not None and here.status == message.placed:
            _status(facts, here, said)
        elif any(b.placed == message.placed for b in step.before.boards.values()):
            if CHOSEN.search(_without_motive(step.before, message.placed, said)) or buttons:
                raise LeakError(f"where a board was stands: {said[:300]}")
        else:
            raise LeakError(f"{message.chat} has a message that is neither a board nor a status: {said[:300]}")

    def _board(self, facts: Facts, here: Bound, board: Board, said: str, options: list[str]) -> None:
        """All of it is the motive, and numbers that may be told."""
        if board.bound != here.id:
            raise LeakError(f"board {board.id} stands in the group of {here}")
        if here.partner is None and not _together(facts, board.round):
            raise LeakError(f"a board in the group of all of an apart round: {said[:300]}")
        expected = [f"g:stem:{board.id}.{board.number}.{choice}" for choice in SCALE]
        expected = [*expected, f"g:toon:{board.id}.{board.number}"] if facts.takes_motives(board.round) else []
        if board.state == "open" and options != expected:
            raise LeakError(f"the open board {board.id} has the buttons {options}")
        if board.state == "shown" and any(not o.startswith(("g:verder:", "g:heropen:")) for o in options):
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
        if sorted(COUNTS.findall(said)) != expected:
            raise LeakError(f"board {board.id} must tell {expected}: {said}")
        rest = COUNTS.sub("", said)
        named = [choice for choice in SCALE if any(c[choice] for c in given.values())]
        ends = [named[0].capitalize(), named[-1].capitalize()] if len(named) > 1 else []
        if ENDS.findall(rest) != ends:
            raise LeakError(f"board {board.id} must name {ends}: {said}")
        head, _, written = rest.partition("\nBeoogde opbrengst\n")
        _replies(facts, board, written)
        rest = _without_fixed(ENDS.sub("", head))
        if CHOSEN.search(rest) or re.search(r"\d", rest):
            raise LeakError(f"board {board.id} tells more than was counted: {said}")


def reached(step: Step, chat: int, collaboration: int) -> bool:
    """Whether somebody gets a reveal in the group of all, where they were seen."""
    facts = step.after
    for message in step.outgoing:
        here = facts.bound_in(message.chat) if message.picture is not None else None
        if here is not None and here.partner is None and here.collaboration == collaboration:
            return (here.id, facts.people.get(chat, 0)) in facts.speaks_for
    return False


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


def _together(facts: Facts, round_: int) -> bool:
    return facts.modes[round_] == TOGETHER or round_ in facts.alone


def _at(step: Step, board: int) -> bool:
    """Whether a board belongs to the group in which a step was taken."""
    here = step.before.bound_in(step.place or 0)
    return here is not None and step.before.boards[board].bound == here.id


# --- why something changed ---


def _bindings(step: Step) -> None:
    """A group is bound by somebody who leads that circle, and let go by them, by another binding or by Telegram."""
    before = {b.id: b for b in step.before.bound}
    for bound in step.after.bound:
        if bound.id not in before:
            chat = next((c for c, person in step.before.people.items() if person == bound.by), 0)
            may = step.before.leads(chat, bound.collaboration)
            if bound.partner is not None:
                may = step.before.may_settle_for(chat, bound.partner)
            by_link = isinstance(step.body, Commanded) and step.body.name == "start"
            if not may or not (by_link or step.actor == chat):
                raise LeakError(f"{step.actor} bound {bound}")
    fresh = [b for b in step.after.bound if b.id not in before]
    for bound in before.values():
        now = next(b for b in step.after.bound if b.id == bound.id)
        if bound.active and not now.active:
            gone = isinstance(step.body, CameOrWent) and step.place == bound.chat
            again = any((b.collaboration, b.partner) == (bound.collaboration, bound.partner) for b in fresh)
            let_go = isinstance(step.body, Tapped) and step.body.data == f"p:los:{bound.id}"
            leads = step.before.leads(step.actor or 0, bound.collaboration) or (
                bound.partner is not None and step.before.may_settle_for(step.actor or 0, bound.partner)
            )
            made = step.before.people.get(step.actor or 0) == bound.by
            if not (gone or again or (let_go and (leads or made))):
                raise LeakError(f"{step.actor} let {bound} go")


def _boards(step: Step, complete: set[int]) -> None:
    """A board is opened, shown and opened again by who leads; its electorate is everybody of the circle, and frozen.

    Only an open one that nobody voted on has another when it is put on the table again: who came since, is in.

    `complete` are the boards on which everybody has answered.
    """
    bound = {b.id: b for b in step.before.bound}
    for board in step.after.boards.values():
        before = step.before.boards.get(board.id)
        here = bound[board.bound]
        leads = step.place == here.chat and step.before.leads_in(step.actor or 0, here)
        if before is None:
            _opened(step, board, here, leads=leads)
            continue
        seats = {s for s in step.after.seats if s.board == board.id}
        if seats != {s for s in step.before.seats if s.board == board.id} and not (
            _put_on_table_anew(step, before, here) and seats == _electorate(step.after, board, here)
        ):
            raise LeakError(f"the electorate of board {board.id} changed to {seats}")
        if (board.state, board.number) == (before.state, before.number):
            continue
        asked = step.body.data if isinstance(step.body, Tapped) else ""
        mark = f"{before.id}.{before.number}"
        if board.state == "shown" and before.state == "open":
            if not (leads and asked == f"g:toon:{mark}") and board.id not in complete:
                raise LeakError(f"board {board.id} was shown by {step.actor} before everybody had answered")
        elif not (leads and board.state == "open" and before.state == "shown" and asked == f"g:heropen:{mark}"):
            raise LeakError(f"board {board.id} was changed by {step.actor}, {asked}")
    if step.before.boards.keys() - step.after.boards.keys():
        raise LeakError("a board is gone")
    if isinstance(step.body, Moved):  # only under which number they were written
        if sorted(step.after.replies.values()) != sorted(step.before.replies.values()):
            raise LeakError("replies changed when their group moved")
        return
    for key, (person, partner, text) in step.after.replies.items():
        if step.before.replies.get(key) != (person, partner, text):
            mine = isinstance(step.body, Replied) and step.after.people.get(step.actor or 0) == person
            seats = [s for s in step.before.seats_at(key[0]) if (s.person, s.partner) == (person, partner)]
            if not (mine and _at(step, key[0]) and text == step.body.text and seats):
                raise LeakError(f"{step.actor} wrote {text} for {person}, {partner} below board {key[0]}")


def _opened(step: Step, board: Board, here: Bound, *, leads: bool) -> None:
    facts = step.after
    if here.partner is None and not _together(facts, board.round):
        raise LeakError(f"{board} was opened in the group of all of an apart round")
    if board.author is not None:
        put = isinstance(step.body, Tapped) and step.body.data.startswith("p:bord:") and not step.in_group
        mine = [
            facts.answers.get((talk, step_))
            for (person, _), talk in facts.forms.items()
            if person == board.author
            for step_ in [s for c, s in facts.answers if c == talk and s.startswith("own.add.")]
        ]
        own = any(given is not None and given[1] == board.text for given in mine)
        if not (put and own and facts.people.get(step.actor or 0) == board.author):
            raise LeakError(f"an own motive of {board.author} was put before a group by {step.actor}")
    elif not leads:
        raise LeakError(f"{step.actor} opened {board}")
    seats = [seat for seat in facts.seats if seat.board == board.id]
    if set(seats) != (expected := _electorate(facts, board, here)):
        raise LeakError(f"the electorate of {board} is {seats}, not {expected}")


def _put_on_table_anew(step: Step, board: Board, here: Bound) -> bool:
    asked = isinstance(step.body, Commanded) and step.body.name == "motieven" and step.place == here.chat
    return (
        asked
        and board.state == "open"
        and board.id not in step.before.voted_on
        and step.before.in_circle(step.actor or 0, here)
    )


def _electorate(facts: Facts, board: Board, here: Bound) -> set[Seat]:
    """Everybody of the circle who fills in, with the motive as their form has it."""
    asked = {
        partner: motive
        for partner, kind in facts.kinds.items()
        for motive in board.subject.split("+")
        if board.author is not None or motive in {m.id for m in _INSTRUMENT.form(kind).motives}  # type: ignore[arg-type]
    }
    return {
        Seat(board.id, m.person, run, partner, asked[partner])
        for run, (round_, partner, _) in facts.runs.items()
        for m in facts.members
        if round_ == board.round and partner in asked and facts.covers(here, partner)
        if m.active and m.partner == partner and m.role in FILLS_IN and (run, m.person) in facts.taking_part
    }


def _only_here(step: Step) -> None:
    """Nothing that is private happens by a step in a group."""
    begins = isinstance(step.body, Commanded) and step.body.name == "gesprek"
    opens = isinstance(step.body, Tapped) and step.body.data.startswith(("g:motievenronde:", "g:scanronde:"))
    may = {"rounds"} if begins else {"runs"} if opens else set()
    for what in {"handed_in", "scanned", "versions", "rounds", "runs", "members", "snapshots"} - may:
        if getattr(step.before, what) != getattr(step.after, what):
            raise LeakError(f"{what} changed by {step.body} of {step.actor} in a group")
    for talk in step.after.talks.keys() - step.before.talks.keys():
        begun = step.after.talks[talk]
        voted = vote_of(step)
        runs = {voted[0].run} if voted else set()
        if isinstance(step.body, Replied):  # what somebody hopes for, before they voted
            person = step.before.people.get(step.actor or 0)
            runs = {s.run for s in step.before.seats if s.person == person and _at(step, s.board)}
        if begun.chat != step.actor or begun.subject not in runs:
            raise LeakError(f"{step.actor} began {begun} in a group with {step.body}")


def _toast(step: Step) -> None:
    """A choice is told only to the one who just made it."""
    if not step.in_group or not step.toast or is_of_talk(step):
        return
    said = _without_fixed(step.toast)
    if "genoteerd" in said:
        voted = vote_of(step)
        if voted is None or not said.lower().startswith(f"{voted[1]} genoteerd"):
            raise LeakError(f"{step.actor} did {step.body} and hears: {said}")
        partner = re.search(r" namens (.+?)\. Anderen", said)
        if partner is not None and partner[1] != step.after.partners[voted[0].partner][1]:
            raise LeakError(f"{step.actor} spoke for {voted[0].partner} and hears: {said}")
        said = said[len(voted[1]) :]
    if CHOSEN.search(said) or re.search(r"\d", said):
        raise LeakError(f"{step.actor} did {step.body} and hears: {said}")


def _sign(step: Step) -> None:
    """One and the same sign, below what was just kept."""
    kept = sorted(step.after.replies.values()) != sorted(step.before.replies.values())
    wrote = isinstance(step.body, Replied | Spoke)
    if step.reaction is not None and not (step.in_group and step.reaction == KEPT and wrote):
        raise LeakError(f"{step.actor} did {step.body} and gets the sign {step.reaction}")
    if (kept or (wrote and kept_in_talk(step))) and step.reaction is None:
        raise LeakError(f"what {step.actor} wrote was kept and has no sign: {step.body}")


def _logs(step: Step) -> None:
    """Not even that somebody chose something."""
    if not step.in_group:
        return
    if CHOSEN.search(step.logged):
        raise LeakError(f"logged: {step.logged[:300]}")
    for kind, dialog in step.turn_log:
        if not GROUP_LOG.fullmatch(kind) or dialog:
            raise LeakError(f"the turn log of a group has {kind!r}, {dialog!r}")


# --- everything that leaves ---


def _nobody(step: Step, message: Outgoing, said: str) -> None:
    """No names; only who just asked something may be called by their first name, where nothing else is told."""
    for person, name in step.after.names.items():
        first = name.split()[0]
        own = person == step.after.people.get(step.actor or 0)
        bare = message.placed is None and message.picture is None and not re.search(r"\d", said)
        if name in said or (re.search(rf"\b{first}\b", said) and not (own and bare and not CHOSEN.search(said))):
            raise LeakError(f"group {message.chat} reads the name of {name}: {said[:300]}")


def _plain(facts: Facts, here: Bound | None, said: str, options: list[str]) -> None:
    """A message that is neither a board nor the status: no numbers of answers or progress, no buttons of a board."""
    if NUMBERED.search(said) or TURNOUT.search(said) or PROGRESS.search(said) or SETTLED_OF.search(said):
        raise LeakError(f"a message for {here} has numbers: {said[:300]}")
    if any(option.startswith("g:") for option in options):
        raise LeakError(f"a message for {here} has {options}")
    if re.search(r"\d+ gedeeld|onthuld\b.*versies|na de onthulling", said) and not _is_revealed(facts, here):
        raise LeakError(f"{here} reads of a reveal: {said[:300]}")


def _is_revealed(facts: Facts, here: Bound | None) -> bool:
    if here is None or here.partner is not None:
        return False
    return any(facts.is_open_to_all(v) and facts.covers(here, v.partner) for v in facts.versions)


def _status(facts: Facts, here: Bound, said: str) -> None:
    """How many have handed in, per partner of the circle; nothing else."""
    runs = {
        partner: run
        for run, (round_, partner, _) in facts.runs.items()
        if facts.covers(here, partner) and facts.rounds[round_][1] == "preparation"
    }
    expected = []
    for partner, run in runs.items():
        ready = sum(r == run for r, _ in facts.handed_in)
        people = sum(r == run for r, _ in facts.taking_part)
        if people:
            told = ("", "") if facts.runs[run][2] == "settled" else (str(ready), str(people))
            expected.append((facts.partners[partner][1], *told))
    if sorted(PROGRESS.findall(said)) != sorted(expected):
        raise LeakError(f"the status of {here} must tell {sorted(expected)}: {said}")
    settled = [(str(sum(facts.runs[run][2] == "settled" for run in runs.values())), str(len(runs)))]
    if SETTLED_OF.findall(said) not in ([], settled if here.partner is None else []):
        raise LeakError(f"the status of {here} must tell {settled}: {said}")
    own = facts.partners[here.partner][1] if here.partner is not None else ""
    others = [name for partner, (_, name) in facts.partners.items() if not facts.covers(here, partner) and name != own]
    rest = SETTLED_OF.sub("", PROGRESS.sub("", said)).replace(own, "")
    rest = re.sub(r"fase (?:1, voorbereiding|2, afstemming)", "", rest)
    rest = re.sub(r"Fase 1 klaar op .*", "", rest)
    if CHOSEN.search(rest) or re.search(r"\d", rest) or any(name in rest for name in others):
        raise LeakError(f"the status of {here} tells more than progress: {said}")


def _replies(facts: Facts, board: Board, written: str) -> None:
    """What stands below a board was written below it, and is told for the partner it was written for."""
    kept = [(facts.partners[p][1], text) for (of, _), (_, p, text) in facts.replies.items() if of == board.id]
    for line in written.split("\n• "):
        for secret in SECRET.findall(line):
            by = [name for name, text in kept if secret in text]
            if not any(line.removeprefix("• ").startswith(f"{name}: ") for name in by):
                raise LeakError(f"below board {board.id} stands {line}; written was {kept}")


def _without_fixed(said: str) -> str:
    """Without the lines that are the same whatever was answered."""
    return "\n".join(line for line in said.splitlines() if len(line) < 20 or line not in _PHRASES)


def _without_motive(facts: Facts, placed: int | None, said: str) -> str:
    board = next(b for b in facts.boards.values() if b.placed == placed)
    return said.replace(board.text, "")


def _group_picture(facts: Facts, here: Bound | None, message: Outgoing) -> None:
    """A picture is for the group of all, when all in it was revealed; and names nobody."""
    shown = json.loads(message.picture or "")
    open_ = {
        facts.partners[v.partner][1]
        for v in facts.versions
        if here is not None and facts.is_open_to_all(v) and facts.covers(here, v.partner)
    }
    named = {column["name"] for column in shown["columns"]}
    if here is None or here.partner is not None or not named or not named <= open_:
        raise LeakError(f"the picture for {here} has {named}")
