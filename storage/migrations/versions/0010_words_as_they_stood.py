"""Each wording of a goal, and what an agreement said at each of its events. Of before only what is certain is filled in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NEWEST_WORDING = (
    "INSERT INTO goal_wording (goal, version, person, text)"
    " SELECT id, version, CASE WHEN version = 1 THEN person END, text FROM goal"
)
_SINCE_THE_LAST_CHANGE = (
    "UPDATE agreement_event SET what = (SELECT what FROM agreement WHERE agreement.id = agreement_event.agreement)"
    " WHERE id >= (SELECT coalesce(max(e.id), 0) FROM agreement_event e"
    " WHERE e.agreement = agreement_event.agreement AND e.kind = 'gewijzigd')"
)


def upgrade() -> None:
    op.create_table(
        "goal_wording",
        sa.Column("goal", _ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goal.id"], name=op.f("fk_goal_wording_goal_goal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_goal_wording_person_person")),
        sa.PrimaryKeyConstraint("goal", "version", name=op.f("pk_goal_wording")),
        comment="Each wording a goal has had, and whose it was where that is known; never changed",
        sqlite_with_rowid=False,
    )
    op.add_column(
        "agreement_event",
        sa.Column(
            "what", sa.Text(), nullable=True, comment="What the agreement said then; empty where that is not known"
        ),
    )
    op.execute(_NEWEST_WORDING)
    op.execute(_SINCE_THE_LAST_CHANGE)


def downgrade() -> None:
    op.drop_column("agreement_event", "what")
    op.drop_table("goal_wording")
