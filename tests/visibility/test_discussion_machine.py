"""Random people in phase 2: in the group of all, in private, and around it; see `TalkWatch` for what must hold.

An answer to question 4 is also given twice, with two choices, to see that nobody else can tell before it is shown.
"""

from datetime import timedelta
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from test_group_machine import seen_by_others
from visibility_facts import read_facts
from visibility_reports import SCOPES
from visibility_step import LeakError
from visibility_talk_facts import NEEDED
from visibility_talk_moves import ALFA, BETA, LEADS, TalkMoves
from visibility_talk_rules import ON_PANEL
from visibility_world import ANONYMOUS, CHATS, OUTSIDERS, SLUGS, World, _connection

from bot.domain.ids import ChatId, CollaborationId
from bot.domain.rounds import Phase, RoundMode, RoundState
from bot.turn.incoming import CameOrWent, Moved, Tapped

SEEDS = st.integers(0, 2**16)
ANYBODY = st.sampled_from((*SLUGS, ANONYMOUS))
PEOPLE = st.sampled_from(SLUGS)
TALKING = st.sampled_from(("alfa", "alfa", "beta"))
CHOICES = st.sampled_from(("ja", "enigszins", "nee"))
STEERS = (
    "vraagna",
    "vraagna",
    "vraagvoor",
    "tijd",
    "samenvatting",
    "pauze",
    "toonnodig",
    "leid",
    "motievenronde",
    "scanronde",
    "meteen",
)
PANEL = tuple(what for what in ON_PANEL if what != "sluitnu")
MEMBERS = {"alfa": ALFA, "beta": BETA}
FAR = ("revealed", "begun", "needed", "goals", "home", "closed")


@cache
def revealed() -> object:
    """Alfa was revealed; Beta has a round of phase 2 alone."""
    world = World()
    moves = TalkMoves(world, seed=1)
    for who, partner in [("anna", "Opleiding Noord"), ("carla", "Zorggroep Oost"), ("bas", "Bureau Zuid")]:
        moves.fill_in(who, moves.run_of(partner))
        moves.settle(who, moves.run_of(partner))
    moves.reveal(1)
    assert world.facts.rounds[1][1] == "revealed"
    world.database.run_sync(_alone)
    world.facts = world.database.run_sync(lambda uow: read_facts(_connection(uow)))
    kept = world.keep()
    world.close()
    return kept


def _alone(uow: object) -> None:
    rounds = uow.rounds  # type: ignore[attr-defined]
    before = rounds.latest(CollaborationId(2))
    rounds.set_state(before.id, RoundState.CLOSED)
    made = rounds.add(
        before.collaboration, RoundMode.APART, frozenset({Phase.ALIGNMENT}), before.content_version, deadline=None
    )
    rounds.set_state(made.id, RoundState.REVEALED)


@cache
def begun(far: str) -> object:
    """The talk has come this far, in both."""
    world = World()
    world.go_back(revealed())
    moves = TalkMoves(world, seed=FAR.index(far))
    until = {"begun": "f2.b2", "needed": "f2.b4", "goals": "f2.b5", "home": "f2.b6", "closed": "f2.b6"}
    if far in until:
        moves.converse("alfa", ALFA, until[far])
        moves.converse("beta", BETA, "f2.b1")
    if far in ("home", "closed"):
        led = moves.led("alfa")
        assert led is not None
        for who in ("anna", "tess"):
            moves.take_home(who, led.run)
    if far == "closed":
        moves.close("alfa")
        moves.check_minutes("anna", led.run, right=True)
    kept = world.keep()
    world.close()
    return kept


