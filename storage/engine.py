"""How a connection is made: SQLite with everything that makes it safe, or PostgreSQL. No statement of ours here."""

import sqlite3
from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url

from storage.schema import metadata

BUSY_SECONDS = 10
"""How long SQLite waits for another process that is writing."""

APPLICATION = "samenspraak"
"""PostgreSQL: how our connections are called there."""

_ONE_AT_A_TIME = 7_310_452_002
"""PostgreSQL: the number of the lock under which all of our transactions run."""


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine for one connection. A database in memory gets its tables at once, as nobody else could make them.

    Without `foreign_keys` SQLite lets a table be rebuilt without taking the rows that belong to it along.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        named = {"application_name": APPLICATION} if parsed.get_backend_name() == "postgresql" else {}
        engine = create_engine(parsed, pool_size=1, max_overflow=0, hide_parameters=True, connect_args=named)
        event.listen(engine, "begin", _wait_for_others)
        return engine
    in_memory = parsed.database in (None, "", ":memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_size": 1, "max_overflow": 0}
    arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    engine = create_engine(parsed, connect_args=arguments, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare)
    if foreign_keys:
        event.listen(engine, "connect", _enforce_foreign_keys)
    event.listen(engine, "begin", _begin)
    if in_memory:
        _make_tables(engine)
    return engine


def _make_tables(engine: Engine) -> None:
    with closing(sqlite3.connect(":memory:")) as empty, engine.connect() as connection:
        empty.deserialize(_empty_database())
        empty.backup(connection.connection.driver_connection)  # type: ignore[arg-type]


@cache
def _empty_database() -> bytes:
    """All tables with nothing in them, made once for each process: a copy takes a hundredth of the time."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        metadata.create_all(connection)
        connection.commit()
        made: Any = connection.connection.driver_connection
        empty: bytes = made.serialize()
    engine.dispose()
    return empty


def _prepare(connection: Any, _record: object) -> None:
    """Safe settings; and the driver must not begin or commit by itself, or savepoints would not hold."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.execute("PRAGMA synchronous=FULL").close()


def _enforce_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON").close()


def _wait_for_others(connection: Connection) -> None:
    """One transaction after the other, also of several programs: rules look at more rows than they change."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")


def _begin(connection: Connection) -> None:
    """Take the right to write at once: a transaction that first reads could be refused it later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
