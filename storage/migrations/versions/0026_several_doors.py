"""One person, several chats: which are theirs, what they last saw in each, where they hear what comes unasked."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
BEFORE, NOW = "The private Telegram chat", "The private chat with which their talks are kept"


def upgrade() -> None:
    told = sa.Column("told_in", sa.BigInteger(), comment="The chat chosen for what comes unasked; empty: the one used last")
    last = sa.Column("last_in", sa.BigInteger(), comment="The chat used last; empty for somebody who has one")
    for column in (told, last):
        op.add_column("person", column)
    _comment_on_chat(NOW, BEFORE)
    op.create_table(
        "person_chat",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", Identity, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_person_chat_person_person")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_person_chat")),
        comment="Chats of a person besides the first, each at another door; talks are kept with the first",
    )
    op.create_index(op.f("ix_person_chat_person"), "person_chat", ["person"])
    op.create_table(
        "shown_turn",
        sa.Column("conversation", Identity, autoincrement=False, nullable=False),
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, comment="Of the conversation, when it was last shown there"),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversation.id"],
            name=op.f("fk_shown_turn_conversation_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation", "chat", name=op.f("pk_shown_turn")),
        comment="What somebody with several chats last saw of a conversation in each",
        sqlite_with_rowid=False,
    )
    op.drop_table("page_link")  # these worked for a quarter of an hour
    _links("entry_link", sa.Column("person", Identity, nullable=False), "person", "person", None)


def _comment_on_chat(now: str, before: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("person", "chat", comment=now, existing_comment=before, existing_type=sa.BigInteger())


def _links(name: str, of: "sa.Column[int]", column: str, target: str, ondelete: str | None) -> None:
    about = {
        "entry_link": "Links by which somebody comes in once more, or by another door; each once",
        "page_link": "Links that open another window, once",
    }
    op.create_table(
        name,
        sa.Column("id", Identity, nullable=False),
        of,
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}_{target}"), ondelete=ondelete),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        comment=about[name],
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{name}_token_hash"), name, ["token_hash"], unique=True)
    op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def downgrade() -> None:
    op.drop_table("entry_link")
    _links("page_link", sa.Column("chat", sa.BigInteger(), nullable=False), "chat", "chat", "CASCADE")
    for name in ("shown_turn", "person_chat"):
        op.drop_table(name)
    _comment_on_chat(BEFORE, NOW)
    for column in ("last_in", "told_in"):
        op.drop_column("person", column)
