"""When the day of an agreement was chosen: it is spoken of once before that day, and halfway when it is far ahead."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_LAST = (
    "SELECT max(e.at) FROM agreement_event e"
    " WHERE e.agreement = agreement.id AND e.kind IN ('gemaakt', 'gewijzigd', 'loopt_nog', 'gedaan')"
)
"""What gave an agreement its day, as far as that was kept."""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("agreement", sa.Column("dated_at", moment, nullable=True, comment="When its day was chosen"))
    op.execute(f"UPDATE agreement SET dated_at = coalesce(({_LAST}), made_at) WHERE due IS NOT NULL")  # noqa: S608


def downgrade() -> None:
    op.drop_column("agreement", "dated_at")
