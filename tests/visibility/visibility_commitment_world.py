"""The world of the other plays, with phase 3 open in one collaboration; and the moves people make in it.

Fenna leads without a partner, Bas is a stakeholder of one partner and fills in for another, Tess fills in for two.
"""

from random import Random
from typing import Any

from sqlalchemy import text
from visibility_commitment import CommitmentWatch, read_places
from visibility_facts import Facts
from visibility_world import CHATS, GROUPS, START, World, _connection

from bot.dialogs.commitment.actions import open_commitment
from bot.domain.form import FilledForm, FilledMotive
from bot.domain.ids import ChatId, CollaborationId, PartnerId, PersonId, RoundId, RunId
from bot.domain.motive import Choice
from bot.domain.rounds import Phase, RoundMode, RoundState, RunState
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Commanded, Said
from bot.turn.ports import UnitOfWork

ALFA, NOORD, OOST, ZUID = CollaborationId(1), PartnerId(1), PartnerId(2), PartnerId(3)
LEVELS = ("ik", "wij_organisatie", "wij_samen")
PAGES_BY = {
    "run": ("fase", "fase3", "delen", "draad", "fase3sluit", "meegenomen"),
    "round": ("gedeeld", "pols", "jaarvraag", "rondesluit", "onthulling"),
    "collaboration": ("afspraken", "jaren", "overzicht", "afspraaknieuw"),
    "agreement": ("afspraak", "overdragen", "terugkijken", "vooraf", "notitie", "afspraakwijzig", "looptnog"),
}
SOON, FAR, NEVER = "over drie weken", "over drie maanden", "nooit"
"""When an agreement is done; never makes a wish of it."""
_OPENED: list[Any] = []


class CommitmentWorld(World):
    """One play of phase 3."""

    watch: Any

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _OPENED:
            self.watch = CommitmentWatch()
            self.database.run_sync(self._open)
            self.say("fenna", Commanded("menu"))
            _OPENED.append(self.keep())
        self.go_back(_OPENED[0])

    def _after(self, uow: UnitOfWork) -> tuple[Any, tuple[tuple[str, ...], ...], Facts]:
        found = super()._after(uow)
        self.watch.places = read_places(_connection(uow), found[2])
        return found

    def _open(self, uow: UnitOfWork) -> None:
        """A round of last year, and this year's up to phase 3."""
        stage = TurnContext(uow, START, self._texts, HOUSE, fresh=lambda: "", chat=ChatId(0))
        now = uow.rounds.latest(ALFA)
        assert now is not None
        for run in uow.rounds.runs(now.id):
            uow.rounds.set_run_state(run.id, RunState.CLOSED)
        last_year = uow.rounds.add(ALFA, RoundMode.APART, frozenset(Phase), now.content_version, None)
        uow.rounds.set_state(last_year.id, RoundState.PREPARATION, START)
        runs = {one: uow.rounds.add_run(last_year.id, Phase.PREPARATION, one, RunState.OPEN) for one in (NOORD, OOST)}
        self._reveal(uow, now.id, {r.partner: r.id for r in uow.rounds.runs(now.id) if r.partner}, Choice.NO)
        uow.rounds.close(now.id, START)
        self._reveal(uow, last_year.id, {one: run.id for one, run in runs.items()}, Choice.YES)
        open_commitment(stage, uow.rounds.get(last_year.id))
        uow.post.done([one.id for one in uow.post.waiting()], START)

    def _reveal(self, uow: UnitOfWork, round_: RoundId, runs: dict[PartnerId, RunId], choice: Choice) -> None:
        shown = []
        for partner, run in runs.items():
            motives = tuple(
                FilledMotive(m.id, m.text, m.cluster, choice, "Samen sterker")
                for m in self._texts.instrument.form(uow.collaborations.partner(partner).kind).motives[:3]
            )
            version = uow.settlements.add(
                run=run,
                partner=partner,
                form=FilledForm(motives),
                settled_by=PersonId(2),
                at=START,
                with_manager=True,
                after_reveal=False,
            )
            uow.rounds.set_run_state(run, RunState.CLOSED)
            shown.append(version.id)
        uow.settlements.reveal(round_, shown, START)
        uow.rounds.set_state(round_, RoundState.REVEALED)

    # --- what there is ---

    def ids(self, statement: str) -> list[int]:
        return self.database.run_sync(lambda uow: [row[0] for row in _connection(uow).execute(text(statement))])

    def runs(self) -> list[int]:
        """The runs of phase 3."""
        return self.ids("SELECT id FROM phase_run WHERE phase = 'commitment' ORDER BY id")

    def run_of(self, partner: int) -> int:
        return next(run for run in self.runs() if self.facts.runs[run][1] == partner)

    def mine(self, slug: str) -> list[int]:
        """The runs of phase 3 in which somebody may take part."""
        partners = {m.partner for m in self.facts.mine(CHATS[slug])}
        return [run for run in self.runs() if self.facts.runs[run][1] in partners]

    def agreements(self) -> list[int]:
        return self.ids("SELECT id FROM agreement ORDER BY id")


