"""What stands on pages in the browser, which windows are open, and links that open another one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    _table(
        "page_message",
        sa.Column("touched", sa.BigInteger(), nullable=False, comment="Rises in its chat whenever something comes or changes"),
        sa.Column("body", sa.Text(), nullable=False, comment="As in the outbox"),
        sa.Column("at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=True, comment="When it goes by itself: it holds a link that lets somebody in"),
        comment="What stands on the page of a chat",
    )
    op.create_index(op.f("ix_page_message_chat_touched"), "page_message", ["chat", "touched"])
    _table(
        "page_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("used_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="On a shared computer: it ends with the window"),
        sa.Column("said", sa.Text(), nullable=False, comment="The answer to the last tap"),
        comment="Windows in which a chat is open",
    )
    _table(
        "page_link",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        comment="Links that open another window, once",
    )
    for name in ("page_session", "page_link"):
        op.create_index(op.f(f"ix_{name}_token_hash"), name, ["token_hash"], unique=True)
        op.create_index(op.f(f"ix_{name}_chat"), name, ["chat"])


def _table(name: str, *columns: "sa.Column[Any]", comment: str) -> None:
    op.create_table(
        name,
        sa.Column("id", Identity, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name=op.f(f"fk_{name}_chat_chat"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        comment=comment,
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for name in ("page_link", "page_session", "page_message"):
        op.drop_table(name)
