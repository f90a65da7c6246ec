"""What is true at one moment, read from the tables with statements of its own: who is in, handed in, settled, revealed.
And of groups: what is bound where, what lies on the table there, and who has a seat.

Shares nothing with the code that decides what may be seen, so that a mistake there is not made here too.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection
from visibility_talk_facts import Talks, read_talks

FILLS_IN = {"leidinggevende", "deelnemer", "procesbegeleider"}
FACILITATOR = "begeleider"
MANAGER = "leidinggevende"
HIDDEN_ROUNDS = {"draft", "preparation"}


_BEFORE_IT_OPENED = """
    SELECT seat.question, seat.person, seat.run, seat.partner, seat.motive
    FROM question_seat seat
    JOIN question board ON board.id = seat.question
    JOIN participation ON participation.run = seat.run AND participation.person = seat.person
    JOIN conversation ON conversation.person = seat.person AND conversation.subject = seat.run
    JOIN answer ON answer.conversation = conversation.id AND answer.step = seat.motive
    WHERE conversation.dialog = 'preparation'
      AND participation.handed_in_at <= board.opened_at AND answer.at <= board.opened_at
"""


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
class Bound:
    """A group that belongs to a partner, or (`partner` None) to a whole collaboration; which may have ended."""

    id: int
    chat: int
    collaboration: int
    partner: int | None
    by: int
    status: int | None
    active: bool


@dataclass(frozen=True)
class Board:
    """A motive on the table of a group."""

    id: int
    bound: int
    round: int
    subject: str
    text: str
    author: int | None
    placed: int
    state: str
    number: int


@dataclass(frozen=True)
class Seat:
    """Somebody's place in the electorate of a board, and as which motive it counts."""

    board: int
    person: int
    run: int
    partner: int
    motive: str


@dataclass(frozen=True)
class Paper:
    """A form on paper that somebody enters; `person` is its author once the signature was confirmed."""

    id: int
    run: int
    entered_by: int
    person: int | None
    handed_in: bool


