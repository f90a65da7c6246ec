"""What the repositories share: running a statement that was built once. No table and no rule here."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Executable

from bot.domain.errors import NoSuchRowError
from storage.rows import Values


class Repository:
    """Statements on one connection. The connection's transaction belongs to the unit of work."""

    __slots__ = ("_connection", "_dialect")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def _one(self, statement: Executable, **values: object) -> Values | None:
        return self._connection.execute(statement, values).first()

    def _known(self, statement: Executable, **values: object) -> Values:
        """The row that must be there. Whoever holds its id got it from this database."""
        row = self._one(statement, **values)
        if row is None:
            raise NoSuchRowError(f"no such row: {values}")
        return row

    def _all(self, statement: Executable, **values: object) -> list[Values]:
        return list(self._connection.execute(statement, values))

    def _add(self, statement: Executable, **values: object) -> Any:
        """The id of the row that was inserted."""
        key = self._connection.execute(statement, values).inserted_primary_key
        assert key is not None
        return key[0]

    def _do(self, statement: Executable | Mapping[str, Executable], **values: object) -> int:
        """How many rows were touched."""
        chosen = statement[self._dialect] if isinstance(statement, Mapping) else statement
        return self._connection.execute(chosen, values).rowcount
