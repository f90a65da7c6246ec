"""Chats of doors that give no numbers of their own. Those of before are Telegram's, and keep the numbers it gave them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("door", sa.Integer(), nullable=False, comment="The number of the door"),
        sa.Column("name", sa.String(length=255), nullable=False, comment="What that door calls it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
        comment="Chats of doors that give no numbers; a Telegram chat has none, and is called by its number",
    )
    op.create_index(op.f("ix_chat_door_name"), "chat", ["door", "name"], unique=True)


def downgrade() -> None:
    op.drop_table("chat")
