"""A world of collaborations: its program, its clock, its people, and what waits to happen."""

import heapq
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from decade_audit import Audit
from decade_facts import read_place
from decade_log import Said, about, misshapen
from decade_oracle import Oracle
from decade_program import Program

from bot.domain.ids import PersonId
from bot.turn.bundle import KIND
from bot.turn.context import Texts, TurnContext
from bot.turn.incoming import Body
from bot.turn.records import Outgoing

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
TICK = timedelta(seconds=1)
NUDGE = "nudge"


@dataclass
class Human:
    """Somebody with a chat."""

    id: int
    chat: int
    name: str


@dataclass
class Chances:
    """How often what goes wrong."""

    kill: float = 0.02
    out_every: float = 40
    """Days between two times that the program is down, on average."""
    clock_every: float = 200
    double: float = 0.1
    """That somebody taps twice, or Telegram sends an update twice."""


@dataclass
class World:
    """Whatever happens, happens through here: at one moment, and the oracle sees it."""

    program: Program
    chance: random.Random
    chances: Chances = field(default_factory=Chances)
    now: datetime = START
    humans: dict[int, Human] = field(default_factory=dict)
    oracle: Oracle = field(default_factory=Oracle)
    events: int = 0
    downs: int = 0
    answer: Callable[[Said], None] = lambda said: None

    def __post_init__(self) -> None:
        self.audit = Audit(self.oracle, self.now.date())
        self._plans: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()
        self._by_chat: dict[int, Human] = {}

    # --- what waits to happen ---

    def plan(self, after: timedelta, what: Callable[[], None]) -> None:
        heapq.heappush(self._plans, (self.now + after, next(self._numbers), what))

    def days(self, low: float, high: float) -> timedelta:
        return timedelta(days=self.chance.uniform(low, high))

    def run(self, until: datetime) -> None:
        """Whatever is next: a plan or a timer. The clock may have been set back; then the same waits longer."""
        while self.now < until:
            due = self.program.look(lambda uow: uow.timers.next_due())
            plan = self._plans[0][0] if self._plans else until
            if due is not None and due <= plan:
                late = TICK * self.chance.random() if due > self.now else timedelta(milliseconds=5)
                self._go_to(max(self.now, due) + late)
                self._tick()
            else:
                self._go_to(max(self.now, plan))
                if self._plans:
                    heapq.heappop(self._plans)[2]()
            self.events += 1
        self.audit.until(until)

    def _go_to(self, moment: datetime) -> None:
        self.audit.until(moment)
        self.now = moment

    def skip(self, time: timedelta) -> None:
        """The program is down for so long, or its clock is set back."""
        self.audit.until(self.now)
        self.audit.out(min(self.now, self.now + time), max(self.now, self.now + time))
        self.now += time
        self.downs += 1

    # --- how it happens ---

    def _tick(self) -> None:
        timer, sent = self.program.tick(self.now)
        if timer is not None and timer.kind in (KIND, NUDGE):
            self._saw(sent, nudge=timer.kind == NUDGE, by_itself=True)

    def take(self, human: Human, body: Body) -> None:
        """A tap or a command."""
        twice = self.chance.random() < self.chances.double
        self._saw(self.program.take(human.chat, body, self.now, twice=twice), nudge=True, by_itself=False)

    def act(self, human: Human | None, deed: Callable[[TurnContext], object]) -> None:
        self._saw(self.program.act(human.chat if human else 0, deed, self.now), nudge=True, by_itself=False)

    def _saw(self, sent: tuple[Outgoing, ...], *, nudge: bool, by_itself: bool) -> None:
        """Every message that a timer sent must be about something that the oracle knows."""
        for one in sent:
            subjects = about(one.screen, by_itself=by_itself)
            human = self._by_chat.get(one.chat)
            if human is None or not (subjects or by_itself):
                continue
            wrong = misshapen(one.screen, subjects) if subjects else "about nothing"
            if wrong is not None:
                self.oracle.breaks(wrong, human.id, str(one.screen.buttons), self.now, ZoneInfo("Europe/Amsterdam"))
            if subjects:
                stamp = int(self.now.timestamp())
                self.answer(self.oracle.message(human.id, subjects, self.now, stamp, nudge))

    # --- what the oracle has to know ---

    def meet(self, human: Human) -> None:
        self.humans[human.id] = self._by_chat[human.chat] = human

    def changed(self, *places: int, people: tuple[int, ...] = ()) -> None:
        """Something was done there, or by these people: look again, and leave today out of the audit for them."""
        touched = set(people)
        for id_ in places:
            before = self.oracle.places.get(id_)
            self.oracle.places[id_] = now = self.program.look(lambda uow, id_=id_: read_place(uow, id_))
            now.see_days(before, self.now)
            touched |= set(now.people()) | set(before.people() if before else ())
        for person in touched:
            known = self.program.look(lambda uow, person=person: uow.people.get(PersonId(person)))
            self.oracle.people[person] = (known.name, str(known.pace), known.reachable)
            self.audit.disturb(person, self.now)

    def set_zone(self, place: int, zone: str) -> None:
        """There is no screen for it yet."""
        with closing(sqlite3.connect(self.program.path)) as connection, connection:
            connection.execute("UPDATE collaboration SET time_zone = ? WHERE id = ?", (zone, place))


def make_world(path: Path, texts: Texts, seed: int, chances: Chances) -> World:
    chance = random.Random(seed)
    return World(Program(path, texts, chance, chances.kill), chance, chances)
