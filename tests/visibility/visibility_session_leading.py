"""Who leads a session: who begins one, who moves it on, what their panel has, and what stands below a question.

Said once more, with what is known of who leads a group past its motives (`visibility_leading.py`).
"""

import re
from dataclasses import dataclass
from typing import Any

from visibility_facts import Bound, Facts, Leading
from visibility_leading import _may_lead_now, asked_of, conducts, leader_of, leads_in_group, panel_is_right
from visibility_step import SECRET, LeakError, Step

from bot.bootstrap import texts
from bot.turn.incoming import Commanded, Replied
from bot.turn.records import Outgoing

SETS = {one.id: one for one in texts().instrument.sets}
IN_PRIVATE = {"vtoon": "samentoon", "vna": "samenna", "vover": "samenover", "vklaar": "samenklaar"}
"""What whoever leads taps below a question, and the same on the panel."""
ENDS = {"vstop": "samenstop", "vstopnu": "samenstopnu", "vstopniet": "samenstopniet"}
CALLED = {**IN_PRIVATE, **ENDS}
_PRIVATE = re.compile(rf"p:(?:{'|'.join((*IN_PRIVATE.values(), *ENDS.values()))}):\d+")
_GROUP = re.compile(rf"g:(?:{'|'.join((*IN_PRIVATE, *ENDS))}):\d+")
_PUT_ASIDE = re.compile(r"leidt de groep nu\.|Je leidt de groep niet meer\.|↓ Staat verderop\.|Dit is klaar\.")


@dataclass(frozen=True)
class Course:
    """A session at one moment: what is needed to say who may do what with it."""

    id: int
    instrument: str
    circle: tuple[int, int | None]
    running: bool
    question: str | None
    mark: str
    """Session and question, as they stand on buttons."""
    shown: bool

    @property
    def about_context(self) -> bool:
        return (self.question or "").endswith(".context")


def courses(places: Any) -> dict[int, Course]:
    """All sessions, from the tables."""
    every = [*places.asked.values(), *places.contexts.values()]
    found = {}
    for one in places.held.values():
        table = next((a for a in every if (a.session, a.about) == (one.id, one.question)), None)
        mark, shown = (f"{one.id}.{table.id}", table.state == "shown") if table is not None else ("", False)
        circle = (one.collaboration, one.partner)
        found[one.id] = Course(one.id, one.instrument, circle, one.state == "running", one.question, mark, shown)
    return found


def bound_to(facts: Facts, circle: tuple[int, int | None]) -> Bound | None:
    """The group in which this circle meets."""
    return next((b for b in facts.bound if b.active and (b.collaboration, b.partner) == circle), None)


def round_now(facts: Facts, collaboration: int) -> int:
    return max(i for i, (of, _) in facts.rounds.items() if of == collaboration)


def going_on(every: dict[int, Course], circle: tuple[int, int | None]) -> Course | None:
    return next((one for one in every.values() if one.running and one.circle == circle), None)


# --- why something changed ---


def begins(step: Step, one: Course) -> bool:
    """By who may lead, in the group or from private."""
    here = bound_to(step.before, one.circle)
    if here is None or step.actor is None or not step.before.leads_in(step.actor, here):
        return False
    there = step.place == here.chat and asked_of(step) == f"g:vbegin:{one.instrument}"
    return there or (not step.in_group and asked_of(step) == f"p:samenstart:{one.instrument}.{here.id}")


def steers(step: Step, was: Course, *ways: str) -> bool:
    """Whether whoever leads did one of these with the question as it was: in its group, or from private."""
    here = bound_to(step.before, was.circle)
    if here is None or not was.running:
        return False
    if not conducts(step.before, step.actor or 0, here, round_now(step.before, here.collaboration)):
        return False
    if was.about_context and isinstance(step.body, Replied) and step.place == here.chat:
        return "context" in ways
    for way in ways:
        mark = str(was.id) if way in ENDS else was.mark
        if step.place == here.chat and asked_of(step) == f"g:{way}:{mark}":
            return True
        private = CALLED.get(way)
        if private is not None and not step.in_group and asked_of(step) == f"p:{private}:{mark}":
            return True
    return False


def leading_may_change(step: Step, before: dict[int, Course], now: dict[int, Course]) -> None:
    """Who begins a session leads; who leads goes on; others take over by saying so."""
    bound = {b.id: b for b in step.after.bound}
    for one in step.after.leading.values():
        was, here = step.before.leading.get(one.binding), bound[one.binding]
        same = was is not None and (was.round, was.led_by) == (one.round, one.led_by)
        if not same and not _takes(step, here, one, before, now):
            _may_lead_now(step, was, one, here)
        if one.panel is not None and step.after.people.get(step.after.phase_2.placed[one.panel][0]) != one.led_by:
            raise LeakError(f"the panel of {one} stands with somebody else")
    if step.before.leading.keys() - step.after.leading.keys():
        raise LeakError("who leads is gone")