class CommitmentMoves:
    """What people do in phase 3, with chance from one seed."""

    def __init__(self, world: CommitmentWorld, seed: int = 0) -> None:
        self.world = world
        self.random = Random(seed)

    def buttons(self, slug: str, start: str) -> dict[str, str]:
        """What can be pressed on what was just shown to this person: its last part and the whole."""
        return {
            b.option.split(":", 3)[-1]: b.option
            for chat, screen in self.world.latest
            if chat == CHATS[slug]
            for row in screen.buttons
            for b in row
            if b.option.startswith(start)
        }

    def write(self, slug: str) -> None:
        self.world.say(slug, Said(self.world.secret(slug)))

    def answer(self, slug: str, run: int, *, until: int = 60, level: str = "", hand_in: bool = True) -> None:
        """Phase 3 from wherever it was left: something to most questions, at this level or any."""
        self.world.press(slug, f"p:doe:commitment.{run}")
        for _ in range(until):
            offered = self.buttons(slug, "c:")
            if not offered:
                return
            if "indienen" in offered:
                if hand_in:
                    self.world.press(slug, offered["indienen"])
                return
            if "klaar" in offered or "!" in offered:
                self.world.say(slug, Said("klaar"))
            elif "ik" in offered:
                self.world.press(slug, offered[level or self.random.choice(LEVELS)])
            elif self.random.random() < 0.4:
                self.write(slug)
            else:
                self.world.say(slug, Said("overslaan"))

    def change(self, slug: str, run: int, level: str) -> None:
        """Another level, or another text, for something that was answered."""
        self.world.press(slug, f"p:fase:{run}")
        rows = [data for option, data in self.buttons(slug, "c:").items() if option.startswith("@f3.")]
        if rows:
            self.world.press(slug, self.random.choice(rows))
            offered = self.buttons(slug, "c:")
            if level in offered:
                self.world.press(slug, offered[level])
            else:
                self.write(slug)
        offered = self.buttons(slug, "c:")
        if "indienen" in offered and self.random.random() < 0.7:
            self.world.press(slug, offered["indienen"])

    def share(self, slug: str, run: int, times: int = 3) -> None:
        """Some switches, on or off."""
        for _ in range(times):
            self.world.press(slug, f"p:delen:{run}")
            if found := list(self.buttons(slug, "p:delenzet:").values()):
                self.world.press(slug, self.random.choice(found))

    def close(self, slug: str, run: int, *, shared: bool) -> None:
        """What the partner commits to, on a condition."""
        self.world.press(slug, f"p:fase3sluit:{run}")
        for _ in range(8):
            offered = self.buttons(slug, "c:")
            if not offered:
                return
            wanted = ("fase_3_afsluiten", "voorwaarden", "delen" if shared else "alleen_wij")
            if taken := next((offered[one] for one in wanted if one in offered), None):
                self.world.press(slug, taken)
            else:
                self.write(slug)

    def agree(
        self, slug: str, partner: int, *, shared: bool = False, owner: str = "", until: int = 14, day: str = SOON
    ) -> None:
        """A new agreement, of a partner or (0) of all, with everything that can be set."""
        self.world.press(slug, f"p:afspraaknieuw:{ALFA}.{partner}")
        self._through_agreement(slug, shared, owner, until, day)

    def rewrite(self, slug: str, agreement: int) -> None:
        """`Wijzigen`: another text for an agreement."""
        self.world.press(slug, f"p:afspraakwijzig:{agreement}")
        if part := self.buttons(slug, "c:").get("afspraak_wat"):
            self.world.press(slug, part)
            self.write(slug)

    def day_of(self, agreement: int) -> str:
        """Its day, as it stands in buttons."""
        return str(self.world.ids(f"SELECT due FROM agreement WHERE id = {agreement}")[0])

    def say_how_it_goes(self, slug: str, agreement: int) -> None:
        """Before its day: one of the answers; and for help to somebody, where there is a choice."""
        self.world.press(slug, f"p:vooraf:{agreement}")
        offered = [
            d for start in ("p:opschema:", "p:nietbegonnen:", "p:hulp:") for d in self.buttons(slug, start).values()
        ]
        if offered:
            self.world.press(slug, self.random.choice(offered))
        if people := list(self.buttons(slug, "p:hulp:").values()):
            self.world.press(slug, self.random.choice(people))

    def agree_from(self, slug: str, run: int, question: str) -> None:
        """`Maak er een afspraak van`."""
        self.world.press(slug, f"p:maakafspraak:{run}.{question}")
        self._through_agreement(slug, shared=False, owner="", until=self.random.choice([1, 14]), day=SOON)

    def _through_agreement(self, slug: str, shared: bool, owner: str, until: int, day: str) -> None:
        for _ in range(until):
            offered = self.buttons(slug, "c:")
            if not offered:
                return
            shown = next((s.html for chat, s in self.world.latest if chat == CHATS[slug]), "")
            person = str(self.world.facts.people.get(CHATS.get(owner, ChatId(0)), 0))
            more = "meer_instellen" if shared else "vastleggen"
            if day == NEVER and "!" not in offered and any(one in shown for one in ("pakt dit op", "Wanneer is het")):
                self.world.say(slug, Said("overslaan"))
                continue
            line = "als_dan" if day == FAR else more  # an agreement of far ahead gets its line of if and then
            wanted = (line, more, "vastleggen", person, "zo", "eenmalig", "delen" if shared else "alleen_wij")
            if taken := next((offered[one] for one in wanted if one in offered), None):
                self.world.press(slug, taken)
            else:
                self._say_what_is_asked(slug, day)

    def _say_what_is_asked(self, slug: str, day: str) -> None:
        shown = next((s.html for chat, s in self.world.latest if chat == CHATS[slug]), "")
        if "Wanneer ga je wat doen" in shown:
            self.write(slug)
        elif "anneer" in shown:
            self.world.say(slug, Said(day))
        elif "Bij welke opbrengst" in shown:
            self.world.say(slug, Said("overslaan"))
        else:
            self.write(slug)

    def look_everywhere(self, slug: str) -> None:
        """All there is of phase 3, with every id there is: whether or not it is meant for this person."""
        world = self.world
        for command in ("menu", "verder", "afspraken", "mijngegevens", "overzicht"):
            world.say(slug, Commanded(command))
        world.press(slug, "p:gegevensbestand:")
        ids = {
            "run": world.runs(),
            "round": list(world.facts.rounds),
            "collaboration": [ALFA],
            "agreement": world.agreements(),
        }
        for kind, pages in PAGES_BY.items():
            for page in pages:
                for id_ in ids[kind]:
                    world.press(slug, f"p:{page}:{id_}")
        for chosen in ("vanmij", "klaar", "wens", "open"):
            world.press(slug, f"p:afspraken:{ALFA}.{chosen}.0")
        world.press(slug, f"p:jarenplaatje:{ALFA}")

    def look_in_groups(self, slug: str) -> None:
        for group in GROUPS:
            for command in ("afspraken", "overzicht"):
                self.world.in_group(slug, Commanded(command), group)
