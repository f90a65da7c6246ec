"""Each time somebody is asked is kept by itself, for a phase as well. It was a count for each thing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_DAYS_AFTER_LATER = timedelta(days=3)
_COUNTED = sa.text("SELECT person, about, subject, occasion, asks, asked_at, put_off, muted FROM prompt").columns(
    occasion=sa.Date(), asked_at=_AT, put_off=_AT, muted=sa.Boolean()
)
_PHASES = sa.text(
    "SELECT p.person, p.run, p.reminders, p.last_reminded_at, p.muted, coalesce(n.opened_at, r.opened_at) AS since"
    " FROM participation p JOIN phase_run n ON n.id = p.run JOIN round r ON r.id = n.round"
).columns(last_reminded_at=_AT, muted=sa.Boolean(), since=_AT)


def upgrade() -> None:
    kept = [*_of_days(), *_of_phases()]
    op.drop_table("prompt")
    prompt = op.create_table(
        "prompt",
        *_key(),
        sa.Column("at", _AT, nullable=False),
        sa.Column("response", sa.String(length=16), nullable=True, comment="Later, or no more of this"),
        sa.Column("responded_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_prompt_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "about", "subject", "occasion", "at", name=op.f("pk_prompt")),
        comment="One time that somebody was asked about something without asking for it",
        sqlite_with_rowid=False,
    )
    op.bulk_insert(prompt, kept)
    for column in ("reminders", "last_reminded_at", "muted"):
        op.drop_column("participation", column)


def downgrade() -> None:
    op.add_column("participation", sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("participation", sa.Column("last_reminded_at", _AT, nullable=True))
    op.add_column("participation", sa.Column("muted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_table("prompt")
    op.create_table(
        "prompt",
        *_key(),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_at", _AT, nullable=True),
        sa.Column("put_off", _AT, nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_prompt_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "about", "subject", "occasion", name=op.f("pk_prompt")),
        comment="What somebody was asked about without asking for it, and how often",
        sqlite_with_rowid=False,
    )


def _key() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("subject", _ID, autoincrement=False, nullable=False),
        sa.Column("occasion", sa.Date(), nullable=False, comment="The day for which is asked"),
    )


def _of_days() -> Iterator[dict[str, Any]]:
    for row in op.get_bind().execute(_COUNTED).mappings():
        topic = {name: row[name] for name in ("person", "about", "subject", "occasion")}
        later = row["put_off"] and _utc(row["put_off"]) - _DAYS_AFTER_LATER
        yield from _times(topic, row["asks"], row["asked_at"], later, row["muted"])


def _of_phases() -> Iterator[dict[str, Any]]:
    for row in op.get_bind().execute(_PHASES).mappings():
        if row["last_reminded_at"] is not None and row["since"] is not None:
            topic = {"person": row["person"], "about": "fase", "subject": row["run"], "occasion": row["since"].date()}
            later = None if row["reminders"] else row["last_reminded_at"]
            yield from _times(topic, row["reminders"], row["last_reminded_at"], later, row["muted"])


def _times(
    topic: dict[str, Any], asks: int, last: datetime | None, later: datetime | None, muted: bool
) -> Iterator[dict[str, Any]]:
    """One row a time; only the last moment is known, so the ones before stand a second earlier each."""
    if last is None:
        return
    response = "niet_meer" if muted else "later" if later is not None else None
    times = asks + (response == "later")
    for back in range(max(1, times)):
        said = response if back == 0 else None
        responded = _utc(later or last) if said else None
        yield topic | {"at": _utc(last) - timedelta(seconds=back), "response": said, "responded_at": responded}


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
