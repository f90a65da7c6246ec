"""The tables of pages in the browser: what stands there, and which windows are open. No statement here."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text

from storage.columns import Identity, Instant, identity, metadata, to


def _of_chat() -> Column[int]:
    """It goes when the chat is forgotten."""
    return Column("chat", BigInteger, ForeignKey("chat.id", ondelete="CASCADE"), nullable=False)


page_message = Table(
    "page_message",
    metadata,
    identity(),
    _of_chat(),
    Column("touched", BigInteger, nullable=False, comment="Rises in its chat whenever something comes or changes"),
    Column("body", Text, nullable=False, comment="As in the outbox"),
    Column("at", Instant, nullable=False),
    Column("ends_at", Instant, comment="When it goes by itself: it holds a link that lets somebody in"),
    Column("message", BigInteger, comment="Its number at the door of its group, where that is another"),
    Index(None, "chat", "touched"),
    comment="What stands on the page of a chat",
    sqlite_autoincrement=True,
)

page_session = Table(
    "page_session",
    metadata,
    identity(),
    _of_chat(),
    Column("token_hash", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("shared", Boolean, nullable=False, comment="On a shared computer: it ends with the window"),
    Column("said", Text, nullable=False, comment="The answer to the last tap"),
    Index(None, "token_hash", unique=True),
    Index(None, "chat"),
    comment="Windows in which a chat is open",
    sqlite_autoincrement=True,
)

projector = Table(
    "projector",
    metadata,
    identity(),
    Column("binding", Identity, ForeignKey("chat_binding.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index(None, "token_hash", unique=True),
    Index(None, "binding", unique=True),
    comment="The code with which a large screen shows a group, for some hours: one for each group",
    sqlite_autoincrement=True,
)

calendar_address = Table(
    "calendar_address",
    metadata,
    identity(),
    to("person", "person"),
    to("collaboration", "collaboration"),
    Column("token_hash", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Index(None, "token_hash", unique=True),
    Index(None, "person", "collaboration", unique=True),
    comment="The address at which the calendar of a person fetches the days of a collaboration: one for each",
    sqlite_autoincrement=True,
)

entry_link = Table(
    "entry_link",
    metadata,
    identity(),
    to("person", "person"),
    Column("token_hash", String(64), nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index(None, "token_hash", unique=True),
    Index(None, "person"),
    comment="Links by which somebody comes in once more, or by another door; each once",
    sqlite_autoincrement=True,
)
