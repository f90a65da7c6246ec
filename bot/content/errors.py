"""What stops the program at start-up when a content file is wrong. No other kind of error belongs here."""

from __future__ import annotations


class ContentError(Exception):
    """A content file cannot be used. Says which file, which item in it, and what is wrong, in plain English."""

    def __init__(self, file: str, item: str, what: str) -> None:
        super().__init__(f"{file}: {item}: {what}")
        self.file = file
        self.item = item
        self.what = what
