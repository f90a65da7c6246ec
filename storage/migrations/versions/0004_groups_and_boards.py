"""Groups, messages that are changed in place, boards."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "placed",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False, comment="The topic of a forum; 0 for the chat itself"),
        sa.Column(
            "message",
            sa.BigInteger(),
            nullable=True,
            comment="Empty until Telegram gave it a number, and after the group moved",
        ),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=16),
            nullable=True,
            comment="Of what it shows, so that nothing is changed into itself",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placed")),
        comment="A message of the bot that is changed for as long as it stands",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("placed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placed_chat_message"), ["chat", "message"], unique=False)

    op.create_table(
        "binding_request",
        sa.Column("id", _ID, nullable=False),
        sa.Column("made_by", _ID, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("collaboration", _ID, nullable=True),
        sa.Column("partner", _ID, nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_binding_request_collaboration_collaboration")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_binding_request_made_by_person")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_binding_request_partner_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_binding_request_token_hash")),
        comment="Half a binding: what is bound, or where",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chat_binding",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("collaboration", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Empty when the whole collaboration meets here"),
        sa.Column("bound_by", _ID, nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invitation", _ID, nullable=True),
        sa.Column(
            "join_token",
            sa.String(length=64),
            nullable=True,
            comment="In the open, because everybody in the group can read it",
        ),
        sa.Column("status", _ID, nullable=True),
        sa.Column(
            "status_of", sa.String(length=32), nullable=True, comment="The round and its state that it was posted for"
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["bound_by"], ["person.id"], name=op.f("fk_chat_binding_bound_by_person")),
        sa.ForeignKeyConstraint(
            ["collaboration"], ["collaboration.id"], name=op.f("fk_chat_binding_collaboration_collaboration")
        ),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.id"], name=op.f("fk_chat_binding_invitation_invitation")),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_chat_binding_partner_partner")),
        sa.ForeignKeyConstraint(["status"], ["placed.id"], name=op.f("fk_chat_binding_status_placed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_binding")),
        comment="A group, or a topic of it, that belongs to a partner or a collaboration",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("chat_binding", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chat_binding_active",
            ["chat", "thread"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_chat_binding_collaboration"), ["collaboration"], unique=False)

    op.create_table(
        "board",
        sa.Column("id", _ID, nullable=False),
        sa.Column("binding", _ID, nullable=False),
        sa.Column("round", _ID, nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False, comment="The motive or motives"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cluster", sa.String(length=32), nullable=True),
        sa.Column("author", _ID, nullable=True, comment="Of an own motive"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed", _ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="Rises when it is shown or opened again"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_board_author_person")),
        sa.ForeignKeyConstraint(["binding"], ["chat_binding.id"], name=op.f("fk_board_binding_chat_binding")),
        sa.ForeignKeyConstraint(["placed"], ["placed.id"], name=op.f("fk_board_placed_placed")),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_board_round_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        comment="A motive in a group; what is answered stands with the answers",
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_binding_round_subject"), ["binding", "round", "subject"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_board_placed"), ["placed"], unique=False)

    op.create_table(
        "seen",
        sa.Column("binding", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, nullable=True, comment="Whom they speak for here, where they had to choose"),
        sa.ForeignKeyConstraint(
            ["binding"], ["chat_binding.id"], name=op.f("fk_seen_binding_chat_binding"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_seen_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_seen_person_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("binding", "person", name=op.f("pk_seen")),
        comment="Somebody who did something in a bound group: a bot cannot list who is in it",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reply",
        sa.Column("board", _ID, autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_reply_board_board"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_reply_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_reply_person_person")),
        sa.PrimaryKeyConstraint("board", "message", name=op.f("pk_reply")),
        comment="What was written below a board, by the message it came with",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seat",
        sa.Column("board", _ID, autoincrement=False, nullable=False),
        sa.Column("person", _ID, autoincrement=False, nullable=False),
        sa.Column("run", _ID, autoincrement=False, nullable=False),
        sa.Column("partner", _ID, nullable=False),
        sa.Column("motive", sa.String(length=64), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False, comment="Among what was shown"),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_seat_board_board"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["partner"], ["partner.id"], name=op.f("fk_seat_partner_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_seat_person_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["phase_run.id"], name=op.f("fk_seat_run_phase_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board", "person", "run", name=op.f("pk_seat")),
        comment="The electorate of a board, frozen when it opened",
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_run_person"), ["run", "person"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("placed", _ID, nullable=True, comment="When it is one that is changed in place"))
        batch_op.create_foreign_key(batch_op.f("fk_outbox_placed_placed"), "placed", ["placed"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outbox_placed_placed"), type_="foreignkey")
        batch_op.drop_column("placed")

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_run_person"))

    op.drop_table("seat")
    op.drop_table("reply")
    op.drop_table("seen")
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_placed"))
        batch_op.drop_index(batch_op.f("ix_board_binding_round_subject"))

    op.drop_table("board")
    with op.batch_alter_table("chat_binding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_binding_collaboration"))
        batch_op.drop_index(
            "ix_chat_binding_active",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("chat_binding")
    op.drop_table("binding_request")
    with op.batch_alter_table("placed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placed_chat_message"))

    op.drop_table("placed")
