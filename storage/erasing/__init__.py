"""Erasing one person: files for where a name may stand, for what comes in its place, and for both kinds of text."""

from storage.erasing.person import SCRUB, erase, forget_name

__all__ = ["SCRUB", "erase", "forget_name"]
