"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collaboration",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collaboration")),
        comment="One hybride leeromgeving with its partners",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="Empty once it is finished"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("bot", "update", name=op.f("pk_inbox")),
        comment="Each update that came in, once",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_inbox_finished_at"), "inbox", ["finished_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column(
            "conversation",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="No reference: the last screen outlives its conversation",
        ),
        sa.Column("edits", sa.BigInteger(), nullable=True, comment="The message to change; empty for a new one"),
        sa.Column("body", sa.Text(), nullable=False, comment="HTML and buttons as JSON; empty once it is done"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        comment="Each message to be sent or changed, in this order per chat",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_done_at"), "outbox", ["done_at"], unique=False)
    op.create_index(
        "ix_outbox_waiting_chat",
        "outbox",
        ["chat"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False, comment="The private Telegram chat"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "consent", sa.String(length=64), nullable=False, comment="The version of the promise that was agreed to"
        ),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False, comment="False while the bot is blocked"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("chat", name=op.f("uq_person_chat")),
        comment="Somebody who agreed to take part",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "timer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        comment="Something to do at a moment; gone once it was claimed",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_timer_due_at"), "timer", ["due_at"], unique=False)
    op.create_index(op.f("ix_timer_kind_subject"), "timer", ["kind", "subject"], unique=True)
    op.create_table(
        "turn_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column(
            "conversation",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="No reference: the log outlives the conversation",
        ),
        sa.Column("dialog", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_log")),
        comment="What happened, in ids and kinds; never a text, and of whom only by the conversation while it lasts",
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dialog", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column(
            "person",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="Empty before consent, and in a group",
        ),
        sa.Column(
            "subject",
            sa.BigInteger(),
            nullable=False,
            comment="The run, round or invitation it is about; 0 for nothing",
        ),
        sa.Column("content_version", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True, comment="An earlier step that is looked at again"),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, comment="Rises whenever something else is asked"),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every save"),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "long_text_step", sa.Text(), nullable=True, comment="A text came in that may have been cut: to which step"
        ),
        sa.Column("long_text_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("long_text_accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_conversation_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        comment="One dialog in one chat about one subject",
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_conversation_chat_dialog_subject"), "conversation", ["chat", "dialog", "subject"], unique=False
    )
    op.create_index(
        op.f("ix_conversation_chat_state_shown_at"), "conversation", ["chat", "state", "shown_at"], unique=False
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("collaboration", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="Which of the two forms it fills in"),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("ownership", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_partner_collaboration_collaboration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        comment="An organisation in a collaboration",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_partner_collaboration"), "partner", ["collaboration"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("collaboration", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("phases", sa.String(length=128), nullable=False, comment="Comma separated, in their order"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content_version", sa.String(length=64), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True, comment="A day where the people are"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_round_collaboration_collaboration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        comment="One time through the chosen phases",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_round_collaboration"), "round", ["collaboration"], unique=False)
    op.create_table(
        "answer",
        sa.Column(
            "conversation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column(
            "item", sa.Text(), nullable=True, comment="The id of what the text names, where it names something new"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_answer_conversation_conversation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation", "step", name=op.f("pk_answer")),
        comment="The answer that counts now; the primary key serves the reading of a whole conversation",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="The token itself is never kept"),
        sa.Column("collaboration", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partner", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False, comment="Whether more than one person may use it"),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_invitation_collaboration_collaboration")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_invitation_made_by_person")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_invitation_partner_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        comment="A way in",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_invitation_collaboration"), "invitation", ["collaboration"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("collaboration", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "partner",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="Empty for a facilitator of nobody in particular",
        ),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True, comment="Empty as long as it lasts"),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_membership_collaboration_collaboration")
        ),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_membership_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        comment="A person in a collaboration, in one role",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_membership_collaboration"), "membership", ["collaboration"], unique=False)
    op.create_index(op.f("ix_membership_person"), "membership", ["person"], unique=False)
    op.create_table(
        "phase_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phase", sa.String(length=32), nullable=False),
        sa.Column(
            "partner",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="Empty when the phase is for all partners",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_phase_run_partner_partner")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_phase_run_round_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_run")),
        comment="One phase of a round, for one partner or for all",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_phase_run_round"), "phase_run", ["round"], unique=False)
    op.create_table(
        "participation",
        sa.Column("run", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "scanned_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When the perspectiefspiegel was finished",
        ),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("last_reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_participation_person_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run"], ["phase_run.id"], name=op.f("fk_participation_run_phase_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", "person", name=op.f("pk_participation")),
        comment="One person in one run",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_participation_person"), "participation", ["person"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_participation_person"), table_name="participation")
    op.drop_table("participation")
    op.drop_index(op.f("ix_phase_run_round"), table_name="phase_run")
    op.drop_table("phase_run")
    op.drop_index(op.f("ix_membership_person"), table_name="membership")
    op.drop_index(op.f("ix_membership_collaboration"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_invitation_collaboration"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_table("answer")
    op.drop_index(op.f("ix_round_collaboration"), table_name="round")
    op.drop_table("round")
    op.drop_index(op.f("ix_partner_collaboration"), table_name="partner")
    op.drop_table("partner")
    op.drop_index(op.f("ix_conversation_chat_state_shown_at"), table_name="conversation")
    op.drop_index(op.f("ix_conversation_chat_dialog_subject"), table_name="conversation")
    op.drop_table("conversation")
    op.drop_table("turn_log")
    op.drop_index(op.f("ix_timer_kind_subject"), table_name="timer")
    op.drop_index(op.f("ix_timer_due_at"), table_name="timer")
    op.drop_table("timer")
    op.drop_table("person")
    op.drop_index(
        "ix_outbox_waiting_chat",
        table_name="outbox",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_index(op.f("ix_outbox_done_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_inbox_finished_at"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("collaboration")
