"""Other instruments as they stand in the tables, and what of them each chat may read: the promise, said once more.

Shares nothing with the code that decides what may be seen. With the world in which they are answered, and the moves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text
from visibility_commitment import CommitmentWatch, Place, Places, _agreements
from visibility_facts import FACILITATOR, FILLS_IN, Facts, reader
from visibility_step import CHOICE, LeakError, Step, as_read
from visibility_world import CHATS, World, _connection

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.domain.ids import CollaborationId
from bot.turn.incoming import Commanded, Said
from bot.turn.ports import UnitOfWork

WRITTEN, CHOSEN = "b1", "olos"
"""The set in which people write, and the one in which they choose."""
ALFA = CollaborationId(1)
_BEGUN: list[Any] = []


@dataclass(frozen=True)
class InstrumentPlaces(Places):
    """One moment, with who handed in which instrument for whom."""

    ready: frozenset[tuple[str, int, int]] = frozenset()
    """Set, partner, person."""
    partners: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Partner: collaboration and name."""
    names: dict[int, str] = field(default_factory=dict)

    def may_read(self, place: Place, chat: int) -> bool:
        if place.kind not in (WRITTEN, CHOSEN):
            return super().may_read(place, chat)
        return place.chat == chat or self.compares(place.kind, place.partner or 0, self.people.get(place.chat, 0), chat)

    def compares(self, one: str, partner: int, author: int, chat: int) -> bool:
        """Whether both handed in for this partner, and this chat's person still fills in for it."""
        person = self.people.get(chat, 0)
        both = {(one, partner, author), (one, partner, person)} <= self.ready
        return both and any(
            m.active and m.person == person and m.partner == partner and m.role in FILLS_IN for m in self.members
        )

    def may_count(self, partner: int, chat: int) -> bool:
        """Whether this chat may know how many of a partner handed in."""
        mine = [m for m in self.members if m.active and m.person == self.people.get(chat)]
        leads = any(m.role == FACILITATOR and m.collaboration == self.partners[partner][0] for m in mine)
        return leads or any(m.partner == partner and m.role in FILLS_IN for m in mine)


def read_instruments(connection: Connection, facts: Facts) -> InstrumentPlaces:
    """Where everything stands now."""
    rows = reader(connection)
    return InstrumentPlaces(
        facts.members,
        facts.people,
        {b.chat: (b.collaboration, b.partner) for b in facts.bound if b.active},
        (*_answers(rows), *_agreements(rows)),
        frozenset(
            tuple(row)
            for row in rows("SELECT instrument, partner, person FROM instrument_run WHERE handed_in_at IS NOT NULL")
        ),
        facts.partners,
        facts.names,
    )


def _answers(rows: Any) -> Iterator[tuple[str, Place]]:
    statement = (
        "SELECT r.instrument, c.chat, r.collaboration, r.partner, r.handed_in_at, a.value FROM answer a "
        "JOIN conversation c ON c.id = a.conversation JOIN instrument_run r ON r.id = c.subject "
        "WHERE c.dialog = 'instrument' AND a.kind = 'written'"
    )
    for one, chat, collaboration, partner, handed_in, value in rows(statement):
        yield value, Place(one, chat, collaboration, partner, handed_in is not None)


@dataclass
class InstrumentWatch(CommitmentWatch):
    """Also looks at answers that were tapped, and at numbers."""

    places: Any = None

    def _look(self, chat: int, said: str, what: str) -> None:
        super()._look(chat, said, what)
        for partner, (_, name) in self.places.partners.items():
            if re.search(rf"{re.escape(name)}: \d+ (?:persoon|mensen)", said) and not self.places.may_count(
                partner, chat
            ):
                raise LeakError(f"{what} for {chat} counts {name}: {said[:300]}")
        for person, name in self.places.names.items():
            if re.search(rf"^{re.escape(name)}: (?:{CHOICE})$", said, re.MULTILINE) and not self._compares(
                person, chat
            ):
                raise LeakError(f"{what} for {chat} tells what {name} answered: {said[:300]}")

    def _compares(self, author: int, chat: int) -> bool:
        return any(self.places.compares(CHOSEN, partner, author, chat) for partner in self.places.partners)

    def check(self, step: Step) -> None:
        super().check(step)
        if step.in_group and any("geheim-" in as_read(message.screen.html) for message in step.outgoing):
            raise LeakError(f"a group reads what was answered in private, after {step.body}")


class InstrumentWorld(World):
    """One play in which people answer other instruments; a round is open beside it."""

    watch: Any

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _BEGUN:
            self.watch = InstrumentWatch()
            self.say("fenna", Commanded("menu"))
            _BEGUN.append(self.keep())
        self.go_back(_BEGUN[0])

    def _after(self, uow: UnitOfWork) -> tuple[Any, tuple[tuple[str, ...], ...], Facts]:
        found = super()._after(uow)
        if isinstance(self.watch, InstrumentWatch):
            self.watch.places = read_instruments(_connection(uow), found[2])
        return found

    # --- what there is ---

    def ids(self, table: str) -> list[int]:
        statement = text(f"SELECT id FROM {table} ORDER BY id")
        return self.database.run_sync(lambda uow: [row[0] for row in _connection(uow).execute(statement)])

    def agreements(self) -> int:
        return len(self.database.run_sync(lambda uow: uow.get(AGREEMENTS).of(ALFA)))

    # --- what people do ---

    def offered(self, slug: str) -> dict[str, str]:
        """What can be pressed in the question on the newest screen of this person: option and whole data."""
        return {
            b.option.split(":", 3)[-1]: b.option
            for chat, screen in self.latest
            if chat == CHATS[slug]
            for row in screen.buttons
            for b in row
            if b.option.startswith("c:")
        }

    def answer(self, slug: str, partner: int, one: str = WRITTEN, *, until: int = 20, hand_in: bool = True) -> None:
        """A set from wherever it was left: a secret to the first two questions, then nothing or a tap."""
        self.press(slug, f"p:verdiepbegin:{one}.{partner}")
        for turn in range(until):
            offered = self.offered(slug)
            if "indienen" in offered:
                if hand_in:
                    self.press(slug, offered["indienen"])
                return
            if not offered:
                return
            if "ja" in offered:
                self.press(slug, offered["ja"])
            else:
                self.say(slug, Said(self.secret(slug) if turn < 2 else "overslaan"))

    def look_everywhere(self, slug: str) -> None:
        """All there is of other instruments, with every id there is: whether or not it is meant for this person."""
        for command in ("menu", "verdieping", "verder", "mijngegevens", "afspraken"):
            self.say(slug, Commanded(command))
        self.press(slug, "p:gegevensbestand:")
        for one in (WRITTEN, CHOSEN):
            for argument in (one, *(f"{one}.{partner}" for partner in self.facts.partners)):
                self.press(slug, f"p:verdiep:{argument}")
            self.press(slug, f"p:verdiepuitleg:{one}")
        for run in self.ids("instrument_run"):
            for question in ("", ".0.b1.1.1", ".0.b1.1.2", ".0.olos.1"):
                self.press(slug, f"p:verdiepantw:{run}{question}")
                self.press(slug, f"p:lees:verdiepantw:{run}{question}")
            self.press(slug, f"p:verdiepwijzig:{run}")
        for talk in self.ids("conversation"):
            self.press(slug, f"p:ga:{talk}")
