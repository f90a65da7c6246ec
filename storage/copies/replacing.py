"""Puts a file that was made ready in the place of the database, all or nothing. What was there is kept first."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Table, func, insert, make_url, select, text

from storage import migrate
from storage.copies import keeping
from storage.copies.errors import CopyError
from storage.copies.making import make, make_from
from storage.engine import make_engine
from storage.right import LeaseTakenError, alone
from storage.schema import metadata

_AT_ONCE = 1000
_RUNNING = "The program is running on this database; stop it first."


class Place(Protocol):
    """Where a database is."""

    def keep(self, program: str, at: datetime) -> Path | None:
        """Keep what is there now among the copies, and return where; None when there is nothing."""

    def put(self, file: Path) -> None:
        """Put this in its place."""


@contextmanager
def place(url: str, data_dir: Path) -> Iterator[Place]:
    """The place of this database, which nobody else may use meanwhile.

    Raises `CopyError` when the program runs on it.
    """
    parsed = make_url(url)
    with ExitStack() as held:
        try:
            held.enter_context(alone(url))
        except LeaseTakenError:
            raise CopyError(_RUNNING) from None
        if parsed.get_backend_name() == "sqlite":
            file = Path(parsed.database or "")
            yield _FilePlace(file, held.enter_context(_file_alone(file)), data_dir)
        else:
            yield _PostgresPlace(url, data_dir)


# --- a file ---


@contextmanager
def _file_alone(file: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection that shuts all others out, also programs that know no lock file; None when nothing can be read."""
    if not file.is_file():
        yield None
        return
    with closing(sqlite3.connect(file, isolation_level=None, timeout=2)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").close()  # refused while anybody else has it open
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").close()
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.execute("COMMIT").close()  # the lock stays as long as the connection
            connection.execute("SELECT count(*) FROM sqlite_master").close()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise CopyError(_RUNNING) from None
            raise CopyError(f"The database cannot be used: {error}.") from None
        except sqlite3.DatabaseError:  # nothing of it can be read
            yield None
            return
        yield connection


class _FilePlace:
    def __init__(self, file: Path, connection: sqlite3.Connection | None, data_dir: Path) -> None:
        self._file = file
        self._connection = connection
        self._data_dir = data_dir

    def keep(self, program: str, at: datetime) -> Path | None:
        if not self._file.exists():
            return None
        kept = keeping.fresh(self._data_dir, "replaced", at)
        if self._connection is not None and self._is_ours(self._connection):
            try:
                make_from(self._connection, kept, at=at, program=program)
                keeping.keep_from(kept, at)
                return kept
            except sqlite3.DatabaseError:  # damaged further on: keep it as it is
                pass
        return self._keep_as_it_is(kept, at)

    def _keep_as_it_is(self, kept: Path, at: datetime) -> Path:
        parts = {Path(f"{self._file}{end}"): Path(f"{kept}{end}") for end in ("", "-wal", "-shm", "-journal")}
        try:
            for part, copy in parts.items():
                if part.exists():
                    shutil.copyfile(part, copy)
                    keeping.keep_from(copy, at)
        except OSError:  # half a copy would look like one
            for copy in parts.values():
                copy.unlink(missing_ok=True)
            raise
        return kept

    def put(self, file: Path) -> None:
        for end in ("-wal", "-shm", "-journal"):  # they belong to what is replaced
            Path(f"{self._file}{end}").unlink(missing_ok=True)
        _to_disk(file)
        os.replace(file, self._file)  # noqa: PTH105 (what is atomic is said as such)
        _to_disk(self._file.parent)

    @staticmethod
    def _is_ours(connection: sqlite3.Connection) -> bool:
        found = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        return connection.execute(found).fetchone() is not None


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --- PostgreSQL ---


class _PostgresPlace:
    def __init__(self, url: str, data_dir: Path) -> None:
        self._url = url
        self._data_dir = data_dir

    def keep(self, program: str, at: datetime) -> Path | None:
        found = migrate.current(self._url)
        if found is None:
            return None
        migrate.must_know(found)
        kept = keeping.fresh(self._data_dir, "replaced", at)
        make(self._url, kept, at=at, program=program)
        keeping.keep_from(kept, at)
        return kept

    def put(self, file: Path) -> None:
        target = make_engine(self._url, foreign_keys=False)
        source = make_engine(f"sqlite:///{file}")
        try:
            with source.connect() as there, there.begin(), target.begin() as here:
                migrate.upgrade_on(here)
                _empty(here)
                _fill(there, here)
        finally:
            source.dispose()
            target.dispose()


def _empty(connection: Connection) -> None:
    names = ", ".join(f'"{table.name}"' for table in metadata.tables.values())
    connection.exec_driver_sql(f"TRUNCATE {names}")


def _fill(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=_AT_ONCE))
        for part in rows.mappings().partitions(_AT_ONCE):
            target.execute(insert(table), [{name: _storable(value) for name, value in row.items()} for row in part])
    sequences = source.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    given: dict[str, int] = {one.name: one.seq for one in sequences}
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            _count_on(target, table, given.get(table.name, 0))


def _count_on(connection: Connection, table: Table, given: int) -> None:
    """Let the next row get a number that none has had."""
    last = max(given, connection.execute(select(func.max(table.autoincrement_column))).scalar() or 0)
    values = {"name": f'"{table.name}"', "column": "id", "last": max(last, 1), "given": last > 0}
    connection.execute(text("SELECT setval(pg_get_serial_sequence(:name, :column), :last, :given)"), values)


def _storable(value: Any) -> Any:
    """PostgreSQL keeps no zero characters in a text."""
    return value.replace("\0", "") if isinstance(value, str) else value
