"""The table of further instruments that people answer in private. No statement here."""

from sqlalchemy import Column, Index, String, Table

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
