"""Random people do random things; whatever leaves the bot reaches only who may see it, and nothing accepted is lost.

Each person types texts that exist only once. After every single step `Watch` reads all that was sent, said in a toast,
drawn or logged, and compares it with the table of the promise.
"""

from datetime import timedelta
from functools import cache
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from visibility_moves import Moves
from visibility_reports import SCOPES
from visibility_world import CHATS, GROUPS, OUTSIDERS, SLUGS, World

from bot.rooms import HOUSE
from bot.turn.incoming import CameOrWent, Commanded, Said, Showed

SEEDS = st.integers(0, 2**16)
ANYBODY = st.sampled_from(SLUGS)
ARGUMENTS = (
    "",
    "0",
    "1",
    "2",
    "3",
    "5",
    "9",
    "99",
    "1.1.0",
    "1.1.00000000.00000000.gedekt",
    "1.matrix.0",
    "1.spiegel",
    "2.aanbod",
    "x",
    "-1",
    "1.",
    "²",
)
WORDS = ("ja", "n", "enigszins", "1", "2", "99", "overslaan", "indienen", "vaststellen", "‹ terug", "klaar", " ", "/")
NORTH, EAST, SOUTH = "Opleiding Noord", "Zorggroep Oost", "Bureau Zuid"
COMMANDS = (*(one.name for one in HOUSE.commands), "verdieping", "bestaatniet")


@cache
def _begun(*, revealed: bool) -> object:
    """Two of three partners have settled; the third began."""
    world = World()
    moves = Moves(world, seed=1)
    for who, partner in [("anna", NORTH), ("bram", NORTH), ("koen", NORTH), ("carla", EAST), ("tess", EAST)]:
        moves.scan(who, moves.run_of(partner))
        moves.fill_in(who, moves.run_of(partner))
    moves.fill_in("bas", moves.run_of(SOUTH))
    moves.settle("anna", moves.run_of(NORTH))
    moves.settle("carla", moves.run_of(EAST))
    if revealed:
        moves.reveal(1)
    kept = world.keep()
    world.close()
    return kept


