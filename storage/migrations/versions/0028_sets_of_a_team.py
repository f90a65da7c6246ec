"""A question set that a facilitator gives as a file, for the people of one collaboration."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "own_set"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", _ID, nullable=False),
        sa.Column("collaboration", _ID, nullable=False),
        sa.Column("kept_by", _ID, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="What the file said, checked, as JSON"),
        sa.Column(
            "taken_away_at", sa.DateTime(timezone=True), nullable=True, comment="Since then nobody can begin it"
        ),
        sa.ForeignKeyConstraint(["collaboration"], ["collaboration.id"], name=op.f("fk_own_set_collaboration_collaboration")),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_own_set_kept_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_set")),
        comment="A question set that a facilitator gave as a file; its people alone see it",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_own_set_collaboration"), _TABLE, ["collaboration"])


def downgrade() -> None:
    op.drop_index(op.f("ix_own_set_collaboration"), _TABLE)
    op.drop_table(_TABLE)
