"""Until when the program that works on this database may be at work."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="Always 1"),
        sa.Column("term", sa.Integer(), nullable=False, comment="Rises whenever a program begins to work"),
        sa.Column(
            "holder",
            sa.String(length=128),
            nullable=False,
            comment="Machine and process; empty where that cannot be known",
        ),
        sa.Column(
            "held_until", sa.DateTime(timezone=True), nullable=False, comment="By the clock of the database"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
        comment="PostgreSQL: until when the program that works may send; a file has a lock file instead",
    )


def downgrade() -> None:
    op.drop_table("lease")
