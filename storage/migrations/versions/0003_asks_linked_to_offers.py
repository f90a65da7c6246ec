"""Asks linked to the offers that answer them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ask_link",
        sa.Column("round", _ID, autoincrement=False, nullable=False),
        sa.Column("asking", _ID, autoincrement=False, nullable=False),
        sa.Column("offering", _ID, autoincrement=False, nullable=False),
        sa.Column(
            "lines",
            sa.String(length=64),
            nullable=False,
            comment="Both texts hashed: as a key they would be too long",
        ),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("degree", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_ask_link_round_round"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["asking"], ["partner.id"], name=op.f("fk_ask_link_asking_partner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offering"], ["partner.id"], name=op.f("fk_ask_link_offering_partner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round", "asking", "offering", "lines", name=op.f("pk_ask_link")),
        comment="Which offer answers an ask, as the asking partner says; the latest counts",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("ask_link")
