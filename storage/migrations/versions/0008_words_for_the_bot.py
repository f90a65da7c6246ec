"""A word that may be meant for the bot is kept aside until it is settled whether it is the answer."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "conversation",
        sa.Column(
            "unsure",
            sa.String(length=64),
            nullable=True,
            comment="One of a list of words, typed at the question of now: is it the answer?",
        ),
    )
    op.add_column(
        "conversation",
        sa.Column("unsure_message", sa.BigInteger(), nullable=True, comment="The message it was typed in"),
    )


def downgrade() -> None:
    op.drop_column("conversation", "unsure_message")
    op.drop_column("conversation", "unsure")
