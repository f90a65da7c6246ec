"""Random people who go through instruments in groups, and look everywhere; nothing is told that may not be seen.

An answer is also given twice, with two choices, to see that nobody else can tell the difference before it is shown.
"""

from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from visibility_moves import Moves
from visibility_reports import SCOPES
from visibility_sessions_world import ROOMS, SessionMoves, SessionWorld
from visibility_step import LeakError, Step
from visibility_world import ANONYMOUS, GROUPS, SLUGS

from bot.turn.incoming import CameOrWent, Commanded, Tapped

SEEDS = st.integers(0, 2**16)
PEOPLE = st.sampled_from(SLUGS)
ANYBODY = st.sampled_from((*SLUGS, ANONYMOUS))
ROOM = st.sampled_from(sorted(ROOMS))
SETS = st.sampled_from(("b1", "olos", "raamwerk", "plaat"))
CONTROLS = st.sampled_from(("vtoon", "vna", "vover", "vklaar", "vstop", "vstopnu", "vstopniet"))
AT_HOME = ("fenna", "anna", "carla")
"""They stay, so that somebody leads."""


@cache
def _begun(far: str) -> object:
    """A session in both groups: half answered, or shown and on."""
    world = SessionWorld()
    moves = SessionMoves(world, 5)
    for group, one in (("alfa", "b1"), ("noord", "olos")):
        moves.begin("fenna", group, one)
        for who in ("anna", "carla", "bram"):
            moves.answer(who, group)
        if far == "shown":
            moves.lead("fenna", group, "vtoon")
            moves.answer("koen", group, aloud=True)
    kept = world.keep()
    world.close()
    return kept


class InSessions(RuleBasedStateMachine):
    """Everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.world = SessionWorld()

    def teardown(self) -> None:
        self.world.close()

    def moves(self, seed: int = 0) -> SessionMoves:
        return SessionMoves(self.world, seed)

    @initialize(far=st.sampled_from(["new", "half", "shown"]))
    def begins(self, far: str) -> None:
        if far != "new":
            self.world.go_back(_begun(far))

    # --- leading ---

    @rule(who=PEOPLE, group=ROOM, one=SETS, in_private=st.booleans())
    def begins_one(self, who: str, group: str, one: str, in_private: bool) -> None:
        self.moves().begin(who, group, one, in_private=in_private)

    @rule(seed=SEEDS, group=ROOM, one=SETS)
    def a_leader_begins(self, seed: int, group: str, one: str) -> None:
        self.moves().begin(Random(seed).choice(ROOMS[group]), group, one)

    @rule(seed=SEEDS, group=ROOM, what=CONTROLS, below=st.booleans())
    def leads(self, seed: int, group: str, what: str, below: bool) -> None:
        self.moves().lead(Random(seed).choice(ROOMS[group]), group, what, below=below)

    @rule(who=PEOPLE, group=ROOM, what=CONTROLS, below=st.booleans())
    def leads_or_not(self, who: str, group: str, what: str, below: bool) -> None:
        self.moves().lead(who, group, what, below=below)

    @rule(who=ANYBODY, group=ROOM, command=st.sampled_from(("gesprek", "verdieping")))
    def takes_over(self, who: str, group: str, command: str) -> None:
        self.moves().take_over(who, group, command=command)

    @rule(seed=SEEDS, group=ROOM, what=CONTROLS, back=st.booleans())
    def the_panel_reaches_nobody(self, seed: int, group: str, what: str, back: bool) -> None:
        """Whoever leads blocks the bot, and leads below the question."""
        who = Random(seed).choice(ROOMS[group])
        self.world.say(who, CameOrWent(here=False))
        self.moves().lead(who, group, what, below=True)
        if back:
            self.world.say(who, CameOrWent(here=True))

    # --- answering ---

    @rule(who=PEOPLE, group=ROOM, seed=SEEDS, aloud=st.booleans())
    def answers(self, who: str, group: str, seed: int, aloud: bool) -> None:
        self.moves(seed).answer(who, group, aloud=aloud)

    @rule(who=PEOPLE, group=ROOM, first=st.integers(0, 2), second=st.integers(0, 2))
    def chooses(self, who: str, group: str, first: int, second: int) -> None:
        """With another choice nobody else would have seen anything else."""
        kept = self.world.keep()
        self.moves().answer(who, group, index=first)
        before = self.world.last
        self.world.go_back(kept)
        self.moves().answer(who, group, index=second)
        asked, after = self.moves().asked(group), self.world.last
        if asked is None or asked.state == "shown" or before is None or after is None:
            return
        taps = [step.body.data for step in (before, after) if isinstance(step.body, Tapped)]
        if len(taps) == 2 and _seen_by_others(before) != _seen_by_others(after):
            raise LeakError(f"{who} chose {taps}: {_seen_by_others(before)} / {_seen_by_others(after)}")

    @rule(group=ROOM, seed=SEEDS)
    def all_answer(self, group: str, seed: int) -> None:
        self.moves(seed).all_answer(group)

    @rule(who=PEOPLE, seed=SEEDS)
    def writes_to_any(self, who: str, seed: int) -> None:
        asked = sorted(self.world.watch.places.asked)
        if asked:
            self.moves().write(who, Random(seed).choice(asked))

    @rule(who=PEOPLE, partner=st.sampled_from([1, 2, 3]), group=ROOM)
    def speaks_for(self, who: str, partner: int, group: str) -> None:
        bound = self.world.facts.bound_in(self.world.groups[group])
        self.world.press(who, f"p:namens:{bound.id if bound else 0}.{partner}")

    # --- coming and going ---

    @rule(who=st.sampled_from([one for one in SLUGS if one not in AT_HOME]))
    def leaves(self, who: str) -> None:
        self.moves().leave(who)

    @rule(who=PEOPLE, partner=st.sampled_from([1, 2, 3]))
    def comes_in(self, who: str, partner: int) -> None:
        if who not in AT_HOME:
            Moves(self.world).come_in(who, "fenna", partner, "deelnemer")

    # --- looking ---

    @rule(who=PEOPLE)
    def looks_everywhere(self, who: str) -> None:
        self.moves().look_everywhere(who)

    @rule(who=ANYBODY, group=st.sampled_from(sorted(GROUPS)))
    def asks_in_a_group(self, who: str, group: str) -> None:
        self.world.in_group(who, Commanded("verdieping"), group)

    @rule(who=PEOPLE, group=st.sampled_from(sorted(GROUPS)), seed=SEEDS)
    def forges(self, who: str, group: str, seed: int) -> None:
        """Buttons that were shown elsewhere."""
        found = [one for one in self.world.shown[-200:] if one.data.startswith(("g:v", "p:samen"))]
        if found:
            button = Random(seed).choice(found)
            if button.data.startswith("g:"):
                self.world.tap(who, button.data, group, button.message)
            else:
                self.world.press(who, button.data, button.message)

    @rule(who=ANYBODY, scope=st.sampled_from(SCOPES))
    def asks_for_a_report(self, who: str, scope: str) -> None:
        self.world.press(who, f"p:rapportmaak:1.1.{scope}.csv")


def _seen_by_others(step: Step) -> object:
    """All that leaves for others than the one who answered."""
    return [(m.chat, m.screen) for m in step.outgoing if m.chat != step.actor], step.reaction, bool(step.toast)


TestInSessions = InSessions.TestCase
TestInSessions.settings = settings(stateful_step_count=15, max_examples=max(6, settings().max_examples // 4))
