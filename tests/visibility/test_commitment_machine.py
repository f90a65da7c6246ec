"""Random people do random things in phase 3; what they write reaches only those the table of the promise names.

Each text exists only once. After every step all that was sent, said in a toast, drawn or logged is read.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from visibility_calendar import fetch
from visibility_commitment_world import FAR, LEVELS, NEVER, SOON, CommitmentMoves, CommitmentWorld
from visibility_moves import Moves
from visibility_reports import SCOPES
from visibility_world import CHATS, GROUPS

from bot.turn.incoming import Commanded, Said

SEEDS = st.integers(0, 2**16)
INSIDE = ("anna", "bram", "bas", "koen", "carla", "dora", "tess")
ANYBODY = st.sampled_from([*INSIDE, "fenna", "gijs", "hugo", "odin"])
SOMEBODY = st.sampled_from(INSIDE)
AT_HOME = {"anna": 1, "bram": 1, "carla": 2, "dora": 2}
"""Who takes part for one partner only: whoever moves between two is in the cases."""
QUESTIONS = ("f3.com.4", "f3.inv.1", "f3.inv.2", "f3.cmn.3", "f3.com.1")


@cache
def _begun() -> object:
    """Much was answered, shared and agreed already."""
    world = CommitmentWorld()
    moves = CommitmentMoves(world, seed=1)
    for who in ("anna", "bram", "carla", "bas"):
        for run in world.mine(who):
            moves.answer(who, run, hand_in=who != "bram")
            moves.share(who, run)
    moves.agree("anna", 1, shared=True, owner="bram")
    moves.agree("dora", 2, owner="dora")
    kept = world.keep()
    world.close()
    return kept


class Committing(RuleBasedStateMachine):
    """Everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.world = CommitmentWorld()

    def teardown(self) -> None:
        self.world.close()

    def each_run(self, who: str, seed: int, act: Callable[[CommitmentMoves, int], None]) -> None:
        moves = CommitmentMoves(self.world, seed)
        runs = self.world.mine(who)
        for run in runs if seed % 8 else self.world.runs():  # now and then those of others
            act(moves, run)

    @initialize(far=st.booleans())
    def begins(self, far: bool) -> None:
        if far:
            self.world.go_back(_begun())

    # --- answers ---

    @rule(who=SOMEBODY, seed=SEEDS, until=st.sampled_from([6, 60, 60]), hand_in=st.booleans())
    def answers(self, who: str, seed: int, until: int, hand_in: bool) -> None:
        self.each_run(who, seed, lambda moves, run: moves.answer(who, run, until=until, hand_in=hand_in))

    @rule(who=SOMEBODY, seed=SEEDS, level=st.sampled_from(LEVELS))
    def changes(self, who: str, seed: int, level: str) -> None:
        self.each_run(who, seed, lambda moves, run: moves.change(who, run, level))

    @rule(who=SOMEBODY, seed=SEEDS, times=st.integers(1, 4))
    def shares(self, who: str, seed: int, times: int) -> None:
        self.each_run(who, seed, lambda moves, run: moves.share(who, run, times))

    @rule(who=SOMEBODY, seed=SEEDS, shared=st.booleans())
    def closes(self, who: str, seed: int, shared: bool) -> None:
        self.each_run(who, seed, lambda moves, run: moves.close(who, run, shared=shared))

    # --- agreements ---

    @rule(
        who=st.sampled_from(sorted(AT_HOME)),
        seed=SEEDS,
        joint=st.booleans(),
        shared=st.booleans(),
        owner=st.sampled_from(["", "anna", "bram", "carla", "dora"]),
        until=st.sampled_from([2, 14, 14]),
        day=st.sampled_from([SOON, FAR, NEVER]),
    )
    def agrees(self, who: str, seed: int, joint: bool, shared: bool, owner: str, until: int, day: str) -> None:
        partner = 0 if joint else AT_HOME[who]
        CommitmentMoves(self.world, seed).agree(who, partner, shared=shared, owner=owner, until=until, day=day)

    @rule(who=ANYBODY, seed=SEEDS)
    def says_how_it_goes(self, who: str, seed: int) -> None:
        for id_ in self.world.agreements()[-3:]:
            CommitmentMoves(self.world, seed).say_how_it_goes(who, id_)

    @rule(who=st.sampled_from(sorted(AT_HOME)), seed=SEEDS, question=st.sampled_from(QUESTIONS))
    def agrees_from_an_answer(self, who: str, seed: int, question: str) -> None:
        self.each_run(who, seed, lambda moves, run: moves.agree_from(who, run, question))

    @rule(who=ANYBODY, seed=SEEDS, act=st.sampled_from(["afspraakdeel", "gedaan", "vervalt", "looptnog", "overdragen"]))
    def changes_an_agreement(self, who: str, seed: int, act: str) -> None:
        moves = CommitmentMoves(self.world, seed)
        for id_ in self.world.agreements()[-3:]:
            wanted = moves.random.choice([".ja", ".nee"]) if act == "afspraakdeel" else ""
            self.world.press(who, f"p:{act}:{id_}{wanted}")
            if act == "looptnog":
                self.world.say(who, Said("over twee weken"))
            people = [d for d in moves.buttons(who, "p:overdragenaan:").values() if self._at_home(d)]
            if people:
                self.world.press(who, moves.random.choice(people))

    @rule(who=ANYBODY, seed=SEEDS)
    def rewrites_an_agreement(self, who: str, seed: int) -> None:
        for id_ in self.world.agreements()[-3:]:
            CommitmentMoves(self.world, seed).rewrite(who, id_)

    def _at_home(self, data: str) -> bool:
        person = int(data.rpartition(".")[2])
        return any(self.world.facts.people.get(CHATS[slug]) == person for slug in AT_HOME)

    @rule(who=ANYBODY, seed=SEEDS, result=st.sampled_from(["behaald", "deels", "nog_niet"]))
    def looks_back(self, who: str, seed: int, result: str) -> None:
        moves = CommitmentMoves(self.world)
        for id_ in self.world.agreements()[-3:]:
            self.world.press(who, f"p:terugkijken:{id_}")
            if found := [data for data in moves.buttons(who, "p:terugblik:").values() if f".{result}." in data]:
                self.world.press(who, found[0])

    @rule(who=ANYBODY)
    def notes(self, who: str) -> None:
        for id_ in self.world.agreements()[-2:]:
            self.world.press(who, f"p:notitie:{id_}")
            if any(chat == CHATS[who] and "erbij zetten" in screen.html for chat, screen in self.world.latest):
                CommitmentMoves(self.world).write(who)

    # --- looking ---

    @rule(who=ANYBODY, seed=SEEDS)
    def looks_everywhere(self, who: str, seed: int) -> None:
        CommitmentMoves(self.world, seed).look_everywhere(who)

    @rule(who=SOMEBODY, group=st.sampled_from(sorted(GROUPS)), name=st.sampled_from(["afspraken", "overzicht"]))
    def looks_in_a_group(self, who: str, group: str, name: str) -> None:
        self.world.in_group(who, Commanded(name), group)

    @rule(who=ANYBODY, seed=SEEDS, times=st.integers(1, 6))
    def forges(self, who: str, seed: int, times: int) -> None:
        """Buttons that were shown to somebody else."""
        chance = Random(seed)
        pages = [one for one in self.world.shown[-200:] if one.data.startswith(("p:afspraak:", "p:fase3", "p:del"))]
        for _ in range(times if pages else 0):
            button = chance.choice(pages)
            self.world.press(who, button.data, button.message)

    # --- the rest ---

    @rule(days=st.sampled_from([1, 8, 22, 30, 130]))
    def time_goes_by(self, days: int) -> None:
        self.world.wait(timedelta(days=days))

    @rule()
    def the_round_is_closed(self) -> None:
        self.world.press("fenna", "p:rondesluit:3.ja")

    @rule(who=SOMEBODY, choice=st.sampled_from(["ja", "enigszins", "nee"]))
    def feels(self, who: str, choice: str) -> None:
        self.world.press(who, "p:pols:3")
        for data in CommitmentMoves(self.world).buttons(who, f"p:polszet:3.{choice}").values():
            self.world.press(who, data)

    @rule(who=st.sampled_from(["bram", "dora", "koen"]), removed=st.booleans(), seed=SEEDS)
    def leaves(self, who: str, removed: bool, seed: int) -> None:
        moves = Moves(self.world, seed)
        if removed:
            moves.remove(who, "fenna")
        else:
            moves.leave(who)

    @rule(
        who=st.sampled_from(["odin", "olga"]),
        partner=st.integers(1, 3),
        role=st.sampled_from(["deelnemer", "betrokkene", "leidinggevende"]),
    )
    def comes_in(self, who: str, partner: int, role: str) -> None:
        Moves(self.world).come_in(who, "fenna", partner, role)

    @rule(who=st.sampled_from(["koen", "odin"]))
    def is_erased(self, who: str) -> None:
        self.world.press(who, "p:gegevenswis:")
        for sure in Moves(self.world).pages(who, "p:gegevensweg:"):
            self.world.press(who, sure)

    @rule(who=st.sampled_from(["anna", "carla"]), seed=SEEDS)
    def hands_over(self, who: str, seed: int) -> None:
        moves = CommitmentMoves(self.world, seed)
        self.world.say(who, Commanded("overdracht"))
        stays = f".{self.world.facts.people[CHATS['bas' if who == 'anna' else 'tess']]}"
        if found := [d for d in moves.buttons(who, "p:overdrachtaan:").values() if d.endswith(stays)]:
            self.world.press(who, f"{found[0]}.ja")

    @rule(
        who=ANYBODY,
        round_=st.sampled_from([1, 1, 3]),
        scope=st.sampled_from(SCOPES),
        form=st.sampled_from(["csv", "csv", "ics"]),
    )
    def asks_for_a_report(self, who: str, round_: int, scope: str, form: str) -> None:
        self.world.press(who, f"p:rapportmaak:1.{round_}.{scope}.{form}")

    @rule(who=ANYBODY)
    def has_a_calendar_fetched(self, who: str) -> None:
        fetch(self.world, who)


TestCommitting = Committing.TestCase
TestCommitting.settings = settings(stateful_step_count=12, max_examples=max(5, settings().max_examples // 4))
