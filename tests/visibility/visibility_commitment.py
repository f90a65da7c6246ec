"""Phase 3 as it stands in the tables, and what of it each chat may read: the table of the promise, said once more.

Shares nothing with the code that decides what may be seen. `Places` knows where each planted text stands now.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from visibility_facts import FACILITATOR, FILLS_IN, Facts, Member, reader
from visibility_reports import report_is_right
from visibility_step import SECRET, LeakError, Step, as_read
from visibility_watch import LOG_KIND

from bot.turn.records import Outgoing


@dataclass(frozen=True)
class Place:
    """Where a text stands: an answer of phase 3, a statement, or with an agreement; of whom, and how far it goes."""

    kind: str
    chat: int
    collaboration: int
    partner: int | None
    handed_in: bool = False
    myself: bool = False
    shared: bool = False


@dataclass(frozen=True)
class Places:
    """One moment."""

    members: tuple[Member, ...] = ()
    people: dict[int, int] = field(default_factory=dict)
    """Chat: person."""
    bound: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    """Group: collaboration and partner."""
    texts: tuple[tuple[str, Place], ...] = ()

    def __deepcopy__(self, memo: Any) -> "Places":
        return self

    def of(self, secret: str) -> Iterator[Place]:
        """Everywhere this text stands."""
        return (place for said, place in self.texts if secret in said)

    def may_read(self, place: Place, chat: int) -> bool:
        """The rows of phase 3, for a person or a group."""
        if chat < 0:
            return place.kind == "agreement" and self._group_may(place, chat)
        mine = [m for m in self.members if m.active and m.person == self.people.get(chat)]
        here = [m for m in mine if m.collaboration == place.collaboration]
        if place.chat == chat:
            return True
        own = place.partner is not None and any(m.partner == place.partner for m in here)
        reached = place.shared and any(m.role in FILLS_IN or m.role == FACILITATOR for m in here)
        match place.kind:
            case "answer":
                return place.handed_in and not place.myself and (own or reached)
            case "statement":
                return own or reached
            case "agreement":
                return own or reached or (place.partner is None and bool(here))
            case _:
                return False

    def _group_may(self, place: Place, chat: int) -> bool:
        collaboration, partner = self.bound.get(chat, (0, None))
        here = collaboration == place.collaboration
        return here and (place.partner is None or partner == place.partner or place.shared)


def read_places(connection: Connection, facts: Facts) -> Places:
    """Where everything stands now."""
    rows = reader(connection)
    return Places(
        facts.members,
        facts.people,
        {b.chat: (b.collaboration, b.partner) for b in facts.bound if b.active},
        (*_answers(rows), *_statements(rows), *_agreements(rows)),
    )


def _answers(rows: Any) -> Iterator[tuple[str, Place]]:
    levels = {
        (conversation, step.removesuffix(".level")): value
        for conversation, step, value in rows("SELECT conversation, step, value FROM answer WHERE step LIKE '%.level'")
    }
    shared = {tuple(row) for row in rows("SELECT run, person, question FROM shared_answer")}
    statement = (
        "SELECT c.id, c.chat, c.subject, a.step, a.value, p.id, r.partner, o.collaboration, t.handed_in_at "
        "FROM answer a JOIN conversation c ON c.id = a.conversation JOIN phase_run r ON r.id = c.subject "
        "JOIN round o ON o.id = r.round LEFT JOIN person p ON p.chat = c.chat "
        "LEFT JOIN participation t ON t.run = r.id AND t.person = p.id "
        "WHERE c.dialog = 'commitment' AND a.kind = 'written'"
    )
    for talk, chat, run, step, value, person, partner, collaboration, handed_in in rows(statement):
        myself = levels.get((talk, step)) == "ik"
        switched = (run, person, step) in shared
        yield value, Place("answer", chat, collaboration, partner, handed_in is not None, myself, switched)


def _statements(rows: Any) -> Iterator[tuple[str, Place]]:
    statement = (
        "SELECT c.condition, c.term, p.chat, o.collaboration, r.partner, c.shared FROM commitment c "
        "JOIN phase_run r ON r.id = c.run JOIN round o ON o.id = r.round JOIN person p ON p.id = c.by"
    )
    for condition, term, chat, collaboration, partner, shared in rows(statement):
        yield f"{condition} {term}", Place("statement", chat, collaboration, partner, shared=bool(shared))


def _agreements(rows: Any) -> Iterator[tuple[str, Place]]:
    statement = (
        "SELECT a.id, a.what, a.owner_name, a.if_then, p.chat, a.collaboration, a.partner, a.shared, a.state "
        "FROM agreement a JOIN person p ON p.id = a.maker"
    )
    noted = list(rows("SELECT agreement, note FROM agreement_event"))
    for id_, what, name, line, chat, collaboration, partner, shared, state in rows(statement):
        kind = "draft" if state == "concept" else "agreement"
        notes = " ".join(note for agreement, note in noted if agreement == id_)
        yield f"{what} {name} {line} {notes}", Place(kind, chat, collaboration, partner, shared=bool(shared))


@dataclass
class CommitmentWatch:
    """Looks at everything that leaves after one step."""

    authors: dict[str, int] = field(default_factory=dict)
    """Secret: the chat in which it was typed."""
    places: Places = field(default_factory=Places)
    reached: set[tuple[str, int]] = field(default_factory=set)
    """Which secret got to which chat, so that a play can show that something does get through."""

    def check(self, step: Step) -> None:
        for message in step.outgoing:
            for what, said in _parts(message):
                self._look(message.chat, said, what)
            report_is_right(step, message, self._one_may_read)
        if step.toast and step.actor is not None:
            self._look(step.actor, step.toast, "a toast")
        if SECRET.search(step.logged):
            raise LeakError(f"logged: {step.logged[:300]}")
        for kind, dialog in step.turn_log:
            if not LOG_KIND.fullmatch(kind) or not re.fullmatch("[a-z_]*", dialog):
                raise LeakError(f"the turn log has {kind!r}, {dialog!r}")

    def _look(self, chat: int, said: str, what: str) -> None:
        for found in SECRET.findall(said):
            meant = [found] if found in self.authors else [s for s in self.authors if s.startswith(found)]
            if not any(self.may_read(secret, chat) for secret in meant):
                raise LeakError(f"{what} for {chat} has {found}: {said[:300]}")
            self.reached.update((secret, chat) for secret in meant)

    def _one_may_read(self, found: str, chat: int) -> bool:
        meant = [found] if found in self.authors else [s for s in self.authors if s.startswith(found)]
        return any(self.may_read(secret, chat) for secret in meant)

    def may_read(self, secret: str, chat: int) -> bool:
        """What somebody typed is theirs; for others it counts where it stands now."""
        if self.authors[secret] == chat:
            return True
        return any(self.places.may_read(place, chat) for place in self.places.of(secret))


def _parts(message: Outgoing) -> list[tuple[str, str]]:
    buttons = [b for row in message.screen.buttons for b in row]
    found = [("a message", as_read(message.screen.html))]
    found += [("a label", b.label) for b in buttons] + [("a button", f"{b.option} {b.url}") for b in buttons]
    found += [("a document", message.document)] if message.document is not None else []
    return [*found, ("a picture", json.dumps(message.picture))] if message.picture is not None else found
