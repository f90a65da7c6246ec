"""What one attempt of one turn has read: no rows are read twice, unless something was written to their tables.

Lives as long as a unit of work, which is one attempt: a retry, or a savepoint that was rolled back, reads anew.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Executable, Table, Update
from sqlalchemy.sql import Insert, visitors

from storage.quick import Quick

Key = tuple[int, tuple[tuple[str, object], ...]]


class Reads:
    """Statements on one connection, whose rows are kept until a write to one of their tables."""

    __slots__ = ("_kept", "_quick", "connection", "dialect")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._quick = Quick.on(connection)
        self._kept: dict[Key, tuple[Executable, frozenset[str], Any]] = {}

    def first(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """The first row it reads; the same again when nothing can have changed since."""
        return self._read(statement, values, one=True)

    def all(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """All rows it reads; the same again when nothing can have changed since."""
        return self._read(statement, values, one=False)

    def _read(self, statement: Executable, values: Mapping[str, object], *, one: bool) -> Any:
        """A statement is known by its identity, so it must be kept by who built it."""
        key = (id(statement), tuple(values.items()))
        try:
            found = self._kept.get(key)
        except TypeError:  # a list among the values
            return self._fetch(statement, values, one)
        if found is None:
            rows = self._fetch(statement, values, one)
            self._kept[key] = (statement, _tables(statement), rows)
            return rows
        return found[2]

    def _fetch(self, statement: Executable, values: Mapping[str, object], one: bool) -> Any:
        if self._quick is not None and (prepared := self._quick.prepared(statement, values)) is not None:
            return self._quick.first(prepared, values) if one else self._quick.all(prepared, values)
        result: Any = self.connection.execute(statement, values)
        return result.first() if one else result.all()

    def know(self, statement: Executable, values: Mapping[str, object], row: Any) -> None:
        """Remember this row as what that statement would read with these values: it was read among others."""
        self._kept.setdefault((id(statement), tuple(values.items())), (statement, _tables(statement), row))

    def kept(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """What that statement read with these values, as long as it is known; None when it is not."""
        found = self._kept.get((id(statement), tuple(values.items())))
        return None if found is None else found[2]

    def write(self, statement: Executable, values: Mapping[str, object]) -> int:
        """Carry it out; what was read of the tables that it changes is forgotten. How many rows it touched."""
        touched: int
        if self._quick is not None and (prepared := self._quick.prepared(statement, values)) is not None:
            touched = self._quick.say(prepared, values).rowcount
        else:
            result: Any = self.connection.execute(statement, values)
            touched = result.rowcount
        self._changed(statement)
        return touched

    def add(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """The same with an INSERT of one row. The key of the row."""
        prepared = None if self._quick is None else self._quick.prepared(statement, values)
        if self._quick is not None and prepared is not None and prepared.gives_key:
            key: Any = self._quick.say(prepared, values).lastrowid
        else:
            result: Any = self.connection.execute(statement, values)
            key = result.inserted_primary_key[0]
        self._changed(statement)
        return key

    def add_each(self, statement: Insert, values: Sequence[Mapping[str, object]]) -> Sequence[Any]:
        """The same with an INSERT of these rows, in one go. The keys of the rows, which rise in their order."""
        prepared = None if self._quick is None else self._quick.prepared(statement, values[0])
        if self._quick is not None and prepared is not None and prepared.gives_key:
            last: int = self._quick.say_each(prepared, values).lastrowid or 0
            keys: Sequence[Any] = range(last - len(values) + 1, last + 1)  # nobody else writes in between
        else:
            told = statement.returning(*statement.table.primary_key, sort_by_parameter_order=True)
            keys = self.connection.execute(told, values).scalars().all()
        self._changed(statement)
        return keys

    def write_first(self, statement: Executable, values: Mapping[str, object]) -> Any:
        """The same with what returns a row. That row."""
        row = self.connection.execute(statement, values).first()
        self._changed(statement)
        return row

    def write_each(self, statement: Executable, values: Sequence[Mapping[str, object]]) -> None:
        """The same with each of these values, in one go."""
        self.connection.execute(statement, values)
        self._changed(statement)

    def _changed(self, statement: Executable) -> None:
        if isinstance(statement, Insert | Update | Delete) and isinstance(statement.table, Table):
            table = statement.table
            changed = _with_dependents(table) if isinstance(statement, Delete) else frozenset((table.name,))
            self._kept = {key: kept for key, kept in self._kept.items() if changed.isdisjoint(kept[1])}
        else:
            self.forget()

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
