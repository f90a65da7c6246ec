"""The world in which instruments are gone through in groups, and the moves people make in it."""

from random import Random
from typing import Any

from visibility_facts import Facts
from visibility_instruments import InstrumentWorld
from visibility_moves import Moves
from visibility_session_leading import CALLED, IN_PRIVATE
from visibility_sessions import SessionWatch, read_sessions
from visibility_world import CHATS, SLUGS, _connection

from bot.turn.incoming import Commanded, Said
from bot.turn.ports import UnitOfWork

ROOMS = {"alfa": ("fenna", "anna", "carla"), "noord": ("anna", "fenna")}
"""The group of all, and that of one partner, with who leads there."""
_BEGUN: list[Any] = []


class SessionWorld(InstrumentWorld):
    """One play; a round of phase 1 is open beside it."""

    watch: Any

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _BEGUN:
            self.watch = SessionWatch()
            self.say("fenna", Commanded("menu"))
            _BEGUN.append(self.keep())
        self.go_back(_BEGUN[0])

    def _after(self, uow: UnitOfWork) -> tuple[Any, tuple[tuple[str, ...], ...], Facts]:
        found = super()._after(uow)
        if isinstance(self.watch, SessionWatch):
            self.watch.places = read_sessions(_connection(uow), found[2])
        return found


class SessionMoves:
    """What people do, with chance from one seed."""

    def __init__(self, world: SessionWorld, seed: int = 0) -> None:
        self.world = world
        self.random = Random(seed)

    # --- what there is ---

    def session(self, group: str) -> Any:
        """What goes on in a group."""
        places = self.world.watch.places
        circle = places.bound.get(self.world.groups[group])
        found = [s for s in places.held.values() if (s.collaboration, s.partner) == circle and s.state == "running"]
        return found[0] if found else None

    def asked(self, group: str) -> Any:
        """The question on the table."""
        session = self.session(group)
        places = self.world.watch.places
        every = [*places.asked.values(), *places.contexts.values()]
        return next((a for a in every if session and (a.session, a.about) == (session.id, session.question)), None)

    def offered(self, group: str) -> list[str]:
        """What the buttons below the question do."""
        asked = self.asked(group)
        if asked is None:
            return []
        shown = [m for m in self.world.messages.get(self.world.groups[group], []) if self._is(m, asked)]
        return [b.option for b in shown[-1].now.buttons if b.option] if shown else []

    def _is(self, message: Any, asked: Any) -> bool:
        return self.world.placed_now().get(asked.placed, (0, None))[1] == message.id

    # --- leading ---

    def begin(self, who: str, group: str, one: str, *, in_private: bool = False) -> None:
        if in_private:
            binding = self.world.facts.bound_in(self.world.groups[group])
            self.world.press(who, f"p:samenkies:{one}")
            self.world.press(who, f"p:samenstart:{one}.{binding.id if binding else 0}")
            self.tell_context(who, group)
            return
        self.world.in_group(who, Commanded("verdieping"), group)
        self.world.tap(who, f"g:vkies:{one}", group)
        self.world.tap(who, f"g:vbegin:{one}", group)
        self.tell_context(who, group)

    def tell_context(self, who: str, group: str) -> None:
        """What it is about, where that is asked first."""
        asked = self.asked(group)
        if asked is not None and asked.about.endswith(".context"):
            self.world.reply(who, group, self.world.placed_now()[asked.placed][1] or 0, "De hele opleiding")

    def lead(self, who: str, group: str, what: str, *, below: bool = False) -> None:
        """One of the controls on the panel, or `below` the question, whether or not it stands there."""
        asked, session = self.asked(group), self.session(group)
        if asked is None or session is None:
            return
        mark = f"{session.id}.{asked.id}" if what in IN_PRIVATE else str(session.id)
        if below:
            self.world.tap(who, f"g:{what}:{mark}", group)
        else:
            self.world.press(who, f"p:{CALLED[what]}:{mark}")

    def take_over(self, who: str, group: str, *, command: str = "gesprek") -> None:
        """By who may lead: what is on the table, and where somebody else leads the button that comes with it."""
        session = self.session(group)
        self.world.in_group(who, Commanded(command), group)
        if session is not None:
            self.world.tap(who, f"g:vleid:{session.id}", group)

    # --- answering ---

    def answer(self, who: str, group: str, *, aloud: bool = False, index: int | None = None) -> None:
        """What the question on the table takes: a tap, or words."""
        asked = self.asked(group)
        if asked is None:
            return
        taps = [option for option in self.offered(group) if option.startswith("g:vantw:")]
        if taps:
            self.world.tap(who, self.random.choice(taps) if index is None else taps[index % len(taps)], group)
        elif aloud:
            number = self.world.placed_now()[asked.placed][1]
            self.world.reply(who, group, number or 0, self.world.secret(who))
        else:
            self.write(who, asked.id)

    def write(self, who: str, question: int) -> None:
        """In private, hidden."""
        self.world.say(who, Commanded("start", f"w-{question}"))
        if any("Typ wat je hierover denkt" in screen.html for chat, screen in self.world.latest if chat == CHATS[who]):
            self.world.say(who, Said(self.world.secret(who)))

    def all_answer(self, group: str) -> None:
        """Both parts, where there are two."""
        for who in SLUGS:
            for part in range(2):
                taps = [o for o in self.offered(group) if o.startswith("g:vantw:") and f".{part + 1}." in o]
                if taps:
                    self.world.tap(who, self.random.choice(taps), group)
            if self.asked(group) is not None and not any(o.startswith("g:vantw:") for o in self.offered(group)):
                self.answer(who, group)

    # --- looking ---

    def look_everywhere(self, who: str) -> None:
        """All there is, with every id there is."""
        world = self.world
        for command in ("menu", "verdieping", "verder", "mijngegevens", "afspraken"):
            world.say(who, Commanded(command))
        world.press(who, "p:gegevensbestand:")
        for session in world.watch.places.held.values():
            world.say(who, Commanded("start", f"i-{session.id}"))
            world.press(who, f"p:verdiep:{session.instrument}")
            for asked in world.watch.places.asked.values():
                if asked.session == session.id:
                    world.press(who, f"p:samenuitslag:{session.id}.0.{asked.about}")
                    world.press(who, f"p:lees:samenuitslag:{session.id}.0.{asked.about}")
                    world.press(who, f"p:samengeschreven:{asked.id}")

    def leave(self, who: str) -> None:
        Moves(self.world).leave(who)
