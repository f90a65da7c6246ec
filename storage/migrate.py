"""Brings the schema of a database up to date. Works from any directory and needs no configuration file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engine import make_engine

_LOCK = 7_310_452_001
"""PostgreSQL: the number under which only one program at a time migrates."""


def config() -> Config:
    """What Alembic must know, but for the connection in `attributes`."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return made


def upgrade(url: str) -> str:
    """Bring the database to the newest revision, all or nothing, and return that revision."""
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            made = config()
            made.attributes["connection"] = connection
            command.upgrade(made, "head")
            return _revision(connection) or ""
    finally:
        engine.dispose()


def current(url: str) -> str | None:
    """The revision of the database; None when it has no tables of ours."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def head() -> str:
    """The newest revision this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
