"""An answer knows the message it was typed in, so that it can follow when that message is edited."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "answer",
        sa.Column("message", sa.BigInteger(), nullable=True, comment="The private message in which it was typed"),
    )


def downgrade() -> None:
    op.drop_column("answer", "message")
