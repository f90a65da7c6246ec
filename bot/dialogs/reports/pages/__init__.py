"""Asking for a report, and for the address at which a calendar fetches days."""
