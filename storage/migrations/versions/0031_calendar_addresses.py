"""Addresses at which a calendar fetches days."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calendar_address",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("collaboration", _ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_calendar_address_person_person")),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_calendar_address_collaboration_collaboration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        comment="The address at which the calendar of a person fetches the days of a collaboration: one for each",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_calendar_address_token_hash"), "calendar_address", ["token_hash"], unique=True)
    op.create_index(
        op.f("ix_calendar_address_person_collaboration"), "calendar_address", ["person", "collaboration"], unique=True
    )


def downgrade() -> None:
    op.drop_table("calendar_address")
