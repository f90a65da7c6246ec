"""Until when somebody is away, so that nothing comes to them by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person",
        sa.Column(
            "away_until",
            sa.Date(),
            nullable=True,
            comment="Nothing comes by itself before this day, where they are",
        ),
    )


def downgrade() -> None:
    op.drop_column("person", "away_until")
