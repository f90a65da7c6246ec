"""Random people in groups, and in private in between; nothing is told there that its circle may not see.

A vote is also taken twice, with two choices, to see that nobody else can tell the difference before it is shown.
"""

from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from visibility_moves import Moves
from visibility_reports import SCOPES
from visibility_step import LeakError, Step
from visibility_world import ANONYMOUS, CHATS, GROUPS, OUTSIDERS, SLUGS, World

from bot.domain.ids import ChatId
from bot.rooms import HOUSE
from bot.turn.incoming import CameOrWent, Commanded, Moved, Said, Tapped

SEEDS = st.integers(0, 2**16)
ANYBODY = st.sampled_from((*SLUGS, ANONYMOUS))
PEOPLE = st.sampled_from(SLUGS)
BOUND = st.sampled_from(("noord", "beta", "beta", "west", "alfa"))
ANY_GROUP = st.sampled_from(tuple(GROUPS))
CHOICES = st.sampled_from(("ja", "enigszins", "nee"))
COMMANDS = tuple(name for name in HOUSE.group_command_names if name not in ("gesprek", "punt", "doel"))
"""Without those of phase 2."""
LEADERS = {"noord": ("anna", "fenna"), "beta": ("gijs", "hugo", "ilse"), "west": ("hugo", "gijs"), "alfa": ("fenna",)}
NORTH, WEST, MIDDLE = "Opleiding Noord", "Opleiding West", "Atelier Midden"


@cache
def _begun(far: str) -> object:
    """Boards lie on the table: half answered, shown, or shown after some have handed in and some have settled."""
    world = World()
    moves = Moves(world, seed=3)
    if far == "handed in":
        for who, partner in [("anna", NORTH), ("bram", NORTH), ("gijs", WEST), ("nina", WEST), ("koen", MIDDLE)]:
            moves.scan(who, moves.run_of(partner))
            moves.fill_in(who, moves.run_of(partner))
    for group in ("noord", "beta", "west"):
        leader = LEADERS[group][0]
        world.in_group(leader, Commanded("motieven"), group)
        for who in moves.voters(group)[:2]:
            moves.vote(who, group, moves.random.choice(("ja", "nee")))
        if far != "voted":
            moves.all_vote(group)
            for who in moves.voters(group)[:3]:
                moves.reply(who, group)
    if far in ("handed in", "settled"):
        moves.fill_in("ilse", moves.run_of(MIDDLE))
        moves.settle("ilse", moves.run_of(MIDDLE))
    if far == "settled":
        for who, partner in [("anna", NORTH), ("hugo", WEST)]:
            moves.fill_in(who, moves.run_of(partner))
            moves.settle(who, moves.run_of(partner))
        world.press("hugo", f"p:heropen:{moves.run_of(WEST)}")
    kept = world.keep()
    world.close()
    return kept


