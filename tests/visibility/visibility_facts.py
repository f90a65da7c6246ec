"""What is true at one moment, read from the tables with statements of its own: who is in, handed in, settled, revealed.

Shares nothing with the code that decides what may be seen, so that a mistake there is not made here too.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

FILLS_IN = {"leidinggevende", "deelnemer", "procesbegeleider"}
FACILITATOR = "begeleider"
HIDDEN_ROUNDS = {"draft", "preparation"}


@dataclass(frozen=True)
class Member:
    """A membership, which may have ended."""

    id: int
    person: int
    collaboration: int
    partner: int | None
    role: str
    active: bool


@dataclass(frozen=True)
class Version:
    """A settled version, and whether it was revealed."""

    id: int
    run: int
    partner: int
    form: str
    revealed: bool


@dataclass(frozen=True)
class Talk:
    """A conversation: whose chat, which dialog, about what."""

    id: int
    dialog: str
    chat: int
    subject: int


@dataclass(frozen=True)
class Facts:
    """One moment."""

    people: dict[int, int] = field(default_factory=dict)
    """Chat: person."""
    names: dict[int, str] = field(default_factory=dict)
    members: tuple[Member, ...] = ()
    partners: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Partner: collaboration and name."""
    rounds: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Round: collaboration and state."""
    runs: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    """Run: round, partner, state."""
    handed_in: frozenset[tuple[int, int]] = frozenset()
    """Run and person."""
    scanned: frozenset[tuple[int, int]] = frozenset()
    versions: tuple[Version, ...] = ()
    talks: dict[int, Talk] = field(default_factory=dict)
    answers: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    """Conversation and step: kind and value."""
    snapshots: dict[int, str] = field(default_factory=dict)
    links: frozenset[tuple[int, int, str, int, str, str]] = frozenset()
    """Of an ask to an offer: round, asking partner, its line, offering partner, its line, degree."""
    public: str = ""
    """What people named: collaborations and partners. Everybody in them reads it."""
    inviters: dict[str, int] = field(default_factory=dict)
    """Hash of a token: who made it."""

    def mine(self, chat: int) -> tuple[Member, ...]:
        """The places this chat's person has now."""
        person = self.people.get(chat)
        return tuple(m for m in self.members if m.active and m.person == person)

    def fills_in_for(self, chat: int, partner: int) -> bool:
        return any(m.partner == partner and m.role in FILLS_IN for m in self.mine(chat))

    def sees_reveals_of(self, chat: int, collaboration: int) -> bool:
        mine = (m for m in self.mine(chat) if m.collaboration == collaboration)
        return any(m.role in FILLS_IN or m.role == FACILITATOR for m in mine)

    def leads(self, chat: int, collaboration: int) -> bool:
        return any(m.collaboration == collaboration and m.role == FACILITATOR for m in self.mine(chat))

    def may_compare(self, chat: int, author: int) -> bool:
        """Whether the person of this chat may see what `author` handed in, for some partner of both."""
        person = self.people.get(chat)
        return any(
            self.fills_in_for(chat, partner) and {(run, author), (run, person)} <= self.handed_in
            for run, (_, partner, _) in self.runs.items()
        )

    def may_read(self, chat: int, version: Version) -> bool:
        """Whether this chat may read a settled version."""
        if self.fills_in_for(chat, version.partner):
            return True
        collaboration, state = self.rounds[self.runs[version.run][0]]
        return version.revealed and state not in HIDDEN_ROUNDS and self.sees_reveals_of(chat, collaboration)


def read_facts(connection: Connection) -> Facts:
    """The facts of this moment."""

    def rows(statement: str) -> list[Any]:
        return list(connection.execute(text(statement)))

    people = rows("SELECT id, chat, name FROM person")
    named = rows(
        "SELECT name FROM collaboration UNION ALL SELECT name FROM partner UNION ALL SELECT sector FROM partner"
    )
    return Facts(
        people={chat: id_ for id_, chat, _ in people},
        names={id_: name for id_, _, name in people},
        members=tuple(
            Member(*row[:5], active=row[5] is None)
            for row in rows("SELECT id, person, collaboration, partner, role, left_at FROM membership ORDER BY id")
        ),
        partners={i: (c, n) for i, c, n in rows("SELECT id, collaboration, name FROM partner")},
        rounds={i: (c, s) for i, c, s in rows("SELECT id, collaboration, state FROM round")},
        runs={i: (r, p, s) for i, r, p, s in rows("SELECT id, round, partner, state FROM phase_run")},
        handed_in=frozenset(
            (r, p) for r, p in rows("SELECT run, person FROM participation WHERE handed_in_at IS NOT NULL")
        ),
        scanned=frozenset(
            (r, p) for r, p in rows("SELECT run, person FROM participation WHERE scanned_at IS NOT NULL")
        ),
        versions=tuple(
            Version(i, r, p, form, bool(seen))
            for i, r, p, form, seen in rows(
                "SELECT s.id, s.run, s.partner, s.form, EXISTS(SELECT 1 FROM revealed v WHERE v.settlement = s.id) "
                "FROM settlement s ORDER BY s.id"
            )
        ),
        talks={row[0]: Talk(*row) for row in rows("SELECT id, dialog, chat, subject FROM conversation")},
        answers={(c, s): (k, v) for c, s, k, v in rows("SELECT conversation, step, kind, value FROM answer")},
        snapshots=dict(tuple(row) for row in rows("SELECT conversation, drafts FROM snapshot")),
        links=frozenset(tuple(row) for row in rows("SELECT round, asking, ask, offering, offer, degree FROM ask_link")),
        public="\n".join(name or "" for (name,) in named),
        inviters=dict(tuple(row) for row in rows("SELECT token_hash, made_by FROM invitation")),
    )
