"""Who was erased, and which addresses of calendars ended, kept outside the database and its copies in a small file.

Of people that is a random key and a moment, of an address its hash. A copy from before still holds them; by this file
they are erased again when it is put back.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from storage.calendars import ENDED
from storage.page_tables import calendar_address
from storage.tables import person

_ERASED = select(person.c.key, person.c.erased_at).where(person.c.erased_at.is_not(None)).order_by(person.c.id)


class Erasures:
    """The file: a line of JSON for each."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def known(self) -> dict[str, datetime]:
        """The moment of each erasure, by key. A line that a crash cut off is passed over: it is added again."""
        return {line["key"]: datetime.fromisoformat(line["at"]) for line in self._lines() if {"key", "at"} <= set(line)}

    def ended(self) -> set[str]:
        """The hashes of addresses of calendars that work no longer."""
        return {line["calendar"] for line in self._lines() if "calendar" in line}

    def _lines(self) -> list[dict[str, str]]:
        try:
            lines = self._file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [read for line in lines if (read := _read(line))]

    def note(self, connection: Connection) -> None:
        """Add everybody who is erased in this database, and what ended on this connection, as far as it is not in the
        file yet. On disk when it returns.

        Raises `OSError` when the file cannot be written.
        """
        erased = connection.execute(_ERASED).all()
        known = self.known() if erased else {}
        new = [{"key": key, "at": at.astimezone(UTC).isoformat()} for key, at in erased if key not in known]
        self._add([*new, *({"calendar": hash_} for hash_ in _ended(connection))])
        connection.info.pop(ENDED, None)

    def _add(self, new: list[dict[str, str]]) -> None:
        if not new:
            return
        lines = "".join(json.dumps(line) + "\n" for line in new)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{self._start()}{lines}".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _start(self) -> str:
        """A new line, where a crash left half of one."""
        written = self._file.read_bytes()
        return "\n" if written and not written.endswith(b"\n") else ""


def _ended(connection: Connection) -> list[str]:
    """What was withdrawn and is not there any more: a turn that was undone leaves its address as it was."""
    meant = connection.info.get(ENDED, set())
    if not meant:
        return []
    there = select(calendar_address.c.token_hash).where(calendar_address.c.token_hash.in_(meant))
    return sorted(meant.difference(connection.execute(there).scalars()))


def _read(line: str) -> dict[str, Any]:
    try:
        kept = json.loads(line)
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
