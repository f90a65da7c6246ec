"""The seal of a copy: when and of what it was made, and a digest of all its rows, so that damage is noticed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from storage.copies.errors import CopyError

_TABLE = "samenspraak_copy"
_MAKE = f"CREATE TABLE {_TABLE} (made_at TEXT, program TEXT, backend TEXT, revision TEXT, rows INTEGER, digest TEXT)"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a copy says of itself. A file that is no sealed copy, but a database of ours, has no digest."""

    made_at: datetime
    program: str
    backend: str
    revision: str
    rows: int
    digest: str


def seal(file: Path, at: datetime, program: str, backend: str) -> Seal:
    """Seal a copy that was just made, also of a database that is itself a copy somebody put in its place by hand."""
    unseal(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        rows, digest = _digest(connection)
        made = Seal(at, program, backend, _revision(connection), rows, digest)
        connection.execute("PRAGMA synchronous=FULL").close()
        connection.execute("BEGIN")
        connection.execute(_MAKE)
        values = (at.astimezone(UTC).isoformat(), program, backend, made.revision, rows, digest)
        connection.execute(f"INSERT INTO {_TABLE} VALUES (?, ?, ?, ?, ?, ?)", values)
        connection.execute("COMMIT")
    return made


def checked(file: Path) -> Seal:
    """The seal of a file, after looking whether all of it is there and as it was. Raises `CopyError`."""
    if not file.is_file():
        raise CopyError(f"There is no file {file}.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _checked(connection, file)
    except sqlite3.DatabaseError as error:
        raise CopyError(f"{file} is no copy of Samenspraak, or it is damaged ({error}).") from None


def _checked(connection: sqlite3.Connection, file: Path) -> Seal:
    said = [line for (line,) in connection.execute("PRAGMA integrity_check")]
    if said != ["ok"]:
        raise CopyError(f"{file} is damaged: {said[0]}.")
    tables = set(_tables(connection))
    if not {"alembic_version", "person", "outbox"} <= tables:
        raise CopyError(f"{file} is no copy of Samenspraak.")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise CopyError(f"{file} is damaged: rows refer to others that are not there.")
    if not _is_sealed(connection):
        return Seal(datetime.fromtimestamp(file.stat().st_mtime, UTC), "", "sqlite", _revision(connection), 0, "")
    made_at, program, backend, revision, rows, digest = connection.execute(f"SELECT * FROM {_TABLE}").fetchone()
    if _digest(connection) != (rows, digest):
        raise CopyError(f"{file} is damaged: it is not what was copied.")
    return Seal(datetime.fromisoformat(made_at), program, backend, revision, rows, digest)


def unseal(file: Path) -> None:
    """Leave the tables of the database alone."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {_TABLE}").close()


def _is_sealed(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, [_TABLE]).fetchone() is not None


def _revision(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else ""


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    """All tables but the seal; also the one in which SQLite counts."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY name"
    yield from (name for (name,) in connection.execute(query).fetchall() if name != _TABLE)


def _digest(connection: sqlite3.Connection) -> tuple[int, str]:
    """How many rows there are in all tables, and a digest of them in the order of their keys."""
    count, digest = 0, sha256()
    for table in _tables(connection):
        digest.update(f"{table}\n".encode())
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        keys = [name for _, name, _, _, _, key in columns if key] or [columns[0][1]]
        order = ", ".join(f'"{name}"' for name in keys)
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}'):
            count += 1
            digest.update(repr(row).encode())
    return count, digest.hexdigest()
