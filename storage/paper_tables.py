"""The table of forms that were filled in on paper. No statement here."""

from sqlalchemy import Boolean, Column, Index, Table, Text

from storage.columns import Instant, identity, metadata, to

paper_form = Table(
    "paper_form",
    metadata,
    identity(),
    to("phase_run", "run"),
    to("person", "entered_by"),
    Column("began_at", Instant, nullable=False),
    Column("name", Text, nullable=False, comment="Of its author, while that is nobody here; then it is empty"),
    Column("handed_in_at", Instant),
    Column("asked_partner", Boolean, nullable=False, comment="Who was asked for the signature; else whoever leads"),
    to("person", "person", null=True, comment="Its author, once the signature was confirmed"),
    to("person", "confirmed_by", null=True),
    Column("confirmed_at", Instant),
    Index(None, "run"),
    Index(None, "entered_by"),
    comment="A form of phase 1 on paper, entered by a colleague; the answers stand with a conversation",
    sqlite_autoincrement=True,
)