class People(RuleBasedStateMachine):
    """Everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def teardown(self) -> None:
        self.world.close()

    def moves(self, seed: int) -> Moves:
        return Moves(self.world, seed)

    @initialize(far=st.sampled_from(["new", "settled", "revealed"]))
    def begins(self, far: str) -> None:
        """Much that matters happens late."""
        if far != "new":
            self.world.go_back(_begun(revealed=far == "revealed"))

    # --- one thing at a time ---

    @rule(who=ANYBODY, name=st.sampled_from(COMMANDS), secretly=st.booleans())
    def commands(self, who: str, name: str, secretly: bool) -> None:
        argument = self.world.secret(who) if secretly and name == "begrippen" else ""
        self.world.say(who, Commanded(name, argument))

    @rule(who=ANYBODY, name=st.sampled_from(COMMANDS), times=st.integers(1, 4))
    def types(self, who: str, name: str, times: int) -> None:
        """Into whatever is open after a command; most often a form."""
        self.world.say(who, Commanded(name))
        for _ in range(times):
            self.moves(times).write(who)

    @rule(who=ANYBODY, words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
    def says(self, who: str, words: list[str]) -> None:
        self.world.say(who, *map(Said, words))

    @rule(who=ANYBODY, length=st.integers(3990, 4096), sent=st.integers(0, 3), again=st.booleans())
    def says_much(self, who: str, length: int, sent: int, again: bool) -> None:
        """What Telegram's apps cut in two."""
        planted = self.world.secret(who)
        self.world.say(who, Said(planted.ljust(length, "x"), sent))
        if again:
            self.world.say(who, Said(self.world.secret(who), sent + 1))

    @rule(seed=SEEDS, who=ANYBODY, times=st.integers(1, 8))
    def taps(self, seed: int, who: str, times: int) -> None:
        """Any button that this person was ever shown, most often a late one."""
        chance = Random(seed)
        for _ in range(times):
            mine = [b for b in self.world.shown if b.chat == CHATS[who]]
            if not mine:
                self.world.say(who, Commanded("menu"))
                continue
            button = chance.choice(mine[-12:] if chance.random() < 0.8 else mine)
            self.world.press(who, button.data, button.message)

    @rule(seed=SEEDS, who=ANYBODY, times=st.integers(1, 8))
    def forges(self, seed: int, who: str, times: int) -> None:
        """Buttons that were shown to somebody else."""
        chance = Random(seed)
        for _ in range(times):
            if self.world.shown:
                button = chance.choice(self.world.shown)
                self.world.press(who, button.data, button.message)

    @rule(who=ANYBODY, page=st.sampled_from(sorted(HOUSE.pages)), argument=st.sampled_from(ARGUMENTS))
    def forges_a_page(self, who: str, page: str, argument: str) -> None:
        self.world.press(who, f"p:{page}:{argument}")

    @rule(seed=SEEDS, who=ANYBODY)
    def forges_a_talk(self, seed: int, who: str) -> None:
        chance = Random(seed)
        talks = [*self.world.facts.talks, 0, 99999]
        option = chance.choice(["ja", "!", "<", "~", "#0", "#1", "@prep.review", "@f1.r6", "indienen", "vaststellen"])
        self.world.press(who, f"c:{chance.choice(talks)}:{chance.randrange(40)}:{option}")

    @rule(
        who=ANYBODY, name=st.sampled_from((*COMMANDS, *HOUSE.group_command_names)), group=st.sampled_from(tuple(GROUPS))
    )
    def in_a_group(self, who: str, name: str, group: str) -> None:
        """What is typed there was read there already, and comes back nowhere else."""
        self.world.in_group(who, Commanded(name, self.world.secret(group)), group)
        self.world.in_group(who, Said(self.world.secret(group)), group)

    @rule(who=ANYBODY, body=st.sampled_from([Showed(), CameOrWent(False), CameOrWent(True)]))
    def shows_or_blocks(self, who: str, body: Showed | CameOrWent) -> None:
        self.world.say(who, body)

    @rule(hours=st.sampled_from([1, 12, 72, 200, 400]))
    def time_goes_by(self, hours: int) -> None:
        self.world.wait(timedelta(hours=hours))

    @rule()
    def restarts(self) -> None:
        self.world.restart()

    # --- longer moves ---

    @rule(who=ANYBODY, seed=SEEDS, until=st.sampled_from([5, 20, 150, 150, 150]))
    def fills_in(self, who: str, seed: int, until: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            moves.fill_in(who, run, until=until)

    @rule(seed=SEEDS, partner=st.sampled_from([NORTH, EAST, SOUTH, "Atelier Midden"]))
    def a_partner_fills_in(self, seed: int, partner: str) -> None:
        """All of a partner, and whoever may settle does so."""
        moves = self.moves(seed)
        run = moves.run_of(partner)
        people = [who for who in SLUGS if run in moves.runs(who)]
        for who in people:
            if moves.random.random() < 0.5:
                moves.scan(who, run)
            moves.fill_in(who, run)
        for who in people:
            moves.settle(who, run)

    @rule(who=ANYBODY, seed=SEEDS, until=st.sampled_from([4, 150, 150]))
    def enters_a_paper(self, who: str, seed: int, until: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            moves.enter_paper(who, run, until=until)

    @rule(who=ANYBODY, seed=SEEDS)
    def confirms_papers(self, who: str, seed: int) -> None:
        self.moves(seed).confirm_papers(who)

    @rule(
        who=ANYBODY,
        what=st.sampled_from(["namensnee:{}.ja", "namensweg:{}.ja", "namenswijzig:{}", "namensja:{}", "namensvan:{}"]),
        seed=SEEDS,
    )
    def does_something_with_a_paper(self, who: str, what: str, seed: int) -> None:
        for paper in self.world.facts.papers:
            self.world.press(who, f"p:{what.format(paper)}")
            self.moves(seed).go_on_with_paper(who, 2, 0.5)

    @rule(seed=SEEDS, partner=st.sampled_from([NORTH, EAST, SOUTH]))
    def a_paper_of_a_partner(self, seed: int, partner: str) -> None:
        """From the table to the signature, by whoever may."""
        moves = self.moves(seed)
        run = moves.run_of(partner)
        people = [who for who in SLUGS if run in moves.runs(who)]
        for who in people[:2]:
            moves.fill_in(who, run)
            moves.enter_paper(who, run)
        for who in people:
            moves.confirm_papers(who)

    @rule(who=ANYBODY, seed=SEEDS)
    def scans(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            moves.scan(who, run)

    @rule(who=ANYBODY, seed=SEEDS, until=st.sampled_from([3, 150]), afresh=st.booleans())
    def settles(self, who: str, seed: int, until: int, afresh: bool) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            if afresh:
                self.world.press(who, f"p:vaststelnieuw:{run}")
            moves.settle(who, run, until=until)

    @rule(who=ANYBODY, seed=SEEDS)
    def reopens(self, who: str, seed: int) -> None:
        for run in self.moves(seed).runs(who):
            self.world.press(who, f"p:heropen:{run}")

    @rule(who=ANYBODY, seed=SEEDS)
    def changes_what_was_handed_in(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            self.world.press(who, f"p:wijzig:{run}")
            rows = [data for option, data in moves.options(who).items() if option.startswith("@")]
            if rows:
                self.world.press(who, moves.random.choice(rows))
                moves.write(who)
                self.world.say(who, Said(moves.random.choice(["ja", "nee", "enigszins"])))

    @rule(who=ANYBODY, seed=SEEDS)
    def looks_at_colleagues(self, who: str, seed: int) -> None:
        moves = self.moves(seed)
        for run in moves.runs(who):
            moves.look_at_colleagues(who, run)

    @rule(who=ANYBODY, seed=SEEDS)
    def looks_everywhere(self, who: str, seed: int) -> None:
        self.moves(seed).look_everywhere(who)

    @rule(seed=SEEDS, round_=st.sampled_from([1, 1, 2]))
    def reveals(self, seed: int, round_: int) -> None:
        self.moves(seed).reveal(round_)

    @rule(who=ANYBODY, seed=SEEDS, round_=st.sampled_from([1, 1, 2]), times=st.integers(1, 3))
    def links_asks(self, who: str, seed: int, round_: int, times: int) -> None:
        moves = self.moves(seed)
        for _ in range(times):
            moves.link_asks(who, round_)

    @rule(who=ANYBODY, seed=SEEDS)
    def leaves(self, who: str, seed: int) -> None:
        if who not in ("fenna", "gijs"):
            self.moves(seed).leave(who)

    @rule(who=ANYBODY, by=ANYBODY, seed=SEEDS)
    def removes(self, who: str, by: str, seed: int) -> None:
        self.moves(seed).remove(who, by)

    @rule(
        who=st.sampled_from([*OUTSIDERS, "lars", "rosa", "bram"]),
        by=st.sampled_from(["fenna", "anna", "gijs", "bram"]),
        partner=st.integers(1, 5),
        role=st.sampled_from(["deelnemer", "deelnemer", "betrokkene", "leidinggevende", "begeleider", "baas"]),
        seed=SEEDS,
    )
    def comes_in(self, who: str, by: str, partner: int, role: str, seed: int) -> None:
        self.moves(seed).come_in(who, by, partner, role)

    @rule(
        who=ANYBODY,
        round_=st.sampled_from([1, 1, 2]),
        scope=st.sampled_from(SCOPES),
        form=st.sampled_from(["csv", "csv", "ics"]),
    )
    def asks_for_a_report(self, who: str, round_: int, scope: str, form: str) -> None:
        self.world.press(who, f"p:rapportmaak:{min(round_, 2)}.{round_}.{scope}.{form}")


TestPeople = People.TestCase
TestPeople.settings = settings(stateful_step_count=20, max_examples=max(8, settings().max_examples // 3))
