"""Further instruments, each answered by one person for their partner."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "instrument_run"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", _ID, nullable=False),
        sa.Column("instrument", sa.String(length=16), nullable=False, comment="The id of a question set"),
        sa.Column("collaboration", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{name}.id"], name=op.f(f"fk_{_TABLE}_{name}_{name}"))
            for name in ("collaboration", "partner", "person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        comment="One person who answers an instrument for their partner; the answers stand with the conversation",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_collaboration"), _TABLE, ["collaboration"])
    op.create_index(op.f(f"ix_{_TABLE}_person"), _TABLE, ["person"])
    op.create_index(
        op.f(f"ix_{_TABLE}_partner_instrument_person"), _TABLE, ["partner", "instrument", "person"], unique=True
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
