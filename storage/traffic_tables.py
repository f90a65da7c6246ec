"""The tables of what is going on: conversations, timers, what came in and what goes out. No statement here."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, text

from storage.columns import IN_BUTTONS, Identity, Instant, identity, metadata, part_of, partial, to

conversation = Table(
    "conversation",
    metadata,
    identity(),
    Column("dialog", String(64), nullable=False),
    Column("chat", BigInteger, nullable=False),
    to("person", "person", null=True, comment="Empty before consent, and in a group"),
    Column("subject", BigInteger, nullable=False, comment="The run, round or invitation it is about; 0 for nothing"),
    Column("content_version", String(64), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("cursor", Text, comment="An earlier step that is looked at again"),
    Column("page", Integer, nullable=False),
    Column("turn", Integer, nullable=False, comment="Rises whenever something else is asked", info=IN_BUTTONS),
    Column("version", Integer, nullable=False, comment="Rises with every save"),
    Column("shown_at", Instant),
    Column("long_text_step", Text, comment="A text came in that may have been cut: to which step"),
    Column("long_text_at", Instant),
    Column("long_text_accepted", Boolean),
    Column("unsure", String(64), comment="One of a list of words, typed at the question of now: is it the answer?"),
    Column("unsure_message", BigInteger, comment="The message it was typed in"),
    Index(None, "chat", "state", "shown_at"),
    Index(None, "chat", "dialog", "subject"),
    comment="One dialog in one chat about one subject",
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    part_of("conversation", "conversation"),
    Column("step", Text, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("item", Text, comment="The id of what the text names, where it names something new"),
    Column("at", Instant, nullable=False),
    Column("message", BigInteger, comment="The private message in which it was typed"),
    comment="The answer that counts now; the primary key serves the reading of a whole conversation",
    sqlite_with_rowid=False,
)

shown_turn = Table(
    "shown_turn",
    metadata,
    part_of("conversation", "conversation"),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False, comment="Of the conversation, when it was last shown there"),
    comment="What somebody with several chats last saw of a conversation in each",
    sqlite_with_rowid=False,
)

timer = Table(
    "timer",
    metadata,
    identity(),
    Column("kind", String(64), nullable=False),
    Column("subject", BigInteger, nullable=False),
    Column("due_at", Instant, nullable=False),
    Index(None, "kind", "subject", unique=True),
    Index(None, "due_at"),
    comment="Something to do at a moment; gone once it was claimed",
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False, comment="Empty once it is finished"),
    Column("received_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Index(None, "finished_at"),
    comment="Each update that came in, once",
    sqlite_with_rowid=False,
)

chat = Table(
    "chat",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("door", Integer, nullable=False, comment="The number of the door"),
    Column("name", String(255), nullable=False, comment="What that door calls it"),
    Index(None, "door", "name", unique=True),
    comment="Chats of doors that give no numbers; a Telegram chat has none, and is called by its number",
)

_waiting = text("done_at IS NULL")

outbox = Table(
    "outbox",
    metadata,
    identity(),
    Column("chat", BigInteger, nullable=False),
    Column("conversation", Identity, comment="No reference: the last screen outlives its conversation"),
    Column("edits", BigInteger, comment="The message to change; empty for a new one"),
    to("placed", "placed", null=True, comment="When it is one that is changed in place"),
    Column("body", Text, nullable=False, comment="HTML and buttons as JSON; empty once it is done"),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    partial(Index("ix_outbox_waiting_chat", "chat"), _waiting),
    Index(None, "done_at"),
    comment="Each message to be sent or changed, in this order per chat",
    sqlite_autoincrement=True,
)

turn_log = Table(
    "turn_log",
    metadata,
    identity(),
    Column("at", Instant, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("conversation", Identity, comment="No reference: the log outlives the conversation"),
    Column("dialog", String(64), nullable=False),
    comment="What happened, in ids and kinds; never a text, and of whom only by the conversation while it lasts",
)

restoration = Table(
    "restoration",
    metadata,
    identity(),
    Column("at", Instant, nullable=False),
    Column("copied_at", Instant, nullable=False, comment="When the copy was made"),
    Column("numbers_from", Integer, nullable=False, comment="Where numbers in buttons go on"),
    Column("taken_up_at", Instant, comment="When the program began with it"),
    comment="Each time a copy took the place of the database",
    sqlite_autoincrement=True,
)

lease = Table(
    "lease",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="Always 1"),
    Column("term", Integer, nullable=False, comment="Rises whenever a program begins to work"),
    Column("holder", String(128), nullable=False, comment="Machine and process; empty where that cannot be known"),
    Column("held_until", Instant, nullable=False, comment="By the clock of the database"),
    comment="PostgreSQL: until when the program that works may send; a file has a lock file instead",
)
