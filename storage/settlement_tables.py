"""The tables of what partners settled and what was revealed. No statement here."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from storage.columns import Instant, identity, metadata, part_of, to

settlement = Table(
    "settlement",
    metadata,
    identity(),
    to("phase_run", "run"),
    to("partner", "partner"),
    Column("number", Integer, nullable=False, comment="Counts up per run"),
    Column("form", Text, nullable=False, comment="The settled form as JSON; never changes"),
    to("person", "settled_by"),
    Column("settled_at", Instant, nullable=False),
    Column("with_manager", Boolean, nullable=False),
    Column("after_reveal", Boolean, nullable=False),
    Index(None, "run", "number", unique=True),
    comment="A partner's version of phase 1; a new version is a new row",
    sqlite_autoincrement=True,
)

content = Table(
    "content",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("files", Text, nullable=False, comment="The texts of the instrument as JSON, by file; never changes"),
    comment="Each edition of the instrument that a round may have begun with",
    sqlite_with_rowid=False,
)

snapshot = Table(
    "snapshot",
    metadata,
    part_of("conversation", "conversation"),
    Column("drafts", Text, nullable=False, comment="What people had handed in when settling began, as JSON"),
    comment="What is being settled in a conversation",
)

revealed = Table(
    "revealed",
    metadata,
    part_of("round", "round"),
    part_of("settlement", "settlement"),
    Column("revealed_at", Instant, nullable=False),
    comment="Which versions all partners have seen",
    sqlite_with_rowid=False,
)

reaction = Table(
    "reaction",
    metadata,
    part_of("round", "round"),
    Column("card", String(64), primary_key=True),
    part_of("person", "person"),
    Column("choice", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    comment="What somebody thinks of a card of the reveal; the latest counts",
    sqlite_with_rowid=False,
)

ask_link = Table(
    "ask_link",
    metadata,
    part_of("round", "round"),
    part_of("partner", "asking"),
    part_of("partner", "offering"),
    Column("lines", String(64), primary_key=True, comment="Both texts hashed: as a key they would be too long"),
    Column("ask", Text, nullable=False),
    Column("offer", Text, nullable=False),
    Column("degree", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    comment="Which offer answers an ask, as the asking partner says; the latest counts",
    sqlite_with_rowid=False,
)