class InPhase2(RuleBasedStateMachine):
    """Everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def teardown(self) -> None:
        self.world.close()

    def moves(self, seed: int) -> TalkMoves:
        return TalkMoves(self.world, seed)

    def runs(self) -> list[int]:
        return [led.run for led in self.world.facts.phase_2.led.values()] or [0]

    @initialize(far=st.sampled_from(FAR))
    def begins(self, far: str) -> None:
        self.world.go_back(begun(far))

    # --- leading ---

    @rule(who=ANYBODY, group=st.sampled_from(("alfa", "beta", "noord", "vreemd")))
    def talks(self, who: str, group: str) -> None:
        self.moves(0).talk(who, group)

    @rule(group=TALKING, seed=SEEDS, what=st.sampled_from(STEERS))
    def steers(self, group: str, seed: int, what: str) -> None:
        moves = self.moves(seed)
        leads = [moves.leader(group), moves.leader(group), LEADS[group][0]]
        moves.press_in(moves.random.choice(leads), group, what)

    @rule(group=TALKING, seed=SEEDS, what=st.sampled_from(PANEL))
    def steers_from_the_panel(self, group: str, seed: int, what: str) -> None:
        moves = self.moves(seed)
        leads = [moves.leader(group), moves.leader(group), LEADS[group][0]]
        moves.steer(moves.random.choice(leads), group, what)

    @rule(group=TALKING, seed=SEEDS, long=st.sampled_from(("schrijf2", "schrijf4")), ends=st.booleans())
    def writes_first(self, group: str, seed: int, long: str, ends: bool) -> None:
        moves = self.moves(seed)
        moves.steer(moves.leader(group), group, long)
        for who in moves.random.choices(MEMBERS[group], k=3):
            moves.quietly(who, group)
        if ends:
            moves.steer(moves.leader(group), group, "laatzien")

    @rule(who=PEOPLE, group=TALKING, seed=SEEDS)
    def writes_quietly(self, who: str, group: str, seed: int) -> None:
        self.moves(seed).quietly(who, group)

    @rule(who=PEOPLE, group=TALKING, what=st.sampled_from(PANEL))
    def steers_from_no_panel(self, who: str, group: str, what: str) -> None:
        self.moves(0).steer(who, group, what)

    @rule(group=TALKING, what=st.sampled_from(STEERS), back=st.booleans())
    def the_panel_reaches_nobody(self, group: str, what: str, back: bool) -> None:
        """Whoever leads blocks the bot, and leads below the question."""
        moves = self.moves(0)
        who = moves.leader(group)
        self.world.say(who, CameOrWent(here=False))
        moves.press_in(who, group, what)
        if back:
            self.world.say(who, CameOrWent(here=True))

    @rule(who=ANYBODY, group=TALKING, what=st.sampled_from((*STEERS, "sluit")))
    def steers_or_not(self, who: str, group: str, what: str) -> None:
        self.moves(0).press_in(who, group, what)

    @rule(group=TALKING, seed=SEEDS)
    def takes_over(self, group: str, seed: int) -> None:
        moves = self.moves(seed)
        who = moves.random.choice(LEADS[group])
        moves.talk(who, group)
        moves.press_in(who, group, "leid")

    @rule(group=TALKING, seed=SEEDS, question=st.sampled_from(["f2.b1", "f2.b3", "f2.b4", "f2.b5", "f2.b6"]))
    def goes_to(self, group: str, seed: int, question: str) -> None:
        self.moves(seed).go_to(group, question)

    @rule(group=TALKING)
    def closes(self, group: str) -> None:
        self.moves(0).close(group)

    @rule(seed=SEEDS, what=st.sampled_from(("motievenronde", "scanronde", "meteen")))
    def begins_alone(self, seed: int, what: str) -> None:
        """Where there was no phase 1: with the motives on boards, or with guesses."""
        moves = self.moves(seed)
        moves.talk("gijs", "beta")
        moves.press_in("gijs", "beta", what)
        for _ in range(2):
            moves.all_vote("beta", ("ja", "ja", "ja", "ja", "enigszins"))
            moves.lead("gijs", "beta", "toon")
            moves.lead("gijs", "beta", "verder")
        if what == "scanronde":
            for who in moves.random.sample(MEMBERS["beta"], 5):
                for run in moves.runs(who):
                    if self.world.facts.runs[run][0] in self.world.facts.alone:
                        moves.scan(who, run)
        moves.talk("gijs", "beta")

    # --- saying ---

    @rule(who=ANYBODY, group=TALKING, seed=SEEDS, edits=st.booleans())
    def answers(self, who: str, group: str, seed: int, edits: bool) -> None:
        self.moves(seed).answer(who, group, edits=edits)

    @rule(group=TALKING, seed=SEEDS)
    def several_answer(self, group: str, seed: int) -> None:
        moves = self.moves(seed)
        for who in moves.random.choices(MEMBERS[group], k=4):
            moves.answer(who, group, edits=moves.random.random() < 0.3)
            moves.say_again(who, group, "punt", edits=moves.random.random() < 0.3)

    @rule(who=ANYBODY, group=TALKING, seed=SEEDS, name=st.sampled_from(["punt", "doel"]), edits=st.booleans())
    def speaks(self, who: str, group: str, seed: int, name: str, edits: bool) -> None:
        self.moves(seed).say_again(who, group, name, edits=edits)

    @rule(who=PEOPLE, group=st.sampled_from(("noord", "vreemd")), name=st.sampled_from(["punt", "doel"]))
    def speaks_elsewhere(self, who: str, group: str, name: str) -> None:
        self.world.speak(who, group, name, self.world.secret(who))

    @rule(who=st.sampled_from(ALFA), group=TALKING, seed=SEEDS)
    def says_nothing(self, who: str, group: str, seed: int) -> None:
        """A sticker, or only the command."""
        moves = self.moves(seed)
        for message, _ in moves.stands(group)[-1:]:
            self.world.reply(who, group, message, "")
        self.world.speak(who, group, "doel", " ")
        self.world.speak(who, group, "punt", "")

    @rule(group=TALKING, seed=SEEDS, choice=CHOICES, other=CHOICES)
    def chooses(self, group: str, seed: int, choice: str, other: str) -> None:
        """With another choice nobody else would have seen anything else."""
        moves = self.moves(seed)
        who = moves.random.choice(MEMBERS[group])
        kept = self.world.keep()
        moves.need(who, group, other)
        before = self.world.last
        self.world.go_back(kept)
        moves.need(who, group, choice)
        after, led = self.world.last, moves.led(group)
        if (
            led is None
            or before is None
            or after is None
            or self.world.facts.phase_2.asked.get((led.id, NEEDED), (0, True))[1]
        ):
            return
        tapped = [step.body.data.split(".")[-1] for step in (before, after) if isinstance(step.body, Tapped)]
        if tapped == [other, choice] and seen_by_others(before) != seen_by_others(after):
            raise LeakError(f"{who} chose {other} or {choice}: {seen_by_others(before)} / {seen_by_others(after)}")

    @rule(who=ANYBODY, group=TALKING, choice=CHOICES)
    def chooses_or_not(self, who: str, group: str, choice: str) -> None:
        self.moves(0).need(who, group, choice)

    @rule(group=TALKING, seed=SEEDS)
    def all_choose(self, group: str, seed: int) -> None:
        moves = self.moves(seed)
        moves.go_to(group, NEEDED)
        for who in MEMBERS[group]:
            moves.need(who, group, moves.random.choice(("ja", "nee")))
        moves.press_in(moves.leader(group), group, "toonnodig")

    @rule(who=ANYBODY, group=TALKING, seed=SEEDS, verdict=st.sampled_from(("akkoord", "zorg", "bezwaar")))
    def judges(self, who: str, group: str, seed: int, verdict: str) -> None:
        self.moves(seed).judge(who, group, verdict)

    @rule(group=TALKING, seed=SEEDS, agree=st.booleans())
    def all_judge(self, group: str, seed: int, agree: bool) -> None:
        moves = self.moves(seed)
        if agree:
            moves.say_again(moves.leader(group), group, "doel")
        for who in MEMBERS[group]:
            moves.speak_for(who)
            verdict = "akkoord" if agree else moves.random.choice(("akkoord", "zorg", "bezwaar"))
            moves.judge(who, group, verdict, newest=agree)
            if moves.random.random() < 0.3:
                moves.answer(who, group, goals=True)

    @rule(who=PEOPLE, seed=SEEDS, wanted=st.sampled_from(["ja", "nee"]))
    def goes_on_without(self, who: str, seed: int, wanted: str) -> None:
        """A goal, closed without a partner of any collaboration, be it one that takes part."""
        aims = list(self.world.facts.phase_2.aims.values())
        if aims:
            random = Random(seed)
            aim, partner = random.choice(aims), random.choice(list(self.world.facts.partners))
            self.world.press(who, f"p:zonderpartner:{aim.id}.{aim.version}.{partner}.{wanted}")

    @rule(who=PEOPLE, seed=SEEDS)
    def takes_back(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        moves.take_back(who, moves.random.choice(self.runs()))

    @rule(who=PEOPLE, wanted=st.sampled_from(["ja", "nee"]), words=st.integers(1, 9))
    def takes_back_what_is_not_theirs(self, who: str, wanted: str, words: int) -> None:
        self.world.press(who, f"p:trekin:{words}.{wanted}")

    @rule(who=st.sampled_from(("tess", "nina", "bas")), seed=SEEDS)
    def speaks_for_another(self, who: str, seed: int) -> None:
        self.moves(seed).speak_for(who)

    @rule(seed=SEEDS, who=ANYBODY, group=st.sampled_from(("alfa", "beta")))
    def taps(self, seed: int, who: str, group: str) -> None:
        """Any button that ever stood in a group."""
        known = [b for b in self.world.shown if b.data.startswith("g:")]
        if known:
            button = Random(seed).choice(known)
            self.world.tap(who, button.data, group, button.message)
            self.world.press((CHATS.get(who) and who) or "fenna", button.data)

    # --- in private ---

    @rule(who=PEOPLE, seed=SEEDS, skips=st.booleans())
    def takes_home(self, who: str, seed: int, skips: bool) -> None:
        self.moves(seed).take_home(who, Random(seed).choice(self.runs()), skips=skips)

    @rule(people=st.sampled_from((("anna", "bram", "koen"), ("carla", "dora", "tess"), ("gijs", "hugo"))), seed=SEEDS)
    def colleagues_take_home(self, people: tuple[str, ...], seed: int) -> None:
        for who in people:
            for run in self.runs():
                self.moves(seed).take_home(who, run)

    @rule(who=PEOPLE, seed=SEEDS)
    def looks(self, who: str, seed: int) -> None:
        self.moves(seed).look_at_all_of_it(who)

    @rule(who=st.sampled_from(("anna", "carla", "bas", "tess", "fenna", "hugo", "ilse", "bram")), seed=SEEDS)
    def checks(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        run = moves.random.choice(self.runs())
        moves.read_minutes(who, run)
        moves.check_minutes(who, run, right=moves.random.random() < 0.5)

    @rule(group=TALKING, seed=SEEDS, by=PEOPLE)
    def ends(self, group: str, seed: int, by: str) -> None:
        """Closed, checked and fixed."""
        moves = self.moves(seed)
        led = moves.led(group)
        if led is not None:
            if led.state != "closed":
                moves.close(group)
            for who in MEMBERS[group]:
                moves.check_minutes(who, led.run, right=moves.random.random() < 0.7)
            moves.fix(by, led.run)
            moves.fix(moves.leader(group), led.run)
            moves.read_minutes(moves.random.choice(MEMBERS[group]), led.run)

    # --- around it ---

    @rule(who=PEOPLE, seed=SEEDS)
    def leaves(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        if who not in ("fenna", "gijs"):
            moves.leave(who)

    @rule(who=st.sampled_from((*OUTSIDERS, "lars", "rosa", "bram", "hugo")), group=TALKING, seed=SEEDS)
    def joins(self, who: str, group: str, seed: int) -> None:
        self.moves(seed).join(who, group)

    @rule(who=st.sampled_from((*OUTSIDERS, "dora")), partner=st.integers(1, 5), stakeholder=st.booleans())
    def comes_in(self, who: str, partner: int, stakeholder: bool) -> None:
        role = "betrokkene" if stakeholder else "deelnemer"
        self.moves(0).come_in(who, "fenna" if partner < 4 else "gijs", partner, role)

    @rule(who=PEOPLE, by=st.sampled_from(("fenna", "gijs", "anna")))
    def removes(self, who: str, by: str) -> None:
        self.moves(0).remove(who, by)

    @rule(who=PEOPLE, group=TALKING)
    def the_bot_is_removed(self, who: str, group: str) -> None:
        self.world.in_group(who, CameOrWent(False), group)
        self.world.in_group(who, CameOrWent(True), group)
        self.moves(0).bind(LEADS[group][0], group)

    @rule(group=TALKING)
    def becomes_a_supergroup(self, group: str) -> None:
        self.world.in_group(ANONYMOUS, Moved(ChatId(self.world.groups[group] - 1000)), group)

    @rule(hours=st.sampled_from([0.1, 0.3, 30]))
    def time_passes(self, hours: float) -> None:
        self.world.wait(timedelta(hours=hours))

    @rule()
    def restarts(self) -> None:
        self.world.restart()

    @rule(
        who=PEOPLE,
        round_=st.sampled_from([1, 1, 2]),
        scope=st.sampled_from(SCOPES),
        form=st.sampled_from(["csv", "csv", "ics"]),
    )
    def asks_for_a_report(self, who: str, round_: int, scope: str, form: str) -> None:
        self.world.press(who, f"p:rapportmaak:{min(round_, 2)}.{round_}.{scope}.{form}")


TestInPhase2 = InPhase2.TestCase
TestInPhase2.settings = settings(stateful_step_count=18, max_examples=max(8, settings().max_examples // 3))