def _takes(step: Step, here: Bound, one: Leading, before: dict[int, Course], now: dict[int, Course]) -> bool:
    circle, chat = (here.collaboration, here.partner), step.actor or 0
    if step.before.people.get(chat) != one.led_by or not step.before.leads_in(chat, here):
        return False
    begun = [course for course in now.values() if course.id not in before and course.circle == circle]
    was = going_on(before, circle)
    if begun:
        return all(begins(step, course) for course in begun)
    if was is None:
        return False
    if step.place == here.chat and asked_of(step) == f"g:vleid:{was.id}":
        return True
    asks = isinstance(step.body, Commanded) and step.body.name in ("verdieping", "gesprek")
    may = conducts(step.before, chat, here, one.round)
    return (asks and step.place == here.chat and may) or steers(step, was, *IN_PRIVATE, *ENDS, "context")


# --- what leaves ---


def in_private_is_right(step: Step, now: dict[int, Course], message: Outgoing, said: str) -> None:
    """A message in private: a panel of a session is that of who leads it, with its controls and nothing of answers."""
    facts, options = step.after, [b.option for row in message.screen.buttons for b in row]
    one = next((led for led in facts.leading.values() if led.panel == message.placed is not None), None)
    here = next((b for b in facts.bound if one is not None and b.id == one.binding), None)
    session = going_on(now, (here.collaboration, here.partner)) if here is not None else None
    if one is not None and here is not None and session is not None:
        _panel(facts, here, session, message.chat, said, options)
        return
    if any(_PRIVATE.match(option) for option in options):
        _asks_to_stop(step, now, message, options)
    elif one is None and any(led.panel == message.placed is not None for led in step.before.leading.values()):
        reads = [option for option in options if not re.fullmatch(r"p:samenuitslag:\d+", option)]
        if reads or not _PUT_ASIDE.search(said):
            raise LeakError(f"where a panel was stands: {said[:300]}")
    elif one is not None:
        panel_is_right(step, message, said)


def _panel(facts: Facts, here: Bound, session: Course, chat: int, said: str, options: list[str]) -> None:
    if leader_of(facts, here, round_now(facts, here.collaboration)) != chat:
        raise LeakError(f"{chat} does not lead {session} and has {said[:300]}")
    if options != (expected := [f"p:{option}" for option in _controls(session, CALLED)]):
        raise LeakError(f"{session} must be led with {expected}, and is with {options}")
    for name in facts.names.values():
        if re.search(rf"\b{name.split()[0]}\b", said):
            raise LeakError(f"the panel names {name}: {said[:300]}")
    rest = said
    one = SETS[session.instrument]
    for question in one.questions:
        rest = rest.replace(question.text, "")
    number = [q.id for q in one.questions].index(session.question) + 1 if not session.about_context else 0
    rest = rest.replace(f"{one.name} {number}/{len(one.questions)}", "")
    if re.search(r"\d|●|○", rest) or SECRET.search(rest):
        raise LeakError(f"the panel tells what was answered: {said[:300]}")


def _controls(session: Course, called: dict[str, str]) -> list[str]:
    """What goes on from here, the main thing first."""
    one = SETS[session.instrument]
    stop = f"{called['vstop']}:{session.id}"
    if session.about_context:
        return [stop]
    last = one.questions[-1].id == session.question
    onward = f"{called['vklaar' if last else 'vna']}:{session.mark}"
    if one.reveal == "set":
        return [onward, stop]
    if session.shown:
        return [onward] if last else [onward, stop]
    return [f"{called['vtoon']}:{session.mark}", f"{called['vover']}:{session.mark}", stop]


def _asks_to_stop(step: Step, now: dict[int, Course], message: Outgoing, options: list[str]) -> None:
    """Whether to stop, once more, to who leads and tapped that."""
    session = next((one for one in now.values() if asked_of(step) == f"p:samenstop:{one.id}"), None)
    mine = message.chat == step.actor and message.placed is None
    if session is None or not mine or not steers(step, session, "vstop"):
        raise LeakError(f"{message.chat} can lead with {options} and has no panel")
    if options != [f"p:samenstopnu:{session.id}", f"p:samenstopniet:{session.id}"]:
        raise LeakError(f"{message.chat} is asked whether to stop with {options}")


def below_is_right(step: Step, session: Course | None, message: Outgoing) -> None:
    """Controls below a question in the group: all of them while no panel has them, else none."""
    facts = step.after
    options = [b.option for row in message.screen.buttons for b in row if _GROUP.match(b.option)]
    here = bound_to(facts, session.circle) if session is not None else None
    expected: list[str] = []
    if session is not None and here is not None:
        alone = leads_in_group(facts, here, round_now(facts, here.collaboration))
        same = {name: name for name in (*IN_PRIVATE, *ENDS)}
        expected = [f"g:{option}" for option in _controls(session, same)] if alone else []
    if options != expected:
        raise LeakError(f"{session} has {options} below it, and must have {expected}")
