"""Who was erased, kept outside the database and its copies: random keys and moments, in a small file.

A copy from before still holds those people; by this file they are erased again when it is put back.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from storage.tables import person

_ERASED = select(person.c.key, person.c.erased_at).where(person.c.erased_at.is_not(None)).order_by(person.c.id)


class Erasures:
    """The file: a line of JSON for each."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def known(self) -> dict[str, datetime]:
        """The moment of each erasure, by key. A line that a crash cut off is passed over: it is added again."""
        try:
            lines = self._file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        found = (_read(line) for line in lines)
        return {key: at for key, at in found if key}

    def note(self, connection: Connection) -> None:
        """Add everybody who is erased in this database and is not in the file yet. On disk when it returns.

        Raises `OSError` when the file cannot be written.
        """
        erased = connection.execute(_ERASED).all()
        if not erased:
            return
        known = self.known()
        self._add([(key, at) for key, at in erased if key not in known])

    def _add(self, new: list[tuple[str, datetime]]) -> None:
        if not new:
            return
        lines = "".join(json.dumps({"key": key, "at": at.astimezone(UTC).isoformat()}) + "\n" for key, at in new)
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


def _read(line: str) -> tuple[str, datetime]:
    try:
        kept = json.loads(line)
        return kept["key"], datetime.fromisoformat(kept["at"])
    except (ValueError, KeyError, TypeError):
        return "", datetime.min.replace(tzinfo=UTC)
