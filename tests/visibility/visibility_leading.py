"""Who leads a group past its motives and through the reveal: who may, what their panel has, and a step in the group."""

import re

from visibility_facts import Board, Bound, Facts, Leading
from visibility_group_rules import TURNOUT
from visibility_group_screens import plain_is_right
from visibility_step import SECRET, LeakError, Step

from bot.turn.incoming import Commanded, Tapped
from bot.turn.records import Outgoing

MOST_BUTTONS = 5
OF_BOARD = {"toon": "bordtoon", "verder": "bordverder", "heropen": "bordopen"}
"""What whoever leads taps below a board, and the same on the panel."""
OF_REVEAL = ("onthulna", "onthulvoor")
TAKES_OVER = re.compile(r"g:(bordleid|onthulleid):(\d+)")
STEERS = re.compile(rf"p:(?:({'|'.join(OF_BOARD.values())})|{'|'.join(OF_REVEAL)}):(\d+)\.(\d+)")
_MOVED_ON = re.compile(
    r"leidt de groep nu\.|Je leidt de groep niet meer\.|↓ Staat verderop\.|liggen vast\.|is verder gegaan\."
)


def asked_of(step: Step) -> str:
    """The button that was pressed, or nothing."""
    return step.body.data if isinstance(step.body, Tapped) else ""


def leader_of(facts: Facts, bound: Bound, round_: int) -> int | None:
    """The private chat of whoever leads, as long as they may."""
    led = facts.leading.get(bound.id)
    if led is None or led.round != round_:
        return None
    chat = next((c for c, person in facts.people.items() if person == led.led_by), 0)
    return chat if facts.leads_in(chat, bound) else None


def conducts(facts: Facts, chat: int, bound: Bound, round_: int) -> bool:
    """Whether somebody leads without taking over: who did last, a facilitator; where nobody does, any who may."""
    return facts.leads_in(chat, bound) and (
        leader_of(facts, bound, round_) in (None, chat) or facts.leads(chat, bound.collaboration)
    )


def leads_in_group(facts: Facts, bound: Bound, round_: int) -> bool:
    """Whether the controls belong in the group: nobody leads, or no panel reaches whoever does."""
    chat = leader_of(facts, bound, round_)
    return chat is None or facts.people[chat] in facts.phase_2.unreachable


def steers_board(step: Step, board: Board, bound: Bound, what: str) -> bool:
    """Whether whoever leads did this with this board, as it was: in its group, or from private where it is bound."""
    chat = step.actor or 0
    asked, mark = asked_of(step), f"{board.id}.{board.number}"
    there = step.place == bound.chat and asked == f"g:{what}:{mark}"
    private = not step.in_group and bound.active and asked == f"p:{OF_BOARD[what]}:{mark}"
    return (there or private) and conducts(step.before, chat, bound, board.round)


def leading_may_change(step: Step) -> None:
    """Somebody leads who took it, or a facilitator in place of who left; and nobody else moves the group on."""
    bound = {b.id: b for b in step.after.bound}
    for one in step.after.leading.values():
        was = step.before.leading.get(one.binding)
        here = bound[one.binding]
        if was is None or (was.round, was.led_by) != (one.round, one.led_by):
            _may_lead_now(step, was, one, here)
        if was is None or (was.round, was.step) != (one.round, one.step):
            _may_step(step, was, one, here)
        if one.panel is not None and step.after.people.get(step.after.phase_2.placed[one.panel][0]) != one.led_by:
            raise LeakError(f"the panel of {one} stands with somebody else")
    if step.before.leading.keys() - step.after.leading.keys():
        raise LeakError("who leads is gone")


def _may_lead_now(step: Step, was: Leading | None, one: Leading, here: Bound) -> None:
    chat, asked, body = step.actor or 0, asked_of(step), step.body
    if was is not None and leader_of(step.after, here, one.round) is not None:
        before = next((c for c, person in step.after.people.items() if person == was.led_by), 0)
        takes = step.after.people.get(chat) == one.led_by
        if not step.after.leads_in(before, here) and (takes or step.after.leads(_chat(step, one), here.collaboration)):
            return
    mine = step.before.people.get(chat) == one.led_by and step.before.leads_in(chat, here)
    in_group = step.place == here.chat
    goes_on = isinstance(body, Commanded) and body.name in ("motieven", "gesprek") and in_group
    steers = STEERS.match(asked) or (in_group and re.match(rf"g:(?:{'|'.join((*OF_BOARD, *OF_REVEAL))}):", asked))
    may = (goes_on or steers) and conducts(step.before, chat, here, one.round)
    taken = in_group and TAKES_OVER.fullmatch(asked) and asked.endswith(f":{one.round}")
    begun = asked.startswith(f"p:onthulsamen:{one.round}") and step.before.leads(chat, here.collaboration)
    alone = in_group and asked.startswith("g:motievenronde:") and conducts(step.before, chat, here, one.round)
    if not (mine and (may or taken or begun or alone)):
        raise LeakError(f"{was} became {one} by {body} of {step.actor}")


def _chat(step: Step, one: Leading) -> int:
    return next((c for c, person in step.after.people.items() if person == one.led_by), 0)


