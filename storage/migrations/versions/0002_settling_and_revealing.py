"""Settling and revealing."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", _ID, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="Counts up per run"),
        sa.Column("form", sa.Text(), nullable=False, comment="The settled form as JSON; never changes"),
        sa.Column("settled_by", _ID, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("with_manager", sa.Boolean(), nullable=False),
        sa.Column("after_reveal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_settlement_run_phase_run")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_settlement_partner_partner")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_settlement_settled_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        comment="A partner's version of phase 1; a new version is a new row",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_settlement_run_number"), "settlement", ["run", "number"], unique=True)
    op.create_table(
        "snapshot",
        sa.Column("conversation", _ID, autoincrement=False, nullable=False),
        sa.Column(
            "drafts", sa.Text(), nullable=False, comment="What people had handed in when settling began, as JSON"
        ),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversation.id"],
            name=op.f("fk_snapshot_conversation_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_snapshot")),
        comment="What is being settled in a conversation",
    )
    op.create_table(
        "revealed",
        sa.Column("round", _ID, autoincrement=False, nullable=False),
        sa.Column("settlement", _ID, autoincrement=False, nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_revealed_round_round"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["settlement"], ["settlement.id"], name=op.f("fk_revealed_settlement_settlement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round", "settlement", name=op.f("pk_revealed")),
        comment="Which versions all partners have seen",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reaction",
        sa.Column("round", _ID, autoincrement=False, nullable=False),
        sa.Column("card", sa.String(length=64), nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_reaction_round_round"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_reaction_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "card", "person", name=op.f("pk_reaction")),
        comment="What somebody thinks of a card of the reveal; the latest counts",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("reaction")
    op.drop_table("revealed")
    op.drop_table("snapshot")
    op.drop_index(op.f("ix_settlement_run_number"), table_name="settlement")
    op.drop_table("settlement")
