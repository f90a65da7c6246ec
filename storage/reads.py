"""What one attempt of one turn has read: no rows are read twice, unless something was written to their tables.

Lives as long as a unit of work, which is one attempt: a retry, or a savepoint that was rolled back, reads anew.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Executable, Table, Update
from sqlalchemy.sql import Insert, visitors

Key = tuple[int, tuple[tuple[str, object], ...]]


class Reads:
    """Statements on one connection, whose rows are kept until a write to one of their tables."""

    __slots__ = ("_kept", "connection", "dialect")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._kept: dict[Key, tuple[Executable, frozenset[str], Any]] = {}

    def read(self, statement: Executable, values: Mapping[str, object], fetch: Callable[[Any], Any]) -> Any:
        """What `fetch` takes from the result; the same again when nothing can have changed since.

        A statement is known by its identity, so it must be kept by who built it.
        """
        key = (id(statement), tuple(values.items()))
        try:
            found = self._kept.get(key)
        except TypeError:  # a list among the values
            return fetch(self.connection.execute(statement, values))
        if found is None:
            rows = fetch(self.connection.execute(statement, values))
            self._kept[key] = (statement, _tables(statement), rows)
            return rows
        return found[2]

    def know(self, statement: Executable, values: Mapping[str, object], row: Any) -> None:
        """Remember this row as what that statement would read with these values: it was read among others."""
        self._kept.setdefault((id(statement), tuple(values.items())), (statement, _tables(statement), row))

    def kept(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """What that statement read with these values, as long as it is known; None when it is not."""
        found = self._kept.get((id(statement), tuple(values.items())))
        return None if found is None else found[2]

    def write(self, statement: Executable, values: Mapping[str, object] | Sequence[Mapping[str, object]]) -> Any:
        """Carry it out; what was read of the tables that it changes is forgotten."""
        result = self.connection.execute(statement, values)
        if isinstance(statement, Insert | Update | Delete) and isinstance(statement.table, Table):
            table = statement.table
            changed = _with_dependents(table) if isinstance(statement, Delete) else frozenset((table.name,))
            self._kept = {key: kept for key, kept in self._kept.items() if changed.isdisjoint(kept[1])}
        else:
            self.forget()
        return result

    def forget(self) -> None:
        """Forget everything: something was written past this."""
        self._kept.clear()


@cache
def _with_dependents(table: Table) -> frozenset[str]:
    """The tables that change with a deletion here: rows of others may go with it."""
    found, before = {table.name}, 0
    while len(found) != before:
        before = len(found)
        for other in table.metadata.tables.values():
            if any(key.ondelete and key.column.table.name in found for key in other.foreign_keys):
                found.add(other.name)
    return frozenset(found)


@cache
def _tables_by_identity(identity: int, statement: Any) -> frozenset[str]:
    return frozenset(part.name for part in visitors.iterate(statement) if isinstance(part, Table))


def _tables(statement: Executable) -> frozenset[str]:
    """The tables a statement reads."""
    return _tables_by_identity(id(statement), statement)