@dataclass(frozen=True)
class Leading:
    """Who leads a group past its motives and through the reveal, and how far that is."""

    binding: int
    round: int
    led_by: int
    panel: int | None
    step: int | None
    stands: int | None


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
    commitments: frozenset[int] = frozenset()
    """The runs of phase 3."""
    asked_in_phase_3: dict[int, int] = field(default_factory=dict)
    """Placed message in which a question of phase 3 ever stood: the run."""
    handed_in: frozenset[tuple[int, int]] = frozenset()
    whole: frozenset[tuple[int, int]] = frozenset()
    """Who handed in the questions too, and not the motives alone."""
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
    kinds: dict[int, str] = field(default_factory=dict)
    """Partner: which form it fills in."""
    modes: dict[int, str] = field(default_factory=dict)
    taking_part: frozenset[tuple[int, int]] = frozenset()
    """Run and person."""
    bound: tuple[Bound, ...] = ()
    boards: dict[int, Board] = field(default_factory=dict)
    before_it_opened: frozenset["Seat"] = frozenset()
    """Those who had handed in their answer of now before their board opened."""
    seats: tuple[Seat, ...] = ()
    voted_on: frozenset[int] = frozenset()
    """Boards on which anybody voted."""
    speaks_for: dict[tuple[int, int], int | None] = field(default_factory=dict)
    """Of whom was seen in a group: for which partner they chose to speak there."""
    replies: dict[tuple[int, int], tuple[int, int, str]] = field(default_factory=dict)
    """Board and message: person, partner and text."""
    alone: frozenset[int] = frozenset()
    """Rounds without a phase 1 of their own."""
    phase_2: Talks = field(default_factory=Talks)
    leading: dict[int, Leading] = field(default_factory=dict)
    """By group."""
    papers: dict[int, Paper] = field(default_factory=dict)

    def __deepcopy__(self, memo: Any) -> "Facts":
        return self  # nobody changes what was read

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
        collaboration, _ = self.rounds[self.runs[version.run][0]]
        return self.is_open_to_all(version) and self.sees_reveals_of(chat, collaboration)

    def is_open_to_all(self, version: Version) -> bool:
        return version.revealed and self.rounds[self.runs[version.run][0]][1] not in HIDDEN_ROUNDS

    def takes_motives(self, round_: int) -> bool:
        state = self.rounds[round_][1]
        return state == "preparation" or (state == "alignment" and round_ in self.alone)

    # --- on paper ---

    @cached_property
    def on_paper(self) -> frozenset[int]:
        """The chats of those who take part on paper."""
        authors = {paper.person for paper in self.papers.values()}
        return frozenset(chat for chat, person in self.people.items() if person in authors)

    def entered_in(self, paper: Paper) -> dict[str, tuple[str, str]]:
        """What was typed over of a paper, without whose it is."""
        talks = {t.id for t in self.talks.values() if t.dialog == "namens" and t.subject == paper.id}
        return {s: given for (c, s), given in self.answers.items() if c in talks and not s.startswith("namens.")}

    def may_confirm(self, chat: int, paper: Paper) -> bool:
        """Whether this chat's person looks for the signature: a second one of the partner, else whoever leads."""
        partner = self.runs[paper.run][1]
        seconds = {m.person for m in self.members if m.active and m.partner == partner and m.role in FILLS_IN}
        if seconds - {paper.entered_by}:
            return self.people.get(chat) in seconds - {paper.entered_by}
        return self.leads(chat, self.partners[partner][0]) and self.people.get(chat) != paper.entered_by

    def may_forget(self, chat: int, paper: Paper) -> bool:
        """Whether this chat's person may delete a paper: who entered it, who settles; nobody left, then who leads."""
        partner = self.runs[paper.run][1]
        if any(m.partner == partner and m.person == paper.entered_by for m in self.mine(chat)):
            return True
        if paper.person is None:
            return False
        left = not any(m.active and m.partner == partner and m.role in FILLS_IN for m in self.members)
        return self.leads(chat, self.partners[partner][0]) if left else self.may_settle_for(chat, partner)

    # --- groups ---

    def bound_in(self, chat: int) -> Bound | None:
        return next((b for b in self.bound if b.active and b.chat == chat), None)

    def is_group_of_all(self, chat: int, collaboration: int) -> bool:
        """Whether this is a group in which everybody who takes part in a collaboration sees its reveals together."""
        here = self.bound_in(chat)
        return here is not None and here.partner is None and here.collaboration == collaboration

    def covers(self, bound: Bound, partner: int) -> bool:
        return self.partners[partner][0] == bound.collaboration and bound.partner in (None, partner)

    def in_circle(self, chat: int, bound: Bound) -> bool:
        """Whether this chat's person is one of those a group is for."""
        mine = (m for m in self.mine(chat) if m.collaboration == bound.collaboration)
        return any(bound.partner is None or m.partner == bound.partner for m in mine)

    def may_settle_for(self, chat: int, partner: int) -> bool:
        """A manager does; where there is none, whoever fills in."""
        mine = {m.role for m in self.mine(chat) if m.partner == partner}
        managed = any(m.active and m.partner == partner and m.role == MANAGER for m in self.members)
        return MANAGER in mine or (bool(mine & FILLS_IN) and not managed)

    def leads_in(self, chat: int, bound: Bound) -> bool:
        """Who opens, shows and opens again in a group."""
        if self.leads(chat, bound.collaboration):
            return True
        return any(self.may_settle_for(chat, p) for p in self.partners if self.covers(bound, p))

    def sits(self, seat: Seat) -> bool:
        """Whether a seat still counts: not of those who have left."""
        return any(
            m.active and m.person == seat.person and m.partner == seat.partner and m.role in FILLS_IN
            for m in self.members
        )

    def seats_at(self, board: int) -> list[Seat]:
        return [seat for seat in self.seats if seat.board == board and self.sits(seat)]

    @cached_property
    def forms(self) -> dict[tuple[int | None, int], int]:
        """Person and run: the talk of phase 1."""
        of = self.talks.values()
        return {(self.people.get(t.chat), t.subject): t.id for t in of if t.dialog == "preparation"}

    def answer_of(self, seat: Seat) -> str | None:
        """The phase 1 answer of a seat."""
        kind, value = self.answers.get((self.forms.get((seat.person, seat.run), 0), seat.motive), ("", ""))
        return value if kind == "chosen" else None


