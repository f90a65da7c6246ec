"""The optional line "Als …, dan …" of an agreement, and what a change of one changed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    line = sa.Column("if_then", sa.Text(), nullable=True, comment="What is done when, as people put it")
    op.add_column("agreement", line)
    parts = sa.Column("changed", sa.String(100), nullable=True, comment="Which parts, with a comma between them")
    op.add_column("agreement_event", parts)


def downgrade() -> None:
    op.drop_column("agreement_event", "changed")
    op.drop_column("agreement", "if_then")
