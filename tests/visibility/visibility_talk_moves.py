"""Moves of phase 2: leading it, saying something, choosing, taking home, checking the minutes."""

from random import Random

from visibility_moves import ADDED, Moves
from visibility_talk_facts import GOALS, Led
from visibility_talk_rules import STEERED, still_leads
from visibility_world import CHATS, World

from bot.turn.incoming import Commanded, Said

ALFA = ("anna", "bram", "koen", "carla", "dora", "tess", "bas")
BETA = ("gijs", "hugo", "ilse", "koen", "nina")
LEADS = {"alfa": ("fenna", "anna", "carla"), "beta": ("gijs", "hugo", "ilse")}


class TalkMoves(Moves):
    """What people do in phase 2."""

    def __init__(self, world: World, seed: int = 0) -> None:
        super().__init__(world, seed)
        self.random = Random(seed)

    # --- where it is ---

    def led(self, group: str) -> Led | None:
        """The discussion of the collaboration of this group."""
        here = self.world.facts.bound_in(self.world.groups[group])
        led = [one for one in self.world.facts.phase_2.led.values() if here and one.collaboration == here.collaboration]
        return led[-1] if led else None

    def leader(self, group: str) -> str:
        """Who leads; the facilitator when nobody does."""
        led, facts = self.led(group), self.world.facts
        if led is None or not still_leads(facts, led):
            return LEADS[group][0]
        return next(slug for slug, chat in CHATS.items() if facts.people.get(chat) == led.led_by)

    def stands(self, group: str) -> list[tuple[int, str]]:
        """The messages in which questions and goals stand now, and which."""
        now, chat = self.world.facts.phase_2, self.world.groups[group]
        at = [(placed, question) for (_, question), (placed, _) in now.asked.items()]
        at += [(aim.placed, "goal") for aim in now.aims.values()]
        at += [(placed, "asked") for placed in self.world.watch.groups.talk.asking]
        placed = self.world.placed_now()
        found = [(placed[p], q) for p, q in at if p in placed]
        return [(message, question) for (where, message), question in found if where == chat and message]

    # --- leading ---

    def talk(self, slug: str, group: str) -> None:
        self.world.in_group(slug, Commanded("gesprek"), group)

    def press_in(self, slug: str, group: str, what: str) -> None:
        """The newest button of this name in the group."""
        led = self.led(group)
        if led is not None and what in STEERED:  # it may stand there since version 0.1
            self.world.tap(slug, f"g:{what}:{led.id}.{led.question}", group)
            return
        for message, data in self.on_table(group, f"g:{what}:")[-1:]:
            self.world.tap(slug, data, group, message)

    def steer(self, slug: str, group: str, what: str) -> None:
        """With a button of the panel, whether or not this person has one."""
        led = self.led(group)
        if led is not None:
            about = led.id if what in ("gesprekverder", "inruimte", "opafstand") else f"{led.id}.{led.question}"
            self.world.press(slug, f"p:{what}:{about}")

    def go_to(self, group: str, question: str) -> None:
        """On until this question is on the table."""
        for _ in range(7):
            led = self.led(group)
            if led is None or led.question is None or led.state == "paused":
                self.talk(self.leader(group), group)
            elif led.question != question:
                self.steer(self.leader(group), group, "vraagna" if led.question < question else "vraagvoor")

    # --- saying ---

    def text(self, slug: str) -> str:
        return self.world.secret(slug) + self.random.choice(ADDED)

    def answer(self, slug: str, group: str, *, edits: bool = False, goals: bool = False) -> None:
        """Below any question or goal, or only a goal."""
        if stands := [one for one in self.stands(group) if not goals or one[1] == "goal"]:
            to = self.random.choice(stands)[0]
            self.world.reply(slug, group, to, self.text(slug), edits=edits)

    def say_again(self, slug: str, group: str, name: str, *, edits: bool = False) -> None:
        """`/punt`; `/doel`, perhaps as other words for another."""
        goals = [message for message, question in self.stands(group) if question == "goal"]
        to = self.random.choice(goals) if goals and self.random.random() < 0.3 else 0
        self.world.speak(slug, group, name, self.text(slug)[:250], to=to, edits=edits)

    def need(self, slug: str, group: str, choice: str) -> None:
        for message, data in self.on_table(group, "g:nodig:")[-3:]:
            if data.endswith(f".{choice}"):
                self.world.tap(slug, data, group, message)

    def judge(self, slug: str, group: str, verdict: str, *, newest: bool = False) -> None:
        """On any goal, or the newest."""
        offered = [b for b in self.on_table(group, "g:oordeel:") if b[1].endswith(f".{verdict}")]
        if offered:
            message, data = offered[-1] if newest else self.random.choice(offered)
            self.world.tap(slug, data, group, message)

    def take_back(self, slug: str, run: int) -> None:
        self.world.press(slug, f"p:mijnpunten:{run}")
        if found := self.pages(slug, "p:trekin:"):
            self.world.press(slug, self.random.choice(found))

    def speak_for(self, slug: str) -> None:
        """Of two partners, when it was ever asked."""
        asked = [b.data for b in self.world.shown if b.chat == CHATS[slug] and b.data.startswith("p:namens:")]
        if asked:
            self.world.press(slug, self.random.choice(asked))

    # --- in private ---

    def quietly(self, slug: str, group: str) -> None:
        """To the question on the table, whether or not a window is open."""
        led, put = self.led(group), self.world.facts.phase_2.put
        numbers = [number for number, where in put.items() if led and where == (led.id, led.question)]
        for number in numbers:
            self.world.press(slug, f"p:opschrijf:{number}")
            self.world.say(slug, Said(self.text(slug)))

    def take_home(self, slug: str, run: int, *, skips: bool = False) -> None:
        self.world.press(slug, f"p:meenemen:{run}")
        if offered := self.options(slug):
            if skips and "overslaan" in offered:
                self.world.press(slug, offered["overslaan"])
            else:
                self.write(slug)

    def read_minutes(self, slug: str, run: int) -> None:
        self.world.press(slug, f"p:verslag:{run}")
        for page in self.pages(slug, f"p:verslag:{run}.")[:1]:
            self.world.press(slug, page)

    def check_minutes(self, slug: str, run: int, *, right: bool) -> None:
        self.world.press(slug, f"p:verslagklopt:{run}")
        offered = self.options(slug)
        option = "klopt" if right else "klopt_iets_niet"
        if option in offered:
            self.world.press(slug, offered[option])
            if not right:
                self.world.say(slug, Said(self.text(slug)))

    def fix(self, slug: str, run: int) -> None:
        self.world.press(slug, f"p:verslagvast:{run}")
        for sure in self.pages(slug, f"p:verslagvast:{run}.ja"):
            self.world.press(slug, sure)

    def look_at_all_of_it(self, slug: str) -> None:
        """Everything of phase 2 there is, whether or not it is meant for this person."""
        now = self.world.facts.phase_2
        for led in now.led.values():
            for page in ("mijnpunten", "meenemen", "meegenomen", "verslag", "verslagklopt"):
                self.world.press(slug, f"p:{page}:{led.run}")
            for number in [number for number, (of, _) in now.put.items() if of == led.id]:
                self.world.press(slug, f"p:opgeschreven:{number}")
                self.world.say(slug, Commanded("start", f"o-{number}"))
            for link in ("t-", "v-"):
                self.world.say(slug, Commanded("start", f"{link}{led.run}"))

    # --- a conversation, in short ---

    def converse(self, group: str, people: tuple[str, ...], until: str) -> None:
        """From the beginning up to a question, with something said at each."""
        for index in range(1, int(until[-1]) + 1):
            self.go_to(group, f"f2.b{index}")
            for who in self.random.sample(people, 2):
                self.answer(who, group)
            if index == 4:
                for who in people[:3]:
                    self.need(who, group, self.random.choice(("ja", "enigszins", "nee")))
        if until >= GOALS:
            for who in people[:2]:
                self.say_again(who, group, "doel")
            for who in people:
                self.judge(who, group, self.random.choice(("akkoord", "zorg", "bezwaar")))

    def close(self, group: str) -> None:
        self.go_to(group, "f2.b6")
        leader = self.leader(group)
        self.steer(leader, group, "sluit")
        self.steer(leader, group, "sluitnu")