def reader(connection: Connection) -> Callable[[str], list[Any]]:
    """Reads rows straight from SQLite: an oracle reads all of it after every step, and needs the values alone."""
    database = connection.connection.driver_connection
    assert isinstance(database, sqlite3.Connection)
    return lambda statement: database.execute(statement).fetchall()


def read_facts(connection: Connection) -> Facts:
    """The facts of this moment."""

    rows = reader(connection)
    people = rows("SELECT id, chat, name FROM person")
    named = rows(
        "SELECT name FROM collaboration UNION ALL SELECT name FROM partner UNION ALL SELECT sector FROM partner"
    )
    return Facts(
        people={chat: id_ for id_, chat, _ in people},
        names={id_: name for id_, _, name in people if name},
        members=tuple(
            Member(*row[:5], active=row[5] is None)
            for row in rows("SELECT id, person, collaboration, partner, role, left_at FROM membership ORDER BY id")
        ),
        partners={i: (c, n) for i, c, n in rows("SELECT id, collaboration, name FROM partner")},
        rounds={i: (c, s) for i, c, s in rows("SELECT id, collaboration, state FROM round")},
        runs={i: (r, p, s) for i, r, p, s in rows("SELECT id, round, partner, state FROM phase_run WHERE partner > 0")},
        commitments=frozenset(i for (i,) in rows("SELECT id FROM phase_run WHERE phase = 'commitment'")),
        asked_in_phase_3=dict(
            tuple(row)
            for row in rows(
                "SELECT s.placed, q.run FROM question_stood s JOIN question q ON q.id = s.question "
                "JOIN phase_run r ON r.id = q.run WHERE r.phase = 'commitment'"
            )
        ),
        handed_in=frozenset(
            (r, p) for r, p in rows("SELECT run, person FROM participation WHERE handed_in_at IS NOT NULL")
        ),
        whole=frozenset(
            (r, p)
            for r, p in rows(
                "SELECT t.run, t.person FROM participation t JOIN conversation c ON c.person = t.person "
                "AND c.subject = t.run AND c.dialog = 'preparation' JOIN answer a ON a.conversation = c.id "
                "AND a.step = 'prep.review' WHERE t.handed_in_at IS NOT NULL"
            )
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
        kinds=dict(tuple(row) for row in rows("SELECT id, kind FROM partner")),
        modes=dict(tuple(row) for row in rows("SELECT id, mode FROM round")),
        taking_part=frozenset((r, p) for r, p in rows("SELECT run, person FROM participation")),
        bound=tuple(
            Bound(*row[:6], active=row[6] is None)
            for row in rows(
                "SELECT id, chat, collaboration, partner, bound_by, status, ended_at FROM chat_binding ORDER BY id"
            )
        ),
        boards={
            row[0]: Board(*row)
            for row in rows(
                "SELECT id, binding, round, about, text, author, placed, state, number FROM question "
                "WHERE kind = 'motive'"
            )
        },
        voted_on=frozenset(board for (board,) in rows("SELECT DISTINCT question FROM question_seat WHERE voted")),
        before_it_opened=frozenset(Seat(*row) for row in rows(_BEFORE_IT_OPENED)),
        seats=tuple(Seat(*row) for row in rows("SELECT question, person, run, partner, motive FROM question_seat")),
        speaks_for={(b, p): chosen for b, p, chosen in rows("SELECT binding, person, partner FROM seen")},
        replies={
            (b, m): (p, r, t)
            for b, m, p, r, t in rows(
                "SELECT q.id, c.message, c.person, c.partner, c.text FROM question_contribution c "
                "JOIN question q ON q.id = c.question WHERE q.kind = 'motive'"
            )
        },
        alone=frozenset(i for (i,) in rows("SELECT id FROM round WHERE phases NOT LIKE '%voorbereiding%'")),
        phase_2=read_talks(rows),
        papers={
            row[0]: Paper(*row[:4], handed_in=row[4] is not None)
            for row in rows("SELECT id, run, entered_by, person, handed_in_at FROM paper_form")
        },
        leading={
            row[0]: Leading(*row) for row in rows("SELECT binding, round, led_by, panel, step, stands FROM group_lead")
        },
    )
