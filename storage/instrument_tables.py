"""The tables of further instruments, answered in private and in a group. No statement here."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from storage.columns import Instant, identity, metadata, to

instrument_run = Table(
    "instrument_run",
    metadata,
    identity(),
    Column("instrument", String(16), nullable=False, comment="The id of a question set"),
    to("collaboration", "collaboration"),
    to("partner", "partner"),
    to("person", "person"),
    Column("began_at", Instant, nullable=False),
    Column("handed_in_at", Instant),
    Index(None, "partner", "instrument", "person", unique=True),
    Index(None, "person"),
    Index(None, "collaboration"),
    comment="One person who answers an instrument for their partner; the answers stand with the conversation",
    sqlite_autoincrement=True,
)

own_set = Table(
    "own_set",
    metadata,
    identity(),
    to("collaboration", "collaboration"),
    to("person", "kept_by"),
    Column("kept_at", Instant, nullable=False),
    Column("body", Text, nullable=False, comment="What the file said, checked, as JSON"),
    Column("taken_away_at", Instant, comment="Since then nobody can begin it"),
    Index(None, "collaboration"),
    comment="A question set that a facilitator gave as a file; its people alone see it",
    sqlite_autoincrement=True,
)

group_session = Table(
    "group_session",
    metadata,
    identity(),
    Column("instrument", String(16), nullable=False, comment="The id of a question set"),
    Column("content_version", String(64), nullable=False, comment="As its texts were written then"),
    to("collaboration", "collaboration"),
    to("partner", "partner", null=True, comment="Whose circle this is; empty for that of all"),
    to("round", "round", comment="During which it was held"),
    to("chat_binding", "binding", comment="The group in which it stood last"),
    to("person", "begun_by"),
    Column("began_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("question", String(128), comment="On the table; empty before the first and after the last"),
    Column("context", Text, nullable=False, comment="What it was about, where a set asks for that"),
    Column("ended_at", Instant),
    Column("version", Integer, nullable=False, comment="Rises with every change"),
    Index(None, "collaboration"),
    comment="A further instrument gone through in a group; questions and answers stand with those of groups",
    sqlite_autoincrement=True,
)
