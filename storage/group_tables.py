"""The tables of groups: what is bound where, the messages that are changed in place, boards. No statement here."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text

from storage.columns import Instant, identity, metadata, part_of, partial, to

placed = Table(
    "placed",
    metadata,
    identity(),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False, comment="The topic of a forum; 0 for the chat itself"),
    Column("message", BigInteger, comment="Empty until Telegram gave it a number, and after the group moved"),
    Column("pinned", Boolean, nullable=False),
    Column("digest", String(16), comment="Of what it shows, so that nothing is changed into itself"),
    Index(None, "chat", "message"),
    comment="A message of the bot that is changed for as long as it stands",
    sqlite_autoincrement=True,
)

_active = text("ended_at IS NULL")

chat_binding = Table(
    "chat_binding",
    metadata,
    identity(),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    to("collaboration", "collaboration"),
    to("partner", "partner", null=True, comment="Empty when the whole collaboration meets here"),
    to("person", "bound_by"),
    Column("bound_at", Instant, nullable=False),
    to("invitation", "invitation", null=True),
    Column("join_token", String(64), comment="In the open, because everybody in the group can read it"),
    to("placed", "status", null=True),
    Column("status_of", String(32), comment="The round and its state that it was posted for"),
    Column("ended_at", Instant),
    Column("beside", BigInteger, comment="The chat of another door that shows it as well. No reference: that may go"),
    partial(Index("ix_chat_binding_active", "chat", "thread", unique=True), _active),
    Index(None, "collaboration"),
    comment="A group, or a topic of it, that belongs to a partner or a collaboration",
    sqlite_autoincrement=True,
)

binding_request = Table(
    "binding_request",
    metadata,
    identity(),
    to("person", "made_by"),
    Column("expires_at", Instant, nullable=False),
    Column("token_hash", String(64), unique=True),
    to("collaboration", "collaboration", null=True),
    to("partner", "partner", null=True),
    Column("chat", BigInteger),
    Column("thread", BigInteger),
    Column("title", Text, nullable=False),
    Column("used_at", Instant),
    comment="Half a binding: what is bound, or where",
    sqlite_autoincrement=True,
)

seen = Table(
    "seen",
    metadata,
    part_of("chat_binding", "binding"),
    part_of("person", "person"),
    to("partner", "partner", null=True, comment="Whom they speak for here, where they had to choose"),
    Column("long_message", BigInteger, comment="Their newest text that was so long that it may have been cut"),
    Column("long_at", Instant),
    comment="Somebody who did something in a bound group: a bot cannot list who is in it",
    sqlite_with_rowid=False,
)

group_lead = Table(
    "group_lead",
    metadata,
    part_of("chat_binding", "binding"),
    to("round", "round", comment="The last in which anybody led"),
    to("person", "led_by"),
    to("placed", "panel", null=True, comment="Where whoever leads goes on, in private"),
    Column("step", Integer, comment="How far the group is through the reveal; empty while nobody goes through it"),
    to("placed", "stands", null=True, comment="Where that step stands in the group"),
    Column("version", Integer, nullable=False, comment="Rises with every change"),
    comment="Who leads a group past its motives, and through the reveal",
    sqlite_with_rowid=False,
)