def _may_step(step: Step, was: Leading | None, one: Leading, here: Bound) -> None:
    """The group goes on through the reveal: a step, by whoever leads, while it was revealed and nothing came after."""
    if one.step is None:
        return
    asked, revealed = asked_of(step), step.after.rounds[one.round][1] == "revealed"
    before = was.step if was is not None and was.round == one.round else None
    where = "g" if step.in_group else "p"
    ways = {f"{where}:onthulna:{one.round}.{before}": 1, f"{where}:onthulvoor:{one.round}.{before}": -1}
    moved = before is not None and one.step == before + ways.get(asked, 0) and asked in ways
    begun = asked.startswith(f"p:onthulsamen:{one.round}")
    mine = step.after.people.get(step.actor or 0) == one.led_by
    if not (revealed and mine and here.partner is None and (moved or begun)):
        raise LeakError(f"{was} went on to {one} by {step.body} of {step.actor}")


# --- what leaves ---


def panel_is_right(step: Step, message: Outgoing, said: str) -> bool:
    """A message in private. Whether it is a panel from which a group is led, which then must be that of who leads."""
    facts, options = step.after, [b.option for row in message.screen.buttons for b in row]
    one = next((led for led in facts.leading.values() if led.panel == message.placed is not None), None)
    if one is None:
        if any(STEERS.match(option) for option in options):
            raise LeakError(f"{message.chat} can lead with {options} and has no panel")
        before = next((led for led in step.before.leading.values() if led.panel == message.placed is not None), None)
        if before is None:
            return False
        if options or not _MOVED_ON.search(said):
            raise LeakError(f"where a panel was stands: {said[:300]}")
        return True
    here = next(b for b in facts.bound if b.id == one.binding)
    if leader_of(facts, here, one.round) != message.chat:
        raise LeakError(f"{message.chat} does not lead {one} and has {said[:300]}")
    if len(options) > MOST_BUTTONS:
        raise LeakError(f"the panel has {options}")
    for name in facts.names.values():
        if re.search(rf"\b{name.split()[0]}\b", said):
            raise LeakError(f"the panel names {name}: {said[:300]}")
    if one.step is None:
        _past_the_motives(facts, here, one, said, options)
    else:
        _through_the_reveal(facts, here, one, said, options)
    return True


def _past_the_motives(facts: Facts, here: Bound, one: Leading, said: str, options: list[str]) -> None:
    """What is on the table, and nothing of what was answered."""
    boards = [b for b in facts.boards.values() if (b.bound, b.round) == (here.id, one.round)]
    board = max(boards, key=lambda b: b.id)
    mark = f"{board.id}.{board.number}"
    expected = [f"p:bordtoon:{mark}"] if board.state == "open" else [f"p:bordverder:{mark}", f"p:bordopen:{mark}"]
    if options != (expected if facts.takes_motives(one.round) else []):
        raise LeakError(f"board {board} is led with {options}")
    rest = re.sub(r"motief \d+/\d+", "", said.replace(board.text, ""))
    if re.search(r"\d", rest) or TURNOUT.search(rest) or SECRET.search(rest):
        raise LeakError(f"the panel tells what was answered: {said[:300]}")


def _through_the_reveal(facts: Facts, here: Bound, one: Leading, said: str, options: list[str]) -> None:
    """A step of a reveal, for who reads it anyway."""
    open_ = [v for v in facts.versions if facts.is_open_to_all(v) and facts.covers(here, v.partner)]
    chat = next(c for c, person in facts.people.items() if person == one.led_by)
    if not open_ or not facts.sees_reveals_of(chat, here.collaboration):
        raise LeakError(f"{chat} goes through a reveal it may not see: {said[:300]}")
    steered = [option for option in options if STEERS.match(option)]
    mark = f"{one.round}.{one.step}"
    goes_on = facts.rounds[one.round][1] == "revealed"
    may = {f"p:onthulna:{mark}", f"p:onthulvoor:{mark}", f"p:onthuldelen:{one.round}"} if goes_on else set()
    if not set(options) <= may | {f"p:onthulling:{one.round}"} or (steered and not goes_on):
        raise LeakError(f"{one} is led with {options}")


def step_is_right(step: Step, message: Outgoing, here: Bound | None, said: str, options: list[str]) -> None:
    """A step of the reveal in the group of all: words that were revealed; controls only while no panel has them."""
    facts = step.after
    if here is None or here.partner is not None:
        raise LeakError(f"a step of a reveal stands in the group of {here}: {said[:300]}")
    plain_is_right(facts, here, said, [])
    one = facts.leading.get(here.id)
    may: set[str] = set()
    if one is not None and one.stands == message.placed and facts.rounds[one.round][1] == "revealed":
        mark = f"{one.round}.{one.step}"
        may = {f"g:{way}:{mark}" for way in OF_REVEAL} if leads_in_group(facts, here, one.round) else set()
    if not set(filter(None, options)) <= may:
        raise LeakError(f"a step of {one} in the group has {options}")


def offer_is_right(facts: Facts, here: Bound | None, said: str, options: list[str]) -> None:
    """Whether to take over: of people only the first name of who leads."""
    round_ = int(TAKES_OVER.fullmatch(options[0])[2])  # type: ignore[index]
    led = leader_of(facts, here, round_) if here is not None else None
    begins = [f"g:gesprekbegin:{round_}"]
    if here is None or led is None or options[1:] not in ([], begins):
        raise LeakError(f"{here} is offered to lead with {options}")
    for person, name in facts.names.items():
        if re.search(rf"\b{name.split()[0]}\b", said) and person != facts.people[led]:
            raise LeakError(f"{here} reads the name of {name}: {said}")
    if re.search(r"\d", said) or SECRET.search(said):
        raise LeakError(f"{here} reads {said}")
