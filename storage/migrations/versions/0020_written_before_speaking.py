"""Until when people write to a question in private, before anybody speaks."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "discussion",
        sa.Column(
            "quiet_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Until when people write in private; empty when they do not",
        ),
    )


def downgrade() -> None:
    op.drop_column("discussion", "quiet_until")
