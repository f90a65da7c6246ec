"""The answers of phase 3 as they were when it closed for their partner: a report of then stays a report of then."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "kept_answer"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", _ID, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("person", _ID, nullable=True, comment="Empty once they were erased"),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f(f"fk_{_TABLE}_run_phase_run")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f(f"fk_{_TABLE}_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        comment="An answer of phase 3 as it was when that closed for its partner",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{_TABLE}_run"), _TABLE, ["run"])
    op.create_index(op.f(f"ix_{_TABLE}_person"), _TABLE, ["person"])


def downgrade() -> None:
    op.drop_table(_TABLE)
