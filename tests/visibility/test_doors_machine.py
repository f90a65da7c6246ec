"""Random people do random things on a phone and on a page; what any door shows reaches only who may see it.

`DoorWatch` reads the private page and that of the group with their parts, live updates and files, the large screen,
the whole form, pages of errors, headers and titles, letters, phones and the log.
"""

from collections.abc import Callable
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from visibility_doors import EVERYBODY, PAGE, PEOPLE, PHONE, Doors, Kept

SEEDS = st.integers(0, 2**16)
ANYBODY = st.sampled_from(PEOPLE)
DOOR = st.sampled_from((PHONE, PAGE))
COMMANDS = ("/menu", "/overzicht", "/invullen", "/verder", "/afspraken", "/rapport", "/mijngegevens", "/begrippen")
FAR = ("new", "settled", "revealed", "talking")


def _settled(doors: Doors) -> None:
    """Three handed in; one of two partners settled."""
    for who in ("Anna", "Bram", "Carla"):
        doors.run(doors.fills_all(who))
    doors.run(doors.settles("Carla"))


def _revealed(doors: Doors) -> None:
    doors.run(doors.settles("Anna"))
    doors.run(doors.reveals())


def _talking(doors: Doors) -> None:
    doors.run(doors.begins_to_talk())


STEPS: tuple[Callable[[Doors], None], ...] = (_settled, _revealed, _talking)


@cache
def begun(far: str) -> Kept:
    """The moment from which a play goes on."""
    at = FAR.index(far)
    doors = Doors.at(begun(FAR[at - 1])) if at else Doors().begin()
    doors.chance = Random(at)
    for step in STEPS[at - 1 : at] if at else ():
        step(doors)
    kept = doors.keep()
    doors.close()
    return kept


class AtDoors(RuleBasedStateMachine):
    """Everybody at once, at whichever door."""

    doors: Doors | None = None

    @initialize(far=st.sampled_from(FAR), seed=SEEDS)
    def begins(self, far: str, seed: int) -> None:
        self.doors = Doors.at(begun(far))
        self.doors.chance = Random(seed)

    def teardown(self) -> None:
        if self.doors is not None:
            try:
                self.doors.run(self.doors.waits(0), "Sam", "Olga", self.doors.chance.choice(PEOPLE[:5]))
            finally:
                self.doors.close()

    @property
    def all(self) -> Doors:
        assert self.doors is not None
        return self.doors

    @rule(who=st.sampled_from(EVERYBODY), door=DOOR, command=st.sampled_from(COMMANDS))
    def commands(self, who: str, door: str, command: str) -> None:
        self.all.run(self.all.types(who, command, door))

    @rule(who=st.sampled_from(EVERYBODY), door=DOOR)
    def types(self, who: str, door: str) -> None:
        self.all.run(self.all.types(who, self.all.words(who), door))

    @rule(who=ANYBODY, doors=st.lists(DOOR, min_size=1, max_size=4))
    def taps(self, who: str, doors: list[str]) -> None:
        """One thing after another, also at the other door."""
        for door in doors:
            self.all.run(self.all.taps(who, door))

    @rule(who=st.sampled_from(EVERYBODY), number=st.integers(0, 3))
    def fills_a_row(self, who: str, number: int) -> None:
        self.all.run(self.all.fills_a_row(who, number))

    @rule(who=st.sampled_from(("Anna", "Bram", "Carla", "Daan")))
    def settles(self, who: str) -> None:
        self.all.run(self.all.settles(who))

    @rule()
    def reveals(self) -> None:
        self.all.run(self.all.reveals())

    @rule(who=st.sampled_from(EVERYBODY), door=DOOR, how=st.sampled_from(("antwoord", "punt", "doel")))
    def speaks(self, who: str, door: str, how: str) -> None:
        self.all.run(self.all.speaks(who, door, how))

    @rule(who=st.sampled_from(EVERYBODY), door=DOOR)
    def taps_in_the_group(self, who: str, door: str) -> None:
        self.all.run(self.all.taps_in_group(who, door))

    @rule(days=st.sampled_from((0, 1, 4, 9)))
    def waits(self, days: int) -> None:
        self.all.run(self.all.waits(days))

    @rule(who=st.sampled_from(("Bram", "Daan", "Sam")))
    def leaves(self, who: str) -> None:
        self.all.run(self.all.leaves(who))

    @rule(who=st.sampled_from(EVERYBODY))
    def looks(self, who: str) -> None:
        self.all.run(self.all.waits(0), who)


TestAtDoors = AtDoors.TestCase
TestAtDoors.settings = settings(stateful_step_count=12, max_examples=max(6, settings().max_examples // 4))
