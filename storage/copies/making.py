"""Makes a copy: a snapshot that is only read, so that a running program goes on with its work."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from storage import migrate
from storage.causes import Cause, diagnose
from storage.copies.errors import CopyError
from storage.copies.seal import Seal, seal
from storage.engine import BUSY_SECONDS, make_engine

_AT_ONCE = 1000
"""Rows."""


def make(url: str, file: Path, *, at: datetime, program: str) -> Seal:
    """Copy the database to a file that is not there yet. The file appears when it is whole.

    Raises `CopyError` when it is there already or cannot be written, or when there is nothing to copy.
    """
    _must_fit(file)
    parsed = make_url(url)
    try:
        with _appearing(file) as begun:
            if parsed.get_backend_name() == "sqlite":
                with closing(_open(parsed)) as source:
                    into(source, begun)
            else:
                _from_postgres(parsed, begun)
            return seal(begun, at, program, parsed.get_backend_name())
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise CopyError(_why(error, file)) from None


def _must_fit(file: Path) -> None:
    folder = file.absolute().parent
    if not folder.is_dir():
        raise CopyError(f"There is no folder {folder}; make it, or choose another.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CopyError(f"This user may not write in {folder}; allow it, or choose another.")


def _why(error: Exception, file: Path) -> str:
    """A full disk or one that fails is that of the copy: the database is only read. All else is about the database."""
    found, driver = diagnose(error), getattr(error, "orig", error)
    code = getattr(driver, "sqlite_errorcode", 0) & 0xFF
    if found.cause is Cause.FULL:
        return f"The copy does not fit on the disk of {file}; make room there, or choose another."
    if isinstance(error, OSError) or code == sqlite3.SQLITE_IOERR:
        return f"The copy cannot be written to {file}: its disk is full or fails; look there, or choose another."
    return found.sentence


def into(source: sqlite3.Connection, file: Path) -> None:
    """All that this connection sees at this moment, without the free pages."""
    source.execute("VACUUM INTO ?", [str(file)])


def make_from(source: sqlite3.Connection, file: Path, *, at: datetime, program: str) -> Seal:
    """The same over a connection that is open already."""
    with _appearing(file) as begun:
        into(source, begun)
        return seal(begun, at, program, "sqlite")


@contextmanager
def _appearing(file: Path) -> Iterator[Path]:
    if file.exists():
        raise CopyError(f"{file} is there already; choose another name.")
    begun = file.with_name(f".{file.name}.{os.getpid()}")
    begun.unlink(missing_ok=True)
    try:
        yield begun
        begun.chmod(0o600)
        _to_disk(begun)
        begun.rename(file)
        _to_disk(file.parent)
    finally:
        begun.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open(url: URL) -> sqlite3.Connection:
    path = Path(url.database or "")
    if not path.is_file():
        raise CopyError(f"There is no database {path}.")
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


# --- from PostgreSQL ---


def _from_postgres(url: URL, file: Path) -> None:
    """One snapshot of all tables. It takes no lock under which the program works."""
    engine = create_engine(url, hide_parameters=True, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as source, source.begin():
            source.exec_driver_sql("SET TRANSACTION READ ONLY")
            revision = migrate.revision(source)
            if revision is None:
                raise CopyError("The database is empty: there is nothing to copy.")
            _make_tables(file, revision)
            with closing(sqlite3.connect(file, isolation_level=None)) as target:
                _fill(source, target)
    finally:
        engine.dispose()


def _make_tables(file: Path, revision: str) -> None:
    """The tables of this revision, with nothing in them."""
    engine = make_engine(f"sqlite:///{file}", foreign_keys=False)
    try:
        with engine.begin() as connection:
            configuration = migrate.config()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, revision)
        with engine.connect() as connection:
            made: Any = connection.connection.driver_connection
            made.execute("PRAGMA journal_mode=DELETE").close()
    finally:
        engine.dispose()


def _fill(source: Connection, target: sqlite3.Connection) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    target.execute("BEGIN")
    for (table,) in target.execute(query).fetchall():
        if table != "alembic_version":
            _fill_table(source, target, table)
    target.execute("COMMIT")


def _fill_table(source: Connection, target: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in target.execute(f'PRAGMA table_info("{table}")').fetchall()]
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    found = source.execute(text(f'SELECT {names} FROM "{table}"').execution_options(yield_per=_AT_ONCE))
    for rows in found.partitions(_AT_ONCE):
        target.executemany(insert, ([_kept(value) for value in row] for row in rows))
    _count_on(source, target, table)


def _kept(value: Any) -> Any:
    """As SQLite keeps it: moments in UTC, without a zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _count_on(source: Connection, target: sqlite3.Connection, table: str) -> None:
    """A number that was given once is given to nothing else: also of rows that are gone the last one is kept."""
    found = source.execute(text("SELECT to_regclass(:name)"), {"name": f"{table}_id_seq"}).scalar()
    counts = target.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    if found is None or "AUTOINCREMENT" not in counts.upper():
        return
    last, called = source.exec_driver_sql(f'SELECT last_value, is_called FROM "{table}_id_seq"').one()
    if called:
        target.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table])
        target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, last])
