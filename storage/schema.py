"""All tables together: whoever makes, changes or compares the schema takes `metadata` from here."""

from storage import tables, traffic_tables
from storage.columns import metadata

__all__ = ["metadata", "tables", "traffic_tables"]
