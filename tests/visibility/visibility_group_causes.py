"""Why something changed in groups: who bound, opened, showed or wrote what, and whether they may."""

import re

from visibility_facts import FILLS_IN, Board, Bound, Facts, Seat
from visibility_group_rules import CHOSEN, is_at, is_together, vote_of
from visibility_group_screens import without_fixed
from visibility_leading import conducts, steers_board
from visibility_step import LeakError, Step
from visibility_talk_rules import is_of_talk, kept_in_talk

from bot.bootstrap import texts
from bot.rooms import HOUSE
from bot.turn.incoming import CameOrWent, Commanded, Moved, Replied, Spoke, Tapped

KEPT = "✍"
GROUP_LOG = re.compile(rf"group\.(?:{'|'.join(HOUSE.group_buttons)})|page\.(?:begrippen|begrip|help)")
_INSTRUMENT = texts().instrument


def bindings_may_change(step: Step) -> None:
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
            unlink = isinstance(step.body, Tapped) and step.body.data == f"p:los:{bound.id}"
            leads = step.before.leads(step.actor or 0, bound.collaboration) or (
                bound.partner is not None and step.before.may_settle_for(step.actor or 0, bound.partner)
            )
            made = step.before.people.get(step.actor or 0) == bound.by
            if not (gone or again or (unlink and (leads or made))):
                raise LeakError(f"{step.actor} let {bound} go")


def boards_may_change(step: Step, complete: set[int]) -> None:
    """A board is opened, shown and opened again by who leads; its electorate is everybody of the circle, and frozen.

    Only an open one that nobody voted on has another when it is put on the table again: who came since, is in.

    `complete` are the boards on which everybody has answered.
    """
    bound = {b.id: b for b in step.before.bound}
    for board in step.after.boards.values():
        before = step.before.boards.get(board.id)
        here = bound[board.bound]
        if before is None:
            _opened(step, board, here)
            continue
        seats = {s for s in step.after.seats if s.board == board.id}
        if seats != {s for s in step.before.seats if s.board == board.id} and not (
            _put_on_table_anew(step, before, here) and seats == _electorate(step.after, board, here)
        ):
            raise LeakError(f"the electorate of board {board.id} changed to {seats}")
        if (board.state, board.number) == (before.state, before.number):
            continue
        if board.state == "shown" and before.state == "open":
            if not steers_board(step, before, here, "toon") and board.id not in complete:
                raise LeakError(f"board {board.id} was shown by {step.actor} before everybody had answered")
        elif (board.state, before.state) != ("open", "shown") or not steers_board(step, before, here, "heropen"):
            raise LeakError(f"board {board.id} was changed by {step.actor}, {step.body}")
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
            if not (mine and is_at(step, key[0]) and text == step.body.text and seats):
                raise LeakError(f"{step.actor} wrote {text} for {person}, {partner} below board {key[0]}")


def _opened(step: Step, board: Board, here: Bound) -> None:
    facts = step.after
    if here.partner is None and not is_together(facts, board.round):
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
    elif not _goes_on(step, board, here):
        raise LeakError(f"{step.actor} opened {board}")
    seats = [seat for seat in facts.seats if seat.board == board.id]
    if set(seats) != (expected := _electorate(facts, board, here)):
        raise LeakError(f"the electorate of {board} is {seats}, not {expected}")


def _goes_on(step: Step, board: Board, here: Bound) -> bool:
    """The first motive by who begins, each after it by whoever leads past the one before."""
    earlier = [b for b in step.before.boards.values() if (b.bound, b.round) == (board.bound, board.round)]
    if earlier:
        return steers_board(step, earlier[-1], here, "verder")
    return step.place == here.chat and conducts(step.before, step.actor or 0, here, board.round)


def _put_on_table_anew(step: Step, board: Board, here: Bound) -> bool:
    asked = isinstance(step.body, Commanded) and step.body.name in ("motieven", "gesprek") and step.place == here.chat
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


def only_this_may_change(step: Step) -> None:
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
            runs = {s.run for s in step.before.seats if s.person == person and is_at(step, s.board)}
        if begun.chat != step.actor or begun.subject not in runs:
            raise LeakError(f"{step.actor} began {begun} in a group with {step.body}")


def toast_is_right(step: Step) -> None:
    """A choice is told only to the one who just made it."""
    if not step.in_group or not step.toast or is_of_talk(step):
        return
    said = without_fixed(step.toast)
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


def sign_is_right(step: Step) -> None:
    """One and the same sign, below what was just kept."""
    kept = sorted(step.after.replies.values()) != sorted(step.before.replies.values())
    wrote = isinstance(step.body, Replied | Spoke)
    if step.reaction is not None and not (step.in_group and step.reaction == KEPT and wrote):
        raise LeakError(f"{step.actor} did {step.body} and gets the sign {step.reaction}")
    if (kept or (wrote and kept_in_talk(step))) and step.reaction is None:
        raise LeakError(f"what {step.actor} wrote was kept and has no sign: {step.body}")


def logs_are_right(step: Step) -> None:
    """Not even that somebody chose something."""
    if not step.in_group:
        return
    if CHOSEN.search(step.logged):
        raise LeakError(f"logged: {step.logged[:300]}")
    for kind, dialog in step.turn_log:
        if not GROUP_LOG.fullmatch(kind) or dialog:
            raise LeakError(f"the turn log of a group has {kind!r}, {dialog!r}")
