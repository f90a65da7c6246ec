"""In which chat of another door a group is shown as well, and which number its messages have in the group."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("chat_binding", "beside", "The chat of another door that shows it as well. No reference: that may go"),
    ("page_message", "message", "Its number at the door of its group, where that is another"),
)


def upgrade() -> None:
    for table, name, comment in _COLUMNS:
        op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=True, comment=comment))


def downgrade() -> None:
    for table, name, _ in _COLUMNS:
        op.drop_column(table, name)
