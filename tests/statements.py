"""Watches what turns say to the database: how many statements each takes, and whether one reads the same rows twice."""

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

_WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?')

_LITERALS = re.compile(r"'(?:[^']|'')*'")


@dataclass
class Attempt:
    """One attempt of one unit of work: from where its transaction or savepoint began."""

    statements: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    """Reads that were made before with the same values, with no write to their tables in between."""
    _read: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, sql: str, values: object) -> None:
        """One statement with its values."""
        self.statements.append(sql)
        written = _WRITES.match(sql)
        if written is None:
            key = (sql, repr(values))
            if key in self._read:
                self.repeated.append(f"{sql} {values}")
            self._read[key] = sql
        elif sql.lstrip().startswith("DELETE"):  # it may cascade
            self._read.clear()
        else:
            table = re.compile(rf"\b{written[1]}\b")
            self._read = {key: read for key, read in self._read.items() if not table.search(read)}


class Statements:
    """All attempts on the one connection of an SQLite engine since the last look, as SQLite itself hears them."""

    def __init__(self, engine: Engine) -> None:
        self.attempts: list[Attempt] = []
        driver: Any = engine.raw_connection().driver_connection
        driver.set_trace_callback(self._hear)

    def taken(self) -> list[Attempt]:
        """The attempts since the last look that said anything."""
        found = [one for one in self.attempts if one.statements]
        self.attempts = []
        return found

    def _hear(self, sql: str) -> None:
        """`sql` has its values in it."""
        if sql.startswith(("BEGIN", "SAVEPOINT")):
            self.attempts.append(Attempt())
        elif self.attempts and not sql.startswith(("RELEASE", "ROLLBACK", "COMMIT", "--")):
            self.attempts[-1].note(_LITERALS.sub("?", sql), sql)
