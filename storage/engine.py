"""How a connection is made: SQLite with everything that makes it safe, or PostgreSQL. No statement of ours here."""

import sqlite3
from contextlib import closing, suppress
from functools import cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url

from storage.causes import Cause, Diagnosis, UnusableError
from storage.columns import know_postgresql
from storage.schema import metadata

BUSY_SECONDS = 10
"""How long SQLite waits for another process that is writing."""

APPLICATION = "samenspraak"
"""PostgreSQL: how our connections are called there."""

_NOTICED_AFTER = {"keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3}
"""PostgreSQL: a connection over which nothing arrives is given up after five seconds, on both sides."""
_USER_TIMEOUT = 5000
"""Milliseconds in which what was sent must have arrived."""
_CONNECT_SECONDS = 5


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine for one connection. A database in memory gets its tables at once, as nobody else could make them.

    Without `foreign_keys` SQLite lets a table be rebuilt without taking the rows that belong to it along.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        know_postgresql()
        engine = create_engine(
            parsed, connect_args=_arguments(parsed), pool_size=1, max_overflow=0, hide_parameters=True
        )
        event.listen(engine, "connect", _require_utf8, insert=True)  # before SQLAlchemy reads a word from it
        event.listen(engine, "connect", _notice_the_end)
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


def _arguments(url: URL) -> dict[str, Any]:
    """Of libpq; whatever stands in the address itself counts."""
    ours = {
        "application_name": APPLICATION,
        "connect_timeout": _CONNECT_SECONDS,
        "tcp_user_timeout": _USER_TIMEOUT,
        **_NOTICED_AFTER,
    }
    return {name: value for name, value in ours.items() if name not in url.query}


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


def _require_utf8(connection: Any, _record: object) -> None:
    """Raises `UnusableError` where what people write could not be kept, or would come back as bytes."""
    kept_as = connection.info.parameter_status("server_encoding")
    if kept_as != "UTF8":
        raise UnusableError(Diagnosis(Cause.ENCODING, kept_as or ""))


def _notice_the_end(connection: Any, _record: object) -> None:
    """Have the server notice when we are gone without a word: it then lets go of what this session holds."""
    connection.autocommit = True
    for name, value in {**_NOTICED_AFTER, "user_timeout": _USER_TIMEOUT}.items():
        with suppress(connection.NotSupportedError, connection.ProgrammingError, connection.DataError):
            connection.execute(f"SET tcp_{name} = {value}")  # not every system knows each of them
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    """Take the right to write at once: a transaction that first reads could be refused it later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
