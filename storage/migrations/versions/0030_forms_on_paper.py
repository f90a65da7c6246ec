"""Forms of phase 1 that were filled in on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "paper_form",
        sa.Column("id", Identity, nullable=False),
        sa.Column("run", Identity, nullable=False),
        sa.Column("entered_by", Identity, nullable=False),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="Of its author, while that is nobody here; then it is empty"
        ),
        sa.Column("handed_in_at", Moment),
        sa.Column(
            "asked_partner", sa.Boolean(), nullable=False, comment="Who was asked for the signature; else whoever leads"
        ),
        sa.Column("person", Identity, comment="Its author, once the signature was confirmed"),
        sa.Column("confirmed_by", Identity),
        sa.Column("confirmed_at", Moment),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_paper_form_run_phase_run")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_paper_form_entered_by_person")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_paper_form_person_person")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_paper_form_confirmed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_form")),
        comment="A form of phase 1 on paper, entered by a colleague; the answers stand with a conversation",
        sqlite_autoincrement=True,
    )
    for column in ("run", "entered_by"):
        op.create_index(op.f(f"ix_paper_form_{column}"), "paper_form", [column])


def downgrade() -> None:
    op.drop_table("paper_form")
