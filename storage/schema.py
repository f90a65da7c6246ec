"""All tables together: whoever makes, changes or compares the schema takes `metadata` from here."""

from storage import discussion_tables, group_tables, settlement_tables, tables, traffic_tables
from storage.columns import metadata

__all__ = ["discussion_tables", "group_tables", "metadata", "settlement_tables", "tables", "traffic_tables"]
