"""Addresses to which a door may write, and letters that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mail_address",
        sa.Column("person", Identity, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, comment="Random: stops notices, and opens nothing"),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("confirmed_at", Moment),
        sa.Column("refused_at", Moment, comment="The other side took nothing for it"),
        sa.Column("notices", sa.Boolean(), nullable=False),
        sa.Column("confirm_hash", sa.String(64), comment="Of the link that confirms it"),
        sa.Column("confirm_until", Moment),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_mail_address_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_mail_address")),
        comment="Where somebody may be written to",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_mail_address_address"), "mail_address", ["address"])
    op.create_index(op.f("ix_mail_address_key"), "mail_address", ["key"], unique=True)
    op.create_table(
        "letter",
        sa.Column("id", Identity, nullable=False),
        sa.Column("person", Identity, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_letter_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        comment="A letter that waits to be written and sent; what it says is not kept",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letter_person_kind"), "letter", ["person", "kind"], unique=True)


def downgrade() -> None:
    for name in ("letter", "mail_address"):
        op.drop_table(name)
