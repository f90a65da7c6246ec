"""Longer moves: filling in a form, settling it, revealing, looking at all there is. Each tap of them is a step."""

from random import Random

from visibility_facts import FACILITATOR, Board
from visibility_leading import OF_BOARD, OF_REVEAL, leader_of
from visibility_step import LeakError, as_read
from visibility_world import CHATS, World

from bot.turn.incoming import Commanded, Said

SIGNS = ("<", "~", "!", "#", "@")
ADDED = (" <b>&amp;_*</b> 🌱", "", " ‏שלום‏", "\ntweede regel", " " + "lang " * 60)
MOST_TAPS = 150


class Moves:
    """What people do in a play, with chance from one seed."""

    def __init__(self, world: World, seed: int = 0) -> None:
        self.world = world
        self.random = Random(seed)
        self.for_now = 0.2
        """How likely somebody hands in nothing but their motives."""

    # --- reading the screen ---

    def options(self, slug: str) -> dict[str, str]:
        """What can be pressed in the question that was just shown to this person: option and whole data."""
        found: dict[str, str] = {}
        for chat, screen in self.world.latest:
            if chat == CHATS[slug]:
                data = [b.option for row in screen.buttons for b in row if b.option.startswith("c:")]
                found = {d.split(":", 3)[3]: d for d in data}
        return found

    def pages(self, slug: str, start: str) -> list[str]:
        """The routes on what was just shown to this person."""
        return [
            b.option
            for chat, screen in self.world.latest
            if chat == CHATS[slug]
            for row in screen.buttons
            for b in row
            if b.option.startswith(start)
        ]

    def run_of(self, partner: str) -> int:
        """The run of a partner, by the partner's name."""
        facts = self.world.facts
        return next(run for run, (_, p, _) in facts.runs.items() if facts.partners[p][1] == partner)

    def runs(self, slug: str) -> list[int]:
        """The runs in which somebody fills in."""
        chat, facts = CHATS[slug], self.world.facts
        return [run for run, (_, partner, _) in facts.runs.items() if facts.fills_in_for(chat, partner)]

    def write(self, slug: str) -> None:
        self.world.say(slug, Said(self.world.secret(slug) + self.random.choice(ADDED)))

    # --- dialogs ---

    def fill_in(self, slug: str, run: int, *, until: int = MOST_TAPS, talkative: float = 0.4) -> None:
        """The form, from wherever it was left; the last tap hands it in."""
        self.world.press(slug, f"p:doe:preparation.{run}")
        self._through(slug, "indienen", until, talkative)

    def motives_only(self, slug: str, run: int) -> None:
        """The form up to its landing, and nothing but the motives handed in."""
        self.world.press(slug, f"p:doe:preparation.{run}")
        self._through(slug, "klaar_voor_nu", MOST_TAPS, 0)

    def scan(self, slug: str, run: int) -> None:
        self.world.press(slug, f"p:doe:quick_scan.{run}")
        self._through(slug, "", 8, 0)

    def enter_paper(self, slug: str, run: int, *, until: int = MOST_TAPS, talkative: float = 0.4) -> None:
        """What somebody filled in and signed on paper, who is called by a text that exists only once."""
        self.world.press(slug, f"p:namensbegin:{run}")
        self.go_on_with_paper(slug, until, talkative)

    def go_on_with_paper(self, slug: str, until: int, talkative: float) -> None:
        asked = [screen.html for chat, screen in self.world.latest if chat == CHATS[slug]]
        if any("Van wie is het?" in html for html in asked):
            self.world.say(slug, Said(self.world.secret(slug)))
        if signed := self.options(slug).get("getekend"):
            self.world.press(slug, signed)
        self._through(slug, "indienen", until, talkative)

    def look_at_papers(self, slug: str) -> None:
        """Each paper there is, in every way."""
        for paper in self.world.facts.papers:
            for page in ("namensvan", "namensgezien", "namensweg", "namensnee"):
                self.world.press(slug, f"p:{page}:{paper}")
        for collaboration in {c for c, _ in self.world.facts.rounds.values()}:
            self.world.press(slug, f"p:namenslijst:{collaboration}")

    def confirm_papers(self, slug: str) -> None:
        """Of every paper there is: that it is signed."""
        for paper in self.world.facts.papers:
            self.world.press(slug, f"p:namensgezien:{paper}")
            for yes in self.pages(slug, "p:namensja:"):
                self.world.press(slug, yes)

    def settle(self, slug: str, run: int, *, until: int = MOST_TAPS) -> None:
        facts, chat = self.world.facts, CHATS[slug]
        _, partner, state = facts.runs[run]
        manages = any(m.partner == partner and m.role == "leidinggevende" for m in facts.mine(chat))
        self.world.press(slug, f"p:vaststel:{run}")
        for over in self.pages(slug, "p:vragenover:"):
            self.world.press(slug, over)
        if manages and state == "open" and (run, facts.people[chat]) in facts.handed_in and not self.options(slug):
            raise LeakError(f"{slug} handed in and cannot settle: {self.world.latest}")
        self._through(slug, "vaststellen", until, 0.2)
        for anyway in self.pages(slug, "p:vaststeltoch:"):
            self.world.press(slug, anyway)

    def _through(self, slug: str, last: str, until: int, talkative: float) -> None:
        """Answer what is asked, until the last button was pressed or nothing is asked any more."""
        for _ in range(until):
            offered = self.options(slug)
            if not offered:
                return
            if last in offered:
                self.world.press(slug, offered[last])
                return
            self._answer(slug, offered, talkative)

    def _answer(self, slug: str, offered: dict[str, str], talkative: float) -> None:
        options = [o for o in offered if not o.startswith(SIGNS)]
        talks = self.random.random() < talkative
        if "begin" in options:
            taken = "begin"
        elif "verder_vragen" in options:
            taken = (
                "klaar_voor_nu"
                if "klaar_voor_nu" in options and self.random.random() < self.for_now
                else "verder_vragen"
            )
        elif {"ja", "enigszins"} <= set(options):
            taken = self.random.choices(options, [3, 2, 3, 1][: len(options)])[0]
        elif "klaar" in options:  # other motives
            taken = "" if talks else "klaar"
        elif "overslaan" in options or "samengevoegd" in options:
            taken = "" if talks else self.random.choice(options)
        else:
            taken = self.random.choice(options)
        if taken:
            self.world.press(slug, offered[taken])
        else:
            self.write(slug)

    # --- looking ---

    def look_at_colleagues(self, slug: str, run: int) -> None:
        """Every page of every colleague that is offered."""
        self.world.press(slug, f"p:collegas:{run}")
        for colleague in self.pages(slug, "p:collega:"):
            self.world.press(slug, colleague)
            for page in self.pages(slug, "p:collega:"):
                self.world.press(slug, page)

    def look_at_reveal(self, slug: str, round_: int) -> None:
        self.world.press(slug, f"p:onthulling:{round_}")
        first = self.pages(slug, "p:onthulling:")
        self.world.press(slug, f"p:onthulling:{round_}.delen")
        for part in [*first, *self.pages(slug, "p:onthulling:")]:
            self.world.press(slug, part)
            for _ in range(6):
                further = [p for p in self.pages(slug, f"{part}.") if p != part]
                if not further:
                    break
                self.world.press(slug, further[-1])

    def look_at_words(self, slug: str) -> str:
        """What became of one's words in every round, all pages; returns what was read."""
        self.world.press(slug, "p:woorden:")
        read: list[str] = []
        for round_ in self.world.facts.rounds:
            page: str | None = f"p:woorden:{round_}"
            while page is not None:
                self.world.press(slug, page)
                read += [as_read(screen.html) for chat, screen in self.world.latest if chat == CHATS[slug]]
                page = next(iter(self.pages(slug, f"p:woorden:{round_}.")), None)
        return "\n".join(read)

    def link_asks(self, slug: str, round_: int) -> None:
        """Some ask with some offer, to some degree, for each partner for which this person may."""
        self.world.press(slug, f"p:onthulling:{round_}.aanbod")
        for way_in in self.pages(slug, "p:dekking:"):
            self.world.press(slug, way_in)
            for step in ("p:dekkingbij:", "p:dekkinghoe:", "p:dekkingzet:"):
                if offered := self.pages(slug, step):
                    self.world.press(slug, self.random.choice(offered))

    def look_everywhere(self, slug: str) -> None:
        """All there is, with every id there is: whether or not it is meant for this person."""
        for command in ("menu", "overzicht", "invullen", "verder"):
            self.world.say(slug, Commanded(command))
        facts = self.world.facts
        for collaboration in {c for c, _ in facts.rounds.values()}:
            self.world.press(slug, f"p:overzicht:{collaboration}")
        self.look_at_words(slug)
        self.look_at_papers(slug)
        for round_ in facts.rounds:
            self.look_at_reveal(slug, round_)
            for partner in facts.partners:
                self.world.press(slug, f"p:dekking:{round_}.{partner}")
        for run in facts.runs:
            self.look_at_colleagues(slug, run)
            self.world.press(slug, f"p:ingediend:{run}")
            self.world.press(slug, f"p:vastgesteld:{run}")
            self.world.press(slug, f"p:versie:{run}")
            for page in self.pages(slug, f"p:versie:{run}."):
                self.world.press(slug, page)
            for person in facts.names:
                if (run, person) in facts.handed_in:
                    self.world.press(slug, f"p:collega:{run}.{person}.0")

    # --- in groups ---

    def on_table(self, group: str, start: str) -> list[tuple[int, str]]:
        """The buttons that stand in a group now, newest last: the message and what they carry."""
        return [
            (message.id, button.option)
            for message in self.world.phones.said_to(self.world.groups[group])
            if not message.kept_only
            for button in message.now.buttons
            if button.option.startswith(start)
        ]

    def board(self, group: str) -> Board | None:
        """The board that was put on the table last."""
        here = self.world.facts.bound_in(self.world.groups[group])
        boards = [b for b in self.world.facts.boards.values() if here is not None and b.bound == here.id]
        return boards[-1] if boards else None

    def voters(self, group: str) -> list[str]:
        """Who has a seat at that board."""
        board = self.board(group)
        people = {s.person for s in self.world.facts.seats_at(board.id)} if board is not None else set()
        return [slug for slug, chat in CHATS.items() if self.world.facts.people.get(chat) in people]

    def vote(self, slug: str, group: str, choice: str) -> None:
        """On the newest board; whoever belongs to two partners says for which one when that is asked."""
        for message, data in self.on_table(group, "g:stem:")[-3:]:
            if data.endswith(f".{choice}"):
                self.world.tap(slug, data, group, message)
                if asked := self.pages(slug, "p:namens:"):
                    self.world.press(slug, self.random.choice(asked))
                    self.world.tap(slug, data, group, message)

    def all_vote(self, group: str, choices: tuple[str, ...] = ("ja", "enigszins", "nee")) -> None:
        """Everybody, so that it is shown; whoever has two seats answers for both."""
        for slug in self.voters(group):
            self.vote(slug, group, self.random.choice(choices))
            for other in self.pages(slug, "p:namens:"):
                self.world.press(slug, other)
                self.vote(slug, group, self.random.choice(choices))

    def lead(self, slug: str, group: str, what: str) -> None:
        """`toon`, `verder` or `heropen` of the newest board: on the panel, or below it, as it may stand since 0.1."""
        if (board := self.board(group)) is None:
            return
        mark = f"{board.id}.{board.number}"
        if slug in CHATS and self.random.random() < 0.5:
            self.world.press(slug, f"p:{OF_BOARD[what]}:{mark}")
        else:
            self.world.tap(slug, f"g:{what}:{mark}", group)

    def conductor(self, group: str, otherwise: str) -> str:
        """Who leads past the newest board; somebody else while nobody does."""
        facts, board = self.world.facts, self.board(group)
        here = facts.bound_in(self.world.groups[group])
        chat = leader_of(facts, here, board.round) if here is not None and board is not None else None
        return next((slug for slug, its in CHATS.items() if its == chat), otherwise)

    def board_message(self, group: str) -> int | None:
        """The message in which the newest board stands there."""
        board, chat = self.board(group), self.world.groups[group]
        where, message = self.world.placed_now().get(board.placed, (0, None)) if board is not None else (0, None)
        return message if where == chat else None

    def reply(self, slug: str, group: str, *, edits: bool = False) -> None:
        """Below the board that stands lowest, or below anything."""
        kept = self.world.phones.said_to(self.world.groups[group])
        board = self.board_message(group)
        if kept:
            to = board if board is not None and self.random.random() < 0.8 else self.random.choice(kept).id
            text = self.world.secret(slug) + self.random.choice(ADDED)
            self.world.reply(slug, group, to, text, edits=edits)

    def go_through(self, slug: str, round_: int, *whats: str) -> None:
        """The reveal with the group: `onthulsamen`, `onthulna` and the like, from wherever it is, on the panel."""
        for what in whats:
            led = next((one for one in self.world.facts.leading.values() if one.round == round_), None)
            at = led.step if led is not None else 0
            self.world.press(slug, f"p:{what}:{round_}" + (f".{at}" if what in OF_REVEAL else ""))

    def put_own(self, slug: str, run: int) -> None:
        """Put an own motive before a group."""
        self.world.press(slug, f"p:eigen:{run}")
        if found := self.pages(slug, "p:bord:"):
            self.world.press(slug, self.random.choice(found))

    def join(self, slug: str, group: str) -> None:
        """With the link below the messages of a group."""
        if tokens := self.world.urls.get(self.world.groups[group]):
            self.world.say(slug, Commanded("start", self.random.choice(tokens[-2:])))
            for _ in range(4):
                offered = self.options(slug)
                known = [offered[o] for o in ("klopt", "akkoord") if o in offered]
                partners = [data for option, data in offered.items() if option.isdecimal()]
                if known or partners:
                    self.world.press(slug, known[0] if known else self.random.choice(partners))

    def bind(self, slug: str, group: str) -> None:
        """`/koppel`, and the choice that may follow in private."""
        self.world.in_group(slug, Commanded("koppel"), group)
        if found := self.pages(slug, "p:koppelaan:"):
            self.world.press(slug, self.random.choice(found))

    def change_groups(self, slug: str) -> None:
        """In private: let one go, or change its way in."""
        here = self.random.choice(self.world.facts.bound)
        self.world.press(slug, f"p:groepen:{here.collaboration}")
        self.world.press(slug, f"p:{self.random.choice(['los', 'meedoenuit', 'meedoenaan', 'groep'])}:{here.id}")

    # --- the rest ---

    def reveal(self, round_: int) -> None:
        """The one who leads reveals, if there is anything."""
        collaboration = self.world.facts.rounds[round_][0]
        leader = next(s for s, chat in CHATS.items() if self.world.facts.leads(chat, collaboration))
        self.world.press(leader, f"p:onthul:{round_}")
        for button in self.pages(leader, "p:onthulnu:"):
            self.world.press(leader, button)

    def leave(self, slug: str) -> None:
        self.world.say(slug, Commanded("stop"))
        self._through(slug, "verlaten", 3, 0)

    def remove(self, slug: str, by: str) -> None:
        """All places of somebody that `by` can end."""
        for member in self.world.facts.mine(CHATS[slug]):
            self.world.press(by, f"p:verwijder:{member.id}")

    def come_in(self, slug: str, by: str, partner: int, role: str) -> None:
        """`by` makes a link for this role; somebody opens it and agrees."""
        before = len(self.world.links)
        self.world.press(by, f"p:link:{partner}.{role}.1")
        if len(self.world.links) > before:
            self.world.say(slug, Commanded("start", self.world.links[-1]))
            for _ in range(2):
                for option in ("klopt", "akkoord"):
                    if option in (offered := self.options(slug)):
                        self.world.press(slug, offered[option])

    def leaders(self) -> list[str]:
        facts = self.world.facts
        return [s for s, chat in CHATS.items() if any(m.role == FACILITATOR for m in facts.mine(chat))]
