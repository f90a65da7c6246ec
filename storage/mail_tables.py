"""The tables of e-mail: addresses, and letters that wait. No statement here."""

from sqlalchemy import Boolean, Column, Index, String, Table

from storage.columns import Instant, identity, metadata, part_of, to

mail_address = Table(
    "mail_address",
    metadata,
    part_of("person", "person"),
    Column("address", String(254), nullable=False),
    Column("key", String(64), nullable=False, comment="Random: stops notices, and opens nothing"),
    Column("asked_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("refused_at", Instant, comment="The other side took nothing for it"),
    Column("notices", Boolean, nullable=False),
    Column("confirm_hash", String(64), comment="Of the link that confirms it"),
    Column("confirm_until", Instant),
    Index(None, "address"),
    Index(None, "key", unique=True),
    comment="Where somebody may be written to",
    sqlite_with_rowid=False,
)

letter = Table(
    "letter",
    metadata,
    identity(),
    to("person", "person"),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "person", "kind", unique=True),
    comment="A letter that waits to be written and sent; what it says is not kept",
    sqlite_autoincrement=True,
)
