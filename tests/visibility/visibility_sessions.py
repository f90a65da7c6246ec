"""Instruments gone through in groups as they stand in the tables, and who may read what of them: said once more.

Shares nothing with the code that decides what may be seen. Keeps a memory of its own of what was shown; every
number, dot and text in a group or in private must follow from that.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from visibility_commitment import CommitmentWatch, Place, _agreements, _parts
from visibility_facts import FACILITATOR, FILLS_IN, Bound, Facts, reader
from visibility_group_causes import toast_is_right
from visibility_groups import GroupWatch
from visibility_instruments import InstrumentPlaces, _answers
from visibility_session_leading import (
    SETS,
    begins,
    below_is_right,
    courses,
    in_private_is_right,
    leading_may_change,
    steers,
)
from visibility_step import LeakError, Step, as_read, listed

from bot.turn.incoming import Replied, Tapped
from bot.turn.records import Outgoing

_LABELS = {o.text for one in SETS.values() for scale in one.scales for o in scale.options}
_ANY = "|".join(re.escape(label) for label in sorted(_LABELS))
COUNTED = re.compile(rf"^(?!Bruggenbouwers).+: (?:geen antwoord|(?:{_ANY}) \d+(?: · .+ \d+)*)$", re.MULTILINE)
DOTTED = re.compile(rf"^(?:{_ANY}): [●○–]+$", re.MULTILINE)
STUCK = re.compile(
    r"^(?:Bruggenbouwers, .*|Leeg: .*|Eén mens staat alleen.*|Niemand werkt mee .*|.*: niemand"
    r"|.*: nog niet gedekt|.*: gedekt door .*)$",
    re.MULTILINE,
)
EARLIER = re.compile(r"^Vorige keer, op .*: ([^:\n]*[●○–][^:\n]*)$", re.MULTILINE)
TURNOUT = re.compile(r"^(.+): (\d+) van (\d+)(?:, (\d+) nog half)?$", re.MULTILINE)
Seat = tuple[int, int]


@dataclass(frozen=True)
class Held:
    """A session."""

    id: int
    instrument: str
    collaboration: int
    partner: int | None
    state: str
    question: str | None


@dataclass(frozen=True)
class Asked:
    """A question of one."""

    id: int
    session: int
    about: str
    placed: int
    state: str


@dataclass(frozen=True)
class SessionPlaces(InstrumentPlaces):
    """One moment, with all sessions."""

    held: dict[int, Held] = field(default_factory=dict)
    asked: dict[int, Asked] = field(default_factory=dict)
    ballots: dict[tuple[int, int, int, int], str] = field(default_factory=dict)
    """Question, part, person, partner: what was chosen."""
    wrote: frozenset[tuple[int, int, int]] = frozenset()
    """Question, person, partner."""
    bindings: tuple[Bound, ...] = ()
    contexts: dict[int, Asked] = field(default_factory=dict)
    """What sets are about, as it is asked of whoever leads."""

    def may_read(self, place: Place, chat: int) -> bool:
        if place.kind != "session":
            return super().may_read(place, chat)
        return place.chat == chat or (place.shared and self.in_circle(place.collaboration, place.partner, chat))

    def in_circle(self, collaboration: int, partner: int | None, chat: int) -> bool:
        """Whether a group, or a person in private, reads what this circle may."""
        if chat < 0:
            return self.bound.get(chat) == (collaboration, partner)
        mine = [m for m in self.members if m.active and m.person == self.people.get(chat)]
        here = [m for m in mine if m.collaboration == collaboration]
        leads = any(m.role == FACILITATOR for m in here)
        return leads or any(m.role in FILLS_IN and partner in (None, m.partner) for m in here)

    def electorate(self, session: Held) -> set[Seat]:
        return {
            (m.person, m.partner)
            for m in self.members
            if m.active and m.collaboration == session.collaboration and m.role in FILLS_IN and m.partner is not None
            if session.partner in (None, m.partner)
        }

    def answered(self, one: Asked) -> set[Seat]:
        """Who answered, in whole or in part."""
        session = self.held[one.session]
        question = next(q for q in SETS[session.instrument].questions if q.id == one.about)
        if question.kind == "write":
            return {(person, partner) for of, person, partner in self.wrote if of == one.id}
        return {(person, partner) for of, _, person, partner in self.ballots if of == one.id}

    def half(self, one: Asked) -> set[Seat]:
        """Who said where they are now or where to, and not both."""
        question = next(q for q in SETS[self.held[one.session].instrument].questions if q.id == one.about)
        if not question.ambition:
            return set()
        given = Counter((person, partner) for of, _, person, partner in self.ballots if of == one.id)
        return {seat for seat, parts in given.items() if parts == 1}


def read_sessions(connection: Connection, facts: Facts) -> SessionPlaces:
    """Where everything stands now."""
    rows = reader(connection)
    held = {
        row[0]: Held(*row)
        for row in rows("SELECT id, instrument, collaboration, partner, state, question FROM group_session")
    }
    every = {
        row[0]: Asked(*row)
        for row in rows("SELECT id, session, about, placed, state FROM question WHERE kind = 'of_set'")
    }
    contexts = {id_: one for id_, one in every.items() if one.about.endswith(".context")}
    asked = {id_: one for id_, one in every.items() if id_ not in contexts}
    ballots = {
        (question, part, person, partner): choice
        for question, part, person, partner, choice in rows(
            "SELECT question, wording, person, partner, choice FROM question_ballot"
        )
        if question in asked
    }
    return SessionPlaces(
        facts.members,
        facts.people,
        {b.chat: (b.collaboration, b.partner) for b in facts.bound if b.active},
        (*_answers(rows), *_agreements(rows), *_said(rows, held, asked)),
        frozenset(
            tuple(row)
            for row in rows("SELECT instrument, partner, person FROM instrument_run WHERE handed_in_at IS NOT NULL")
        ),
        facts.partners,
        facts.names,
        held,
        asked,
        ballots,
        frozenset(_wrote(rows, facts, held, asked)),
        tuple(facts.bound),
        contexts,
    )


_SAID = (
    "SELECT c.question, c.person, c.partner, p.chat, c.text FROM question_contribution c "
    "JOIN person p ON p.id = c.person WHERE NOT c.withdrawn"
)
_KEPT = (
    "SELECT c.subject, p.id, c.chat, a.value FROM answer a JOIN conversation c ON c.id = a.conversation "
    "JOIN person p ON p.chat = c.chat WHERE c.dialog = 'set_answer' AND a.kind = 'written'"
)


def _said(rows: Any, held: dict[int, Held], asked: dict[int, Asked]) -> Iterator[tuple[str, Place]]:
    for question, _, _, chat, value in rows(_SAID):
        if question in asked:
            one, session = asked[question], held[asked[question].session]
            shown = one.state == "shown"
            yield value, Place("session", chat, session.collaboration, session.partner, shared=shown)
    for question, _, chat, value in rows(_KEPT):
        if question in asked:
            session = held[asked[question].session]
            yield value, Place("session", chat, session.collaboration, session.partner)


def _wrote(rows: Any, facts: Facts, held: dict[int, Held], asked: dict[int, Asked]) -> Iterator[tuple[int, int, int]]:
    for question, person, partner, _, _ in rows(_SAID):
        if question in asked and partner is not None:
            yield question, person, partner
    for question, person, _, _ in rows(_KEPT):
        if question not in asked:
            continue
        session = held[asked[question].session]
        mine = [
            m.partner
            for m in facts.members
            if m.active and m.person == person and m.collaboration == session.collaboration and m.role in FILLS_IN
            if m.partner is not None and session.partner in (None, m.partner)
        ]
        bound = next((b.id for b in facts.bound if b.active and (b.collaboration, b.partner) == _circle(session)), 0)
        chosen = facts.speaks_for.get((bound, person))
        if mine:
            yield question, person, chosen if chosen in mine else mine[0]


def _circle(session: Held) -> tuple[int, int | None]:
    return session.collaboration, session.partner


@dataclass
class SessionWatch(CommitmentWatch):
    """Looks at all that leaves, and at why something changed."""

    places: Any = None
    before: Any = None
    shown: dict[int, dict[tuple[int, int, int], str]] = field(default_factory=dict)
    """What was chosen for a question when it was shown, by part and seat."""
    groups: GroupWatch = field(default_factory=GroupWatch)
    """What was voted about motives."""

    def check(self, step: Step) -> None:
        now: SessionPlaces = self.places
        self.groups.learn(step)
        before = self.before or SessionPlaces(people=now.people)
        self._causes(step, before, now)
        for one in now.asked.values():
            if one.state == "shown" and one.id not in self.shown:
                self.shown[one.id] = {k[1:]: choice for k, choice in now.ballots.items() if k[0] == one.id}
                given = {seat[1:] for seat in self.shown[one.id]} | {w[1:] for w in now.wrote if w[0] == one.id}
                if not given <= now.electorate(now.held[one.session]):
                    raise LeakError(f"{one} was shown with answers of {given}, who are not all of the circle")
        self._stays(step, now)
        super().check(step)
        self._toast(step)
        for message in step.outgoing:
            self._message(step, now, message)
        self.before = now

    # --- why something changed ---

    def _causes(self, step: Step, before: SessionPlaces, now: SessionPlaces) -> None:
        actor = step.after.people.get(step.actor or 0)
        earlier, after = courses(before), courses(now)
        leading_may_change(step, earlier, after)
        for session in now.held.values():
            was = before.held.get(session.id)
            if was is None and not begins(step, after[session.id]):
                raise LeakError(f"{step.actor} began {session}")
            running = [s for s in now.held.values() if _circle(s) == _circle(session) and s.state == "running"]
            if len(running) > 1:
                raise LeakError(f"two at once: {running}")
            moved = was is not None and was != session and not _somebody_left(step)
            if moved and not steers(step, earlier[session.id], "vna", "vover", "vklaar", "vstopnu", "context"):
                raise LeakError(f"{step.actor} led {was} to {session}")
        for one in now.asked.values():
            old = before.asked.get(one.id)
            if old is not None and old.state == "shown" and one.state != "shown":
                raise LeakError(f"{one} was hidden again")
            if one.state == "shown" and (old is None or old.state == "open"):
                session = now.held[one.session]
                complete = now.electorate(session) <= now.answered(one)
                at_the_end = SETS[session.instrument].reveal == "set"
                shown = steers(step, earlier[session.id], "vklaar" if at_the_end else "vtoon")
                if not shown and (at_the_end or not complete):
                    raise LeakError(f"{one} was shown by {step.actor}, and not all had answered")
        for key in before.ballots.keys() | now.ballots.keys():
            if before.ballots.get(key) == now.ballots.get(key):
                continue
            if key not in now.ballots and _somebody_left(step):
                continue
            tapped = step.body.data if isinstance(step.body, Tapped) else ""
            own = key[2] == actor and tapped.startswith(f"g:vantw:{key[0]}.{key[1]}.")
            one = SETS[before.held[before.asked[key[0]].session].instrument]
            several = next(q for q in one.questions if q.id == before.asked[key[0]].about).several
            off = several and key not in now.ballots and before.ballots[key] == tapped.rpartition(".")[2]
            if not own or not (off or now.ballots.get(key) == tapped.rpartition(".")[2]):
                raise LeakError(f"{step.actor} did {step.body} and {key} became {now.ballots.get(key)}")

    def _stays(self, step: Step, now: SessionPlaces) -> None:
        for question, given in self.shown.items():
            kept = {k[1:]: choice for k, choice in now.ballots.items() if k[0] == question}
            if kept != given:
                raise LeakError(f"{step.actor} changed what was shown of {question}: {given} became {kept}")

    # --- what leaves ---

    def _toast(self, step: Step) -> None:
        if step.toast and "genoteerd" in step.toast:
            tapped = step.body.data if isinstance(step.body, Tapped) else ""
            if step.in_group and tapped.startswith("g:stem:"):
                toast_is_right(step)  # a vote on a motive: what was tapped, by who may
                return
            match = re.fullmatch(r"g:vantw:(\d+)\.(\d)\.(\w+)", tapped)
            asked = self.places.asked.get(int(match[1])) if match else None
            one = SETS[self.places.held[asked.session].instrument] if asked else None
            labels = [o.text for s in one.scales for o in s.options if match and o.value == match[3]] if one else []
            question = next(q for q in one.questions if asked and q.id == asked.about) if one else None
            part = {"1": "Nu: ", "2": "Straks: "}[match[2]] if match and question and question.ambition else ""
            if not any(step.toast.startswith(f"{part}{label} genoteerd") for label in labels):
                raise LeakError(f"{step.actor} did {step.body} and hears {step.toast}")

    def _message(self, step: Step, now: SessionPlaces, message: Outgoing) -> None:
        said = as_read(message.screen.html)
        asked = next((a for a in now.asked.values() if a.placed == message.placed), None) if message.placed else None
        if message.chat < 0:
            for name in now.names.values():
                if name in said:
                    raise LeakError(f"group {message.chat} reads the name of {name}: {said[:300]}")
        if message.chat > 0:
            in_private_is_right(step, courses(now), message, said)
        elif asked is not None or message.placed in {one.placed for one in now.contexts.values()}:
            self._below(step, now, message, said)
        if asked is not None:
            self._question(now, asked, message, said)
        elif TURNOUT.search(said) and message.placed not in {b.placed for b in step.after.boards.values()}:
            raise LeakError(f"{message.chat} reads how many answered: {said[:300]}")
        allowed = self._lines(now, message.chat)
        if message.picture is not None:
            self._picture(now, message)
        if self._is_board(step, message, said):
            return
        for what, part in _parts(message):
            for line in _numbers(part):
                if line not in allowed:
                    raise LeakError(f"{what} for {message.chat} tells {line}: {part[:300]}")

    def _is_board(self, step: Step, message: Outgoing, said: str) -> bool:
        """Whether a motive lies in this message, with the numbers that may be told of it."""
        here = step.after.bound_in(message.chat)
        board = next((b for b in step.after.boards.values() if b.placed == message.placed), None)
        if board is None or here is None or "Staat verderop" in said:
            return False
        options = [b.option for row in message.screen.buttons for b in row if b.option]
        self.groups.board(step.after, here, board, said, options)
        return True

    def _below(self, step: Step, now: SessionPlaces, message: Outgoing, said: str) -> None:
        """What stands below a question, or below what it is about, while that is on the table."""
        every = [*now.asked.values(), *now.contexts.values()]
        one = next(a for a in every if a.placed == message.placed)
        course = courses(now)[one.session]
        on_table = course.running and course.question == one.about and "Staat verderop" not in said
        below_is_right(step, course if on_table else None, message)

    def _picture(self, now: SessionPlaces, message: Outgoing) -> None:
        """Of each place exactly what was shown of it in the circle of that group."""
        allowed = self._lines(now, message.chat)
        for row in json.loads(message.picture or "")["rows"]:
            for cell in row["cells"]:
                dots = f"{cell['name']}: {'●' * cell['now']}{'○' * cell['later']}"
                line = f"{cell['name']}: {' · '.join(cell['who'])}" if cell["who"] else dots
                covered = f"{cell['name']}: gedekt door {listed(cell['who'])}"
                empty = not (cell["now"] or cell["later"] or cell["who"])
                if not empty and not {line, covered} & allowed:
                    raise LeakError(f"the picture for {message.chat} tells {line}")

    def _question(self, now: SessionPlaces, asked: Asked, message: Outgoing, said: str) -> None:
        """The question in its own group: numbers only before it is shown, and then exactly what was answered."""
        session = now.held[asked.session]
        if now.bound.get(message.chat) != _circle(session):
            raise LeakError(f"{asked} of {session} stands in {message.chat}")
        if "Staat verderop" in said:
            return
        lines = set(_numbers(said))
        on_table = session.state == "running" and session.question == asked.about
        if asked.state == "shown":
            expected = set(_expected(now, asked, self.shown))
            if lines != expected or TURNOUT.search(said):
                raise LeakError(f"{asked} must tell {expected}: {said}")
            return
        among, ready = now.electorate(session), now.answered(asked)
        people = Counter(partner for _, partner in among)
        counted = Counter(partner for seat in among & ready for partner in seat[1:])
        half = Counter(partner for _, partner in now.half(asked))
        turnout = sorted(
            (now.partners[p][1], str(counted[p]), str(n), str(half[p]) if half[p] else "") for p, n in people.items()
        )
        told = sorted(TURNOUT.findall(said))
        if lines or (told != turnout and (on_table or told)):
            raise LeakError(f"{asked} must tell {turnout}: {said}")

    def _lines(self, now: SessionPlaces, chat: int) -> set[str]:
        """Every line with numbers that this chat may read."""
        found: set[str] = set()
        for question in self.shown:
            asked = now.asked[question]
            session = now.held[asked.session]
            if now.in_circle(session.collaboration, session.partner, chat):
                found.update(_expected(now, asked, self.shown))
        return found


Given = dict[tuple[int, int, int], str]


def _numbers(said: str) -> tuple[str, ...]:
    """The lines that tell what was chosen."""
    return (*COUNTED.findall(said), *DOTTED.findall(said), *STUCK.findall(said), *EARLIER.findall(said))


def _expected(now: SessionPlaces, asked: Asked, shown: dict[int, Given]) -> Iterator[str]:
    """The lines that tell what was chosen for a question that was shown."""
    given, session = shown[asked.id], now.held[asked.session]
    one = SETS[session.instrument]
    question = next(q for q in one.questions if q.id == asked.about)
    if question.kind == "write" or not given:
        return
    options = one.scale_of(question).options
    if question.several:
        yield from _stickers(now, asked, shown)
    elif question.kind == "place":
        for label, dots in _dots(options, given):
            yield f"{label}: {dots}"
        yield from _earlier(now, asked, shown)
    else:
        partners = {partner for _, partner in now.electorate(session)} | {partner for _, _, partner in given}
        for partner in partners:
            theirs = Counter(choice for (_, _, of), choice in given.items() if of == partner)
            told = [o for o in options if len(options) <= 4 or theirs[o.value]]
            counts = " · ".join(f"{option.text} {theirs[option.value]}" for option in told)
            yield f"{now.partners[partner][1]}: {counts if theirs else 'geen antwoord'}"


def _dots(options: Any, given: Given) -> Iterator[tuple[str, str]]:
    for option in options:
        here = [sum(c == option.value for (part, _, _), c in given.items() if part == p) for p in (1, 2)]
        yield option.text, f"{'●' * here[0]}{'○' * here[1]}" or "–"


def _earlier(now: SessionPlaces, asked: Asked, shown: dict[int, Given]) -> Iterator[str]:
    """What was shown the last time in the same circle."""
    session = now.held[asked.session]
    same = [s for s in now.held.values() if (_circle(s), s.instrument) == (_circle(session), session.instrument)]
    last = max((s.id for s in same if s.id < session.id and s.state == "over"), default=0)
    then = next((a for a in now.asked.values() if a.session == last and a.about == asked.about), None)
    if then is not None and shown.get(then.id):
        one = SETS[session.instrument]
        options = one.scale_of(next(q for q in one.questions if q.id == asked.about)).options
        yield " · ".join(f"{label} {dots}" for label, dots in _dots(options, shown[then.id]))


def _stickers(now: SessionPlaces, asked: Asked, shown: dict[int, Given]) -> Iterator[str]:
    """Who is where: per process the groups of actors, what is empty or has one person, who is in several."""
    one = SETS[now.held[asked.session].instrument]
    assert one.plate is not None
    questions = {q.id: q for q in one.questions}
    who = next((a for a in now.asked.values() if (a.session, a.about) == (asked.session, one.plate.actors)), None)
    actors = {key[1:]: choice for key, choice in shown.get(who.id if who else 0, {}).items()}
    labels = {o.value: o.text for o in one.scale_of(questions[one.plate.actors]).options}
    options = one.scale_of(questions[asked.about]).options
    if asked.about == one.plate.cover:
        yield from _cover(now, shown[asked.id], options)
        return
    seats = {o.text: [k[1:] for k, c in shown[asked.id].items() if c == o.value] for o in options}
    for place, here in seats.items():
        counted = Counter(labels.get(actors.get(seat, ""), "zonder groep") for seat in here)
        found = sorted(f"{actor} {number}" for actor, number in counted.items())
        yield f"{place}: {' · '.join(found) or 'niemand'}"
    if empty := [place for place, here in seats.items() if not here]:
        yield f"Leeg: {', '.join(empty)}."
    if asked.about != one.plate.spots:
        return
    yield from _alone(now, asked, shown, seats)
    spots = Counter(seat for here in seats.values() for seat in here)
    several = Counter(labels.get(actors.get(seat, ""), "zonder groep") for seat, number in spots.items() if number > 1)
    some = " · ".join(f"{actor} {number}" for actor, number in sorted(several.items()))
    yield (
        f"Bruggenbouwers, in meer dan één proces: {some}." if several else ("Niemand werkt mee in meer dan één proces.")
    )


def _covered(now: SessionPlaces, given: Given, options: Any) -> dict[str, list[str]]:
    """By process, the partners of whom somebody said that a colleague can take over."""
    return {
        o.text: [now.partners[p][1] for p in sorted({k[2] for k, c in given.items() if c == o.value})] for o in options
    }


def _cover(now: SessionPlaces, given: Given, options: Any) -> Iterator[str]:
    for place, partners in _covered(now, given, options).items():
        yield f"{place}: {'gedekt door ' + listed(partners) if partners else 'nog niet gedekt'}"


def _alone(now: SessionPlaces, asked: Asked, shown: dict[int, Given], seats: dict[str, list[Seat]]) -> Iterator[str]:
    """Processes of one person: with somebody of the same partner who can take over, or without."""
    one = SETS[now.held[asked.session].instrument]
    assert one.plate is not None
    told = next((a for a in now.asked.values() if (a.session, a.about) == (asked.session, one.plate.cover)), None)
    given = shown.get(told.id if told else 0, {})
    options = one.scale_of(next(q for q in one.questions if q.id == asked.about)).options
    covered = _covered(now, given, options)
    alone = {place: here[0] for place, here in seats.items() if len(here) == 1}
    safe = [place for place, seat in alone.items() if now.partners[seat[1]][1] in covered[place]]
    if single := [place for place in alone if place not in safe]:
        yield f"Eén mens staat alleen bij: {', '.join(single)}."
    if safe:
        yield f"Eén mens staat alleen, maar een collega kan het overnemen: {', '.join(safe)}."


def _somebody_left(step: Step) -> bool:
    was = {m.id for m in step.before.members if m.active}
    return bool(was - {m.id for m in step.after.members if m.active})


def is_answer(step: Step) -> bool:
    """Whether somebody gave an answer in a group."""
    return isinstance(step.body, Replied) or (isinstance(step.body, Tapped) and step.body.data.startswith("g:vantw:"))
