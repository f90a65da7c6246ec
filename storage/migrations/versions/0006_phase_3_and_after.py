"""Commitment, agreements, and what is asked later."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "content",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column(
            "files", sa.Text(), nullable=False, comment="The texts of the instrument as JSON, by file; never changes"
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_content")),
        comment="Each edition of the instrument that a round may have begun with",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "prompt",
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("subject", _ID, autoincrement=False, nullable=False),
        sa.Column("occasion", sa.Date(), nullable=False, comment="The day for which is asked"),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_off", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_prompt_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "about", "subject", "occasion", name=op.f("pk_prompt")),
        comment="What somebody was asked about without asking for it, and how often",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agreement",
        sa.Column("id", _ID, nullable=False),
        sa.Column("collaboration", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Empty when it belongs to all partners"),
        sa.Column("maker", _ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", _ID, nullable=True, comment="In which it was made"),
        sa.Column("question", sa.String(length=32), nullable=True, comment="Of phase 3, from whose answer it was made"),
        sa.Column("motive", sa.String(length=64), nullable=True, comment="Whose intended outcome it serves"),
        sa.Column("owner", _ID, nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False, comment="Of an owner without Telegram"),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("look_back", sa.Date(), nullable=True),
        sa.Column("repeat", sa.String(length=16), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=True, comment="The day its repetition counts from"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="Rises with every change"),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_agreement_collaboration_collaboration")
        ),
        sa.ForeignKeyConstraint(["maker"], ["person.id"], name=op.f("fk_agreement_maker_person")),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_agreement_owner_person")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_agreement_partner_partner")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_agreement_round_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        comment="What somebody will do, by when",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_collaboration"), ["collaboration"], unique=False)

    op.create_table(
        "pulse_answer",
        sa.Column("round", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("motive", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="For which was asked"),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_pulse_answer_person_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_pulse_answer_round_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "person", "motive", "day", name=op.f("pk_pulse_answer")),
        comment="Whether an intended outcome comes closer, between two rounds",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "yearly",
        sa.Column("round", _ID, autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_yearly_round_round"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", name=op.f("pk_yearly")),
        comment="When the round after this one is asked for",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agreement_event",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agreement", _ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", _ID, nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreement.id"], name=op.f("fk_agreement_event_agreement_agreement")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_agreement_event_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_event")),
        comment="What happened to an agreement",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("agreement_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_event_agreement"), ["agreement"], unique=False)

    op.create_table(
        "asked_in_group",
        sa.Column("placed", _ID, autoincrement=False, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["placed"], ["placed.id"], name=op.f("fk_asked_in_group_placed_placed"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_asked_in_group_run_phase_run")),
        sa.PrimaryKeyConstraint("placed", name=op.f("pk_asked_in_group")),
        comment="A question of phase 3 as it stood in a partner's group",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("asked_in_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_in_group_run"), ["run"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("stand", sa.String(length=16), nullable=False),
        sa.Column("by", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_commitment_by_person")),
        sa.ForeignKeyConstraint(
            ["run"], ["phase_run.id"], name=op.f("fk_commitment_run_phase_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_commitment")),
        comment="What a partner commits to at the end of its phase 3",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "looked_back",
        sa.Column("agreement", _ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="On which is looked back"),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["agreement.id"], name=op.f("fk_looked_back_agreement_agreement"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_looked_back_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agreement", "day", "person", name=op.f("pk_looked_back")),
        comment="What somebody says of an agreement, looking back",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "said_in_group",
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_said_in_group_person_person")),
        sa.ForeignKeyConstraint(
            ["run"], ["phase_run.id"], name=op.f("fk_said_in_group_run_phase_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", "message", name=op.f("pk_said_in_group")),
        comment="An answer of phase 3 given in a group, in its latest wording: so that an edit finds what it replaces",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shared_answer",
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_shared_answer_person_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run"], ["phase_run.id"], name=op.f("fk_shared_answer_run_phase_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run", "person", "question", name=op.f("pk_shared_answer")),
        comment="An answer of phase 3 that its author shares with the partners",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("left_at", sa.DateTime(timezone=True), nullable=True, comment="Empty as long as it takes part")
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "pace",
                sa.String(length=16),
                server_default="meteen",
                nullable=False,
                comment="How what comes by itself is wanted",
            )
        )
        batch_op.add_column(
            sa.Column(
                "prompted_at", sa.DateTime(timezone=True), nullable=True, comment="When something last came by itself"
            )
        )

    with op.batch_alter_table("phase_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("phase_run", schema=None) as batch_op:
        batch_op.drop_column("opened_at")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("prompted_at")
        batch_op.drop_column("pace")

    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.drop_column("left_at")

    op.drop_table("shared_answer")
    op.drop_table("said_in_group")
    op.drop_table("looked_back")
    op.drop_table("commitment")
    with op.batch_alter_table("asked_in_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_in_group_run"))

    op.drop_table("asked_in_group")
    with op.batch_alter_table("agreement_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_event_agreement"))

    op.drop_table("agreement_event")
    op.drop_table("yearly")
    op.drop_table("pulse_answer")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_collaboration"))

    op.drop_table("agreement")
    op.drop_table("prompt")
    op.drop_table("content")
