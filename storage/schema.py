"""All tables together: whoever makes, changes or compares the schema takes `metadata` from here. No table itself."""

from storage import (
    agreement_tables,
    discussion_tables,
    group_tables,
    instrument_tables,
    mail_tables,
    page_tables,
    paper_tables,
    question_tables,
    settlement_tables,
    tables,
    traffic_tables,
)
from storage.columns import metadata

__all__ = [
    "agreement_tables",
    "discussion_tables",
    "group_tables",
    "instrument_tables",
    "mail_tables",
    "metadata",
    "page_tables",
    "paper_tables",
    "question_tables",
    "settlement_tables",
    "tables",
    "traffic_tables",
]
