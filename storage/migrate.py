"""Brings the schema of a database up to date. Works from any directory and needs no configuration file.

Alembic is imported when there is something to do: most starts find the schema as it should be.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy import column as named

from storage.engine import make_engine

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 7_310_452_001
"""PostgreSQL: the number under which only one program at a time migrates."""
_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_REVISION = select(table("alembic_version", named("version_num")).c.version_num)

BeforeIt = Callable[[str, str], None]
"""What is done before an existing schema changes: from which revision, to which."""


class NewerSchemaError(Exception):
    """The database was made by a newer version; the message is one plain sentence."""


def config() -> Config:
    """What Alembic must know, but for the connection in `attributes`."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_VERSIONS.parent).replace("%", "%%"))
    return made


def upgrade(url: str, before: BeforeIt | None = None) -> str:
    """Bring the database to the newest revision, all or nothing, and return that revision.

    Raises `NewerSchemaError` for one that this program does not know.
    """
    found, newest = current(url), head()
    if found == newest:
        return newest
    must_know(found)
    if found is not None and before is not None:
        before(found, newest)
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            return upgrade_on(connection)
    finally:
        engine.dispose()


def upgrade_on(connection: Connection) -> str:
    """The same in a transaction that was begun. Foreign keys must not be enforced in SQLite."""
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
    return revision(connection) or ""


def current(url: str) -> str | None:
    """The revision of the database; None when it has no tables of ours."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return revision(connection)
    finally:
        engine.dispose()


def head() -> str:
    """The newest revision this program knows: migrations are numbered, and each follows the one before."""
    return max(_known())


def must_know(found: str | None) -> None:
    """Raises `NewerSchemaError` for a revision that this program does not know."""
    if not knows(found):
        raise NewerSchemaError(
            f"The database was made by a newer version of Samenspraak (revision {found}, this one knows {head()});"
            " start that version, or restore a copy from before."
        )


def knows(found: str | None) -> bool:
    """Whether this program knows a revision; None is that of a database without tables of ours."""
    return found is None or found in _known()


def revision(connection: Connection) -> str | None:
    """The revision of the tables on this connection; None without tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(_REVISION).scalar()


def _known() -> set[str]:
    return {file.name.partition("_")[0] for file in _VERSIONS.glob("[0-9]*.py")}
