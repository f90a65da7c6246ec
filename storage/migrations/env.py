"""Runs the migrations on the connection that `storage.migrate` (or a test) hands over. No URL is read here."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine

from storage.columns import Instant
from storage.schema import metadata


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration stands on its own: it names no type of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


def _migrate() -> None:
    given: Connection | Engine = context.config.attributes["connection"]
    if isinstance(given, Engine):
        with given.connect() as connection:
            _run(connection)
    else:
        _run(given)


_migrate()
