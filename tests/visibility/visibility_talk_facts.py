"""Phase 2 at one moment, read from the tables with statements of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

NEEDED = "f2.b4"
GOALS = "f2.b5"
HOME = "f2.b6"


@dataclass(frozen=True)
class Led:
    """A discussion: where, who leads, which question, and how it goes."""

    id: int
    run: int
    collaboration: int
    led_by: int
    state: str
    question: str | None
    minutes_left: int
    panel: int | None
    round: int
    binding: int
    setting: str | None
    drawer: str | None
    quiet_until: str | None


@dataclass(frozen=True)
class Words:
    """What somebody said to a question."""

    id: int
    led: int
    question: str
    person: int
    partner: int | None
    message: int
    text: str
    withdrawn: bool


@dataclass(frozen=True)
class Aim:
    """A goal in its newest wording."""

    id: int
    led: int
    message: int
    text: str
    version: int
    placed: int


@dataclass(frozen=True)
class Talks:
    """All of phase 2."""

    led: dict[int, Led] = field(default_factory=dict)
    asked: dict[tuple[int, str], tuple[int, bool]] = field(default_factory=dict)
    """Discussion and question: where it stands, and whether its answers are shown."""
    words: dict[int, Words] = field(default_factory=dict)
    aims: dict[int, Aim] = field(default_factory=dict)
    ballots: dict[tuple[int, str, int, int], tuple[str, str]] = field(default_factory=dict)
    """Discussion, subject, person and partner: choice and reason."""
    checks: dict[tuple[int, int], tuple[int, bool, str]] = field(default_factory=dict)
    """Discussion and partner: who checked the minutes, whether they are right, and what is not."""
    fixed: dict[int, str] = field(default_factory=dict)
    placed: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    """Chat and message of what is changed in place."""
    put: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Question, by its number: the discussion and which."""
    quiet_due: dict[int, str] = field(default_factory=dict)
    """Discussion: when its quiet window ends by itself."""
    quiet_of_before: frozenset[tuple[int, int]] = frozenset()
    """Person and question: what they wrote quietly before their place of now began, which went with the one before."""
    unreachable: frozenset[int] = frozenset()
    """People who blocked the bot, so that no panel reaches them."""


def read_talks(rows: Callable[[str], list[Any]]) -> Talks:
    """Phase 2 of this moment."""
    return Talks(
        led={
            row[0]: Led(*row)
            for row in rows(
                "SELECT d.id, d.run, b.collaboration, d.led_by, d.state, d.question, d.minutes_left, d.panel, r.round, "
                "d.binding, d.setting, d.drawer, d.quiet_until "
                "FROM discussion d JOIN chat_binding b ON b.id = d.binding JOIN phase_run r ON r.id = d.run"
            )
        },
        asked={
            (d, q): (p, s == "shown")
            for d, q, p, s in rows(
                "SELECT d.id, q.about, q.placed, q.state FROM question q JOIN discussion d ON d.run = q.run "
                "WHERE q.kind = 'asked' AND q.placed IS NOT NULL"
            )
        },
        words={
            row[0]: Words(*row[:7], withdrawn=bool(row[7]))
            for row in rows(
                "SELECT c.id, d.id, q.about, c.person, c.partner, c.message, c.text, c.withdrawn "
                "FROM question_contribution c JOIN question q ON q.id = c.question JOIN discussion d ON d.run = q.run "
                "ORDER BY c.id"
            )
        },
        aims={
            row[0]: Aim(*row)
            for row in rows(
                "SELECT q.id, d.id, s.message, q.text, q.number, q.placed FROM question q "
                "JOIN discussion d ON d.run = q.run JOIN question_stood s ON s.placed = q.placed "
                "WHERE q.kind = 'proposal' ORDER BY q.id"
            )
        },
        ballots={
            (d, s, p, r): (c, why)
            for d, s, p, r, c, why in rows(
                "SELECT d.id, CASE WHEN q.kind = 'asked' THEN q.about ELSE 'goal.' || q.id || '.' || b.wording END, "
                "b.person, b.partner, b.choice, b.reason FROM question_ballot b "
                "JOIN question q ON q.id = b.question JOIN discussion d ON d.run = q.run"
            )
        },
        checks={
            (d, r): (p, bool(ok), t)
            for d, r, p, ok, t in rows("SELECT discussion, partner, person, confirmed, correction FROM minutes_check")
        },
        fixed=dict(tuple(row) for row in rows("SELECT discussion, body FROM minutes")),
        placed={i: (c, m) for i, c, m in rows("SELECT id, chat, message FROM placed")},
        put={
            q: (d, about)
            for q, d, about in rows(
                "SELECT q.id, d.id, q.about FROM question q JOIN discussion d ON d.run = q.run WHERE q.kind = 'asked'"
            )
        },
        quiet_due=dict(tuple(row) for row in rows("SELECT subject, due_at FROM timer WHERE kind = 'quiet_time'")),
        quiet_of_before=frozenset(
            (person, number)
            for person, number in rows(
                "SELECT c.person, c.subject FROM conversation c JOIN answer a ON a.conversation = c.id "
                "JOIN question q ON q.id = c.subject JOIN round r ON r.id = q.round WHERE c.dialog = 'quiet' "
                "AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = c.person AND m.left_at IS NULL "
                "AND m.collaboration = r.collaboration AND m.joined_at <= a.at)"
            )
        ),
        unreachable=frozenset(person for (person,) in rows("SELECT id FROM person WHERE NOT reachable")),
    )