class InGroups(RuleBasedStateMachine):
    """Everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def teardown(self) -> None:
        self.world.close()

    def moves(self, seed: int) -> Moves:
        return Moves(self.world, seed)

    @initialize(far=st.sampled_from(["new", "voted", "shown", "handed in", "settled"]))
    def begins(self, far: str) -> None:
        if far != "new":
            self.world.go_back(_begun(far))

    # --- in the group ---

    @rule(who=ANYBODY, name=st.sampled_from(COMMANDS), group=ANY_GROUP, secretly=st.booleans())
    def commands(self, who: str, name: str, group: str, secretly: bool) -> None:
        argument = self.world.secret(group) if secretly and name in ("begrippen", "motieven") else ""
        self.world.in_group(who, Commanded(name, argument), group)

    @rule(
        group=BOUND, seed=SEEDS, what=st.sampled_from(["motieven", "toon", "verder", "verder", "heropen", "overzicht"])
    )
    def leads(self, group: str, seed: int, what: str) -> None:
        moves, who = self.moves(seed), Random(seed).choice(LEADERS[group])
        if what in ("motieven", "overzicht"):
            self.world.in_group(who, Commanded(what), group)
        else:
            moves.lead(moves.random.choice((who, moves.conductor(group, who))), group, what)

    @rule(group=BOUND, seed=SEEDS, name=st.sampled_from(["motieven", "gesprek"]))
    def takes_over(self, group: str, seed: int, name: str) -> None:
        """Somebody asks for the board, and leads from there on, if they may; those who may not try as well."""
        chance = Random(seed)
        for who in (chance.choice(LEADERS[group]), chance.choice(SLUGS)):
            self.world.in_group(who, Commanded(name), group)
            for message, data in self.moves(seed).on_table(group, "g:bordleid:")[-1:]:
                self.world.tap(who, data, group, message)

    @rule(group=BOUND, seed=SEEDS, what=st.sampled_from(["toon", "verder", "heropen"]), back=st.booleans())
    def the_panel_reaches_nobody(self, group: str, seed: int, what: str, back: bool) -> None:
        """Whoever leads blocks the bot, and leads below the board."""
        moves = self.moves(seed)
        who = moves.conductor(group, LEADERS[group][0])
        self.world.say(who, CameOrWent(here=False))
        for message, data in moves.on_table(group, f"g:{what}:")[-1:]:
            self.world.tap(who, data, group, message)
        if back:
            self.world.say(who, CameOrWent(here=True))

    @rule(who=ANYBODY, group=BOUND, what=st.sampled_from(["toon", "verder", "heropen"]))
    def leads_or_not(self, who: str, group: str, what: str) -> None:
        self.moves(0).lead(who, group, what)

    @rule(seed=SEEDS, group=BOUND, choice=CHOICES, other=CHOICES)
    def votes(self, seed: int, group: str, choice: str, other: str) -> None:
        """One of those who have a seat. With another choice nobody else would have seen anything else."""
        moves = self.moves(seed)
        voters = moves.voters(group)
        if not voters:
            return
        who = moves.random.choice(voters)
        kept = self.world.keep()
        self.moves(seed).vote(who, group, other)
        before = self.world.last
        self.world.go_back(kept)
        self.moves(seed).vote(who, group, choice)
        board = self.moves(0).board(group)
        after = self.world.last
        if board is None or board.state != "open" or before is None or after is None:
            return
        own_is_no_nee = board.author == self.world.facts.people[CHATS[who]]
        if any("al in een andere groep getoond" in (step.toast or "") for step in (before, after)):
            return  # what was shown elsewhere stays as it is: another choice is refused, the same is confirmed
        tapped = [step.body.data.split(".")[-1] for step in (before, after) if isinstance(step.body, Tapped)]
        seen = seen_by_others(before), seen_by_others(after)
        if tapped == [other, choice] and not own_is_no_nee and seen[0] != seen[1]:
            raise LeakError(f"{who} voted {other} or {choice}: {seen[0]} / {seen[1]}")

    @rule(who=ANYBODY, group=BOUND, choice=CHOICES)
    def votes_or_not(self, who: str, group: str, choice: str) -> None:
        self.moves(0).vote(who, group, choice)

    @rule(group=BOUND, seed=SEEDS)
    def goes_on(self, group: str, seed: int) -> None:
        """The next motive, some or all of the votes, the result, what people hope for; perhaps all over again."""
        moves = self.moves(seed)
        self.world.in_group(moves.random.choice(LEADERS[group]), Commanded("motieven"), group)
        leader = moves.conductor(group, LEADERS[group][0])
        for what in ("toon", "verder"):
            moves.lead(leader, group, what)
        for again in (False, True):
            if moves.random.random() < 0.5:
                moves.all_vote(group)
            for who in moves.random.sample(moves.voters(group), len(moves.voters(group)) // 2):
                moves.vote(who, group, moves.random.choice(("ja", "enigszins", "nee")))
            moves.lead(leader, group, "toon")
            for who in moves.voters(group)[:2]:
                moves.reply(who, group, edits=again)
            if again or moves.random.random() < 0.5:
                break
            moves.lead(leader, group, "heropen")

    @rule(group=BOUND, seed=SEEDS)
    def all_vote(self, group: str, seed: int) -> None:
        self.moves(seed).all_vote(group)

    @rule(seed=SEEDS, who=ANYBODY, group=ANY_GROUP, elsewhere=st.booleans())
    def taps(self, seed: int, who: str, group: str, elsewhere: bool) -> None:
        """Any button that ever stood in that group, or anywhere else."""
        chance = Random(seed)
        known = [b for b in self.world.shown if elsewhere or b.chat == self.world.groups[group]]
        if known:
            button = chance.choice(known)
            self.world.tap(who, button.data, group, button.message)

    @rule(
        who=PEOPLE, data=st.sampled_from(["g:stem:1.1.ja", "g:stem:1.1.misschien", "g:toon:99.1", "g:x:1", "g:stem:²"])
    )
    def makes_up(self, who: str, data: str) -> None:
        self.world.tap(who, data, "noord")
        self.world.press(who, data)

    @rule(who=ANYBODY, group=BOUND, seed=SEEDS, edits=st.booleans())
    def replies(self, who: str, group: str, seed: int, edits: bool) -> None:
        self.moves(seed).reply(who, group, edits=edits)

    @rule(who=PEOPLE, group=ANY_GROUP)
    def says(self, who: str, group: str) -> None:
        self.world.in_group(who, Said(self.world.secret(group)), group)

    @rule(who=PEOPLE, group=ANY_GROUP, seed=SEEDS)
    def binds(self, who: str, group: str, seed: int) -> None:
        self.moves(seed).bind(who, group)

    @rule(who=PEOPLE, seed=SEEDS)
    def changes_groups(self, who: str, seed: int) -> None:
        self.moves(seed).change_groups(who)

    @rule(who=PEOPLE, group=ANY_GROUP)
    def the_bot_is_removed(self, who: str, group: str) -> None:
        self.world.in_group(who, CameOrWent(False), group)
        self.world.in_group(who, CameOrWent(True), group)
        self.moves(0).bind(LEADERS.get(group, ("fenna",))[0], group)

    @rule(group=ANY_GROUP)
    def becomes_a_supergroup(self, group: str) -> None:
        self.world.in_group(ANONYMOUS, Moved(ChatId(self.world.groups[group] - 1000)), group)

    # --- in private, in between ---

    @rule(who=st.sampled_from((*OUTSIDERS, "lars", "rosa", "fenna", "bram")), group=BOUND, seed=SEEDS)
    def joins(self, who: str, group: str, seed: int) -> None:
        self.moves(seed).join(who, group)

    @rule(who=PEOPLE, seed=SEEDS)
    def leaves(self, who: str, seed: int) -> None:
        if who not in ("fenna", "gijs"):
            self.moves(seed).leave(who)

    @rule(who=PEOPLE, by=st.sampled_from(["anna", "hugo", "ilse", "fenna", "gijs"]), seed=SEEDS)
    def removes(self, who: str, by: str, seed: int) -> None:
        self.moves(seed).remove(who, by)

    @rule(group=BOUND, seed=SEEDS, fills_in=st.booleans())
    def a_voter_comes_back(self, group: str, seed: int, fills_in: bool) -> None:
        """Leaves while a board is on the table, and joins again with the link."""
        moves = self.moves(seed)
        voters = [who for who in moves.voters(group) if who not in ("fenna", "gijs")]
        if voters:
            who = moves.random.choice(voters)
            moves.leave(who)
            moves.join(who, group)
            for run in moves.runs(who) if fills_in else ():
                moves.fill_in(who, run, until=moves.random.choice([4, 30]))
            self.world.in_group(LEADERS[group][0], Commanded("motieven"), group)

    @rule(who=PEOPLE, seed=SEEDS)
    def puts_an_own_motive(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            moves.fill_in(who, run, talkative=0.8)
            moves.put_own(who, run)

    @rule(who=PEOPLE, seed=SEEDS, until=st.sampled_from([5, 30, 150, 150]))
    def fills_in(self, who: str, seed: int, until: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            moves.fill_in(who, run, until=until)

    @rule(seed=SEEDS, partner=st.sampled_from([NORTH, WEST, MIDDLE]))
    def a_partner_settles(self, seed: int, partner: str) -> None:
        moves = self.moves(seed)
        run = moves.run_of(partner)
        people = [who for who in SLUGS if run in moves.runs(who)]
        for who in people:
            if moves.random.random() < 0.7:
                moves.fill_in(who, run)
        for who in people:
            moves.settle(who, run)

    @rule(who=PEOPLE, seed=SEEDS)
    def changes_what_was_handed_in(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            self.world.press(who, f"p:wijzig:{run}")
            rows = [data for option, data in moves.options(who).items() if option.startswith("@")]
            if rows:
                self.world.press(who, moves.random.choice(rows))
                self.world.say(who, Said(moves.random.choice(["ja", "nee", "enigszins"])))

    @rule(who=PEOPLE, seed=SEEDS)
    def opens_again(self, who: str, seed: int) -> None:
        for run in self.moves(seed).runs(who):
            self.world.press(who, f"p:heropen:{run}")

    @rule(seed=SEEDS, round_=st.sampled_from([1, 2, 2]), group=st.sampled_from(["alfa", "beta"]))
    def reveals(self, seed: int, round_: int, group: str) -> None:
        """Some were seen in the group of all, others were not; then a partner comes later."""
        moves = self.moves(seed)
        for who in moves.random.sample(SLUGS, 4):
            self.world.in_group(who, Commanded("overzicht"), group)
        moves.reveal(round_)
        for who, partner in [("hugo", WEST), ("anna", NORTH)]:
            moves.settle(who, moves.run_of(partner))
        self.world.in_group("fenna" if group == "alfa" else "gijs", Commanded("overzicht"), group)

    @rule(
        seed=SEEDS,
        round_=st.sampled_from([1, 2]),
        what=st.sampled_from(["onthulsamen", "onthulna", "onthulna", "onthulvoor", "onthuldelen"]),
        leads=st.booleans(),
    )
    def goes_through_the_reveal(self, seed: int, round_: int, what: str, leads: bool) -> None:
        moves = self.moves(seed)
        who = ("fenna" if round_ == 1 else "gijs") if leads else moves.random.choice(SLUGS)
        moves.go_through(who, round_, *(["onthulsamen", "onthulna"] if what == "onthulsamen" else [what]))

    @rule(who=PEOPLE, seed=SEEDS)
    def looks_everywhere(self, who: str, seed: int) -> None:
        self.moves(seed).look_everywhere(who)

    @rule(
        who=PEOPLE,
        round_=st.sampled_from([1, 1, 2]),
        scope=st.sampled_from(SCOPES),
        form=st.sampled_from(["csv", "csv", "ics"]),
    )
    def asks_for_a_report(self, who: str, round_: int, scope: str, form: str) -> None:
        self.world.press(who, f"p:rapportmaak:{min(round_, 2)}.{round_}.{scope}.{form}")

    @rule()
    def restarts(self) -> None:
        self.world.restart()


def seen_by_others(step: Step) -> object:
    """All that leaves, apart from what the one who acts is told."""
    told = [(m.chat, m.screen, m.picture) for m in step.outgoing if m.chat != step.actor]
    return told, step.logged, step.turn_log, step.reaction


TestInGroups = InGroups.TestCase
TestInGroups.settings = settings(stateful_step_count=18, max_examples=max(8, settings().max_examples // 3))
