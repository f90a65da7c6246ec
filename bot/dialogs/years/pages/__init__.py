"""The years in private."""
