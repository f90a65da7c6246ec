"""Where people sit while they talk, and what lies open on the panel of whoever leads."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "discussion",
        sa.Column(
            "setting",
            sa.String(16),
            nullable=True,
            comment="Whether people sit in one room; empty until it is said",
        ),
    )
    op.add_column(
        "discussion",
        sa.Column(
            "drawer",
            sa.String(16),
            nullable=True,
            comment="What lies open on the panel in place of its main buttons",
        ),
    )


def downgrade() -> None:
    op.drop_column("discussion", "drawer")
    op.drop_column("discussion", "setting")
