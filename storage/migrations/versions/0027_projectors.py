"""Codes with which a large screen shows a group."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "projector",
        sa.Column("id", _ID, nullable=False),
        sa.Column("binding", _ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["binding"], ["chat_binding.id"], name=op.f("fk_projector_binding_chat_binding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projector")),
        comment="The code with which a large screen shows a group, for some hours: one for each group",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_projector_token_hash"), "projector", ["token_hash"], unique=True)
    op.create_index(op.f("ix_projector_binding"), "projector", ["binding"], unique=True)


def downgrade() -> None:
    op.drop_table("projector")
