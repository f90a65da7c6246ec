"""Makes a copy ready to take the place of the database: newest schema, nothing old to send, numbers that go on.

Works on a file of its own. Nothing that people use is touched here.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, delete, func, insert, select, text, update

from storage import migrate
from storage.copies.seal import Seal, unseal
from storage.engine import make_engine
from storage.group_tables import placed
from storage.mail_tables import letter
from storage.schema import metadata
from storage.traffic_tables import inbox, outbox, restoration

A_SECOND = 100
"""So many ids a table may have got in each second since the copy, at most: Telegram's limits allow far less."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the database that is replaced still tells: the copy that was made of it, when it could be read."""

    file: Path | None = None

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds there; nothing where there is no such database or table."""
        if self.file is None:
            return []
        try:
            with closing(sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.OperationalError:  # its schema is an earlier one
            return []


def unpack(copy: Path, file: Path, before: Before) -> None:
    """Make `file` from a copy that was checked, with the tables of now."""
    shutil.copyfile(copy, file)
    file.chmod(0o600)
    unseal(file)
    engine = make_engine(f"sqlite:///{file}", foreign_keys=False)
    try:
        with engine.begin() as connection:
            migrate.upgrade_on(connection)
            _carry_keys(connection, before)
    finally:
        engine.dispose()


def calm(file: Path, seal: Seal, before: Before, at: datetime) -> None:
    """Nothing of then is sent or handled any more, and new numbers fit no button of the lost days."""
    engine = make_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as connection:
            _send_nothing_old(connection, at)
            _raise_numbers(connection, seal, before, at)
    finally:
        engine.dispose()


def close(file: Path) -> None:
    """Nothing of who was erased stays in free pages, and all of it is in one file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("VACUUM").close()
        connection.execute("PRAGMA journal_mode=DELETE").close()


def _carry_keys(connection: Connection, before: Before) -> None:
    """A copy from before there were keys got new ones just now: whoever the database knows keeps theirs."""
    for id_, consented_at, key in before.read('SELECT id, consented_at, "key" FROM person'):
        same = {"id": id_, "at": consented_at, "key": key}
        connection.execute(text('UPDATE person SET "key" = :key WHERE id = :id AND consented_at = :at'), same)


def erased_before(before: Before) -> dict[str, datetime]:
    """Who is erased in the database that is replaced, by key."""
    found = before.read('SELECT "key", erased_at FROM person WHERE erased_at IS NOT NULL')
    return {key: datetime.fromisoformat(f"{at}+00:00") for key, at in found}


def ended_before(file: Path, before: Before) -> set[str]:
    """Which addresses of calendars in this copy the database that is replaced has no more, though it knows the person.

    One that was made in days which that database lost by a restoration of its own was never there, and so not ended.
    """
    known = {key for (key,) in before.read('SELECT "key" FROM person')}
    still = {hash_ for (hash_,) in before.read("SELECT token_hash FROM calendar_address")}
    lost = before.read("SELECT copied_at, at FROM restoration")
    found = Before(file).read(
        'SELECT token_hash, "key", made_at FROM calendar_address JOIN person ON person.id = calendar_address.person'
    )
    return {
        hash_
        for hash_, key, made_at in found
        if key in known and hash_ not in still and not any(since <= made_at <= until for since, until in lost)
    }


def _send_nothing_old(connection: Connection, at: datetime) -> None:
    """What waited to be sent or handled then was so long ago; what stands in groups is drawn anew."""
    connection.execute(update(outbox).where(outbox.c.done_at.is_(None)).values(done_at=at))
    connection.execute(update(outbox).values(body=""))
    connection.execute(update(inbox).where(inbox.c.finished_at.is_(None)).values(finished_at=at))
    connection.execute(update(inbox).values(body=""))
    connection.execute(update(placed).values(digest=None))
    connection.execute(delete(letter))


# --- numbers ---


def _raise_numbers(connection: Connection, seal: Seal, before: Before, at: datetime) -> None:
    """Beyond all that may have been given since the copy, also when nothing is left of the days in between.

    A number in buttons rises at most once a second; so what a restored copy gives out stays below what a later
    restoration of the same copy begins with.
    """
    passed = max(int((at - seal.made_at).total_seconds()), 0) + 1
    numbers = [_highest(connection, column, before) for column in _in_buttons()]
    last = connection.execute(select(func.max(restoration.c.numbers_from))).scalar() or 0
    begun = before.read("SELECT max(numbers_from) FROM restoration")
    since = max(last, *(number or 0 for (number,) in begun)) if begun else last
    for table in metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"]:
            _count_from(connection, table.name, passed * A_SECOND, before)
    numbers_from = max(*numbers, since) + passed
    values = {"at": at, "copied_at": seal.made_at, "numbers_from": numbers_from}
    connection.execute(insert(restoration).values(**values))


def _in_buttons() -> list[Column[Any]]:
    return [c for table in metadata.sorted_tables for c in table.columns if c.info.get("in_buttons")]


def _highest(connection: Connection, column: Column[Any], before: Before) -> int:
    here = connection.execute(select(func.max(column))).scalar() or 0
    found = before.read(f'SELECT max("{column.name}") FROM "{column.table.name}"')
    return max(here, *(number or 0 for (number,) in found)) if found else here


def _count_from(connection: Connection, table: str, leap: int, before: Before) -> None:
    counted = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table}).scalar()
    then = before.read(f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")
    now = max((counted or 0) + leap, *(number or 0 for (number,) in then)) if then else (counted or 0) + leap
    values = {"name": table, "seq": now}
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
    connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), values)
