"""The conversation of phase 2."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "discussion",
        sa.Column("id", _ID, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("binding", _ID, nullable=False),
        sa.Column("led_by", _ID, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=True, comment="On the table; empty before the first"),
        sa.Column("minutes_left", sa.Integer(), nullable=False, comment="The timer as it was last set"),
        sa.Column("panel", _ID, nullable=True, comment="Where whoever leads sees where they are"),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every change"),
        sa.ForeignKeyConstraint(["binding"], ["chat_binding.id"], name=op.f("fk_discussion_binding_chat_binding")),
        sa.ForeignKeyConstraint(["led_by"], ["person.id"], name=op.f("fk_discussion_led_by_person")),
        sa.ForeignKeyConstraint(["panel"], ["placed.id"], name=op.f("fk_discussion_panel_placed")),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_discussion_run_phase_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        comment="Phase 2 of a round, as it is led in a group",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussion_run"), ["run"], unique=True)

    op.create_table(
        "asked",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("placed", _ID, nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False, comment="Whether the answers to it may be seen"),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_asked_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_asked_placed_placed")),
        sa.PrimaryKeyConstraint("discussion", "question", name=op.f("pk_asked")),
        comment="A question as it stands in the group",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False, comment="A question, or a goal in one wording"),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_ballot_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner"], ["partner.id"], name=op.f("fk_ballot_partner_partner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_ballot_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("discussion", "subject", "person", "partner", name=op.f("pk_ballot")),
        comment="What somebody chose; the latest counts",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution",
        sa.Column("id", _ID, nullable=False),
        sa.Column("discussion", _ID, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Empty for a facilitator of nobody in particular"),
        sa.Column(
            "chat", sa.BigInteger(), nullable=False, comment="Where it was said; each group counts its own messages"
        ),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussion.id"], name=op.f("fk_contribution_discussion_discussion")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_contribution_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_contribution_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        comment="What somebody said to a question, in its latest wording",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_discussion_chat_message"), ["discussion", "chat", "message"], unique=True
        )

    op.create_table(
        "goal",
        sa.Column("id", _ID, nullable=False),
        sa.Column("discussion", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=False, comment="With which it got this wording"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every wording; its ballots begin anew"),
        sa.Column("placed", _ID, nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussion.id"], name=op.f("fk_goal_discussion_discussion")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_goal_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_goal_person_person")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_goal_placed_placed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        comment="A goal that was proposed, in its newest wording",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_discussion"), ["discussion"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="The minutes as they were fixed, as JSON; never changes"),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_minutes_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("discussion", name=op.f("pk_minutes")),
        comment="What was said and agreed in phase 2, once it was fixed",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "minutes_check",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_minutes_check_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner"], ["partner.id"], name=op.f("fk_minutes_check_partner_partner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_minutes_check_person_person")),
        sa.PrimaryKeyConstraint("discussion", "partner", name=op.f("pk_minutes_check")),
        comment="What a partner says of the minutes",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stood",
        sa.Column("placed", _ID, autoincrement=False, nullable=False),
        sa.Column("discussion", _ID, nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False, comment="A question, or a goal"),
        sa.Column(
            "message", sa.BigInteger(), nullable=True, comment="With which a goal got the wording that stood there"
        ),
        sa.ForeignKeyConstraint(["discussion"], ["discussion.id"], name=op.f("fk_stood_discussion_discussion")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_stood_placed_placed"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("placed", name=op.f("pk_stood")),
        comment="Every message in which a question or a goal ever stood: people answer old ones as well",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "taken_home",
        sa.Column("discussion", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion"], ["discussion.id"], name=op.f("fk_taken_home_discussion_discussion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner"], ["partner.id"], name=op.f("fk_taken_home_partner_partner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_taken_home_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("discussion", "person", "partner", name=op.f("pk_taken_home")),
        comment="For which partners somebody answered the last question",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("stood", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stood_discussion_message"), ["discussion", "message"], unique=False)

    with op.batch_alter_table("seen", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "long_message",
                sa.BigInteger(),
                nullable=True,
                comment="Their newest text that was so long that it may have been cut",
            )
        )
        batch_op.add_column(sa.Column("long_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("seen", schema=None) as batch_op:
        batch_op.drop_column("long_at")
        batch_op.drop_column("long_message")

    with op.batch_alter_table("stood", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stood_discussion_message"))

    op.drop_table("stood")
    op.drop_table("taken_home")
    op.drop_table("minutes_check")
    op.drop_table("minutes")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_discussion"))

    op.drop_table("goal")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_discussion_chat_message"))

    op.drop_table("contribution")
    op.drop_table("ballot")
    op.drop_table("asked")
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_run"))

    op.drop_table("discussion")
