"""Statements of SQLAlchemy, said to SQLite directly: what SQLAlchemy does around each costs ten times what SQLite does.

SQLAlchemy still makes the text and knows the types; a statement is compiled once for each set of names that it is given
values for. PostgreSQL is spoken to by SQLAlchemy itself, as is whatever is out of the ordinary: lists among the values,
rows that a write returns, keys that the driver does not tell.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Delete, Dialect, Executable, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Insert
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Process = Callable[[Any], Any] | None
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as SQLite gets it."""

    sql: str
    given: tuple[tuple[str | None, Any, Process], ...]
    """In order: the name of a value, or none and the value itself; and how it is made ready."""
    read: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Which columns of a row must be made into something else."""
    gives_key: bool
    """Whether the driver tells the key of the row that it inserts."""

    def values(self, values: Mapping[str, object]) -> list[Any]:
        """The values in the order of the statement."""
        found = []
        for name, fixed, process in self.given:
            value = fixed if name is None else values[name]
            found.append(value if process is None else process(value))
        return found

    def with_rows(self, number: int) -> str:
        """The words of an INSERT of one row, for so many."""
        first = f"({', '.join('?' * len(self.given))})"
        return self.sql.replace(first, ", ".join([first] * number))

    def row(self, row: Row) -> Row:
        """A row with the values that its columns stand for."""
        if not self.read:
            return row
        made = list(row)
        for place, process in self.read:
            made[place] = process(made[place])
        return tuple(made)


class Quick:
    """Says statements to SQLite on the connection of a transaction that was begun by SQLAlchemy."""

    __slots__ = ("_connection", "_dialect", "_driver")

    def __init__(self, connection: Connection, driver: sqlite3.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._driver = driver

    @classmethod
    def on(cls, connection: Connection) -> "Quick | None":
        """For SQLite, within a transaction; None where SQLAlchemy must speak itself."""
        if connection.dialect.name != "sqlite" or not connection.in_transaction() or connection.invalidated:
            return None
        driver: Any = connection.connection.driver_connection
        return cls(connection, driver)

    def prepared(self, statement: Executable, values: Mapping[str, object]) -> Prepared | None:
        """How this statement is said with these names; None where SQLAlchemy must say it."""
        key = (id(statement), *values)
        found = _PREPARED.get(key)
        if found is None:
            found = _PREPARED[key] = (statement, _prepare(statement, self._dialect, values))
        return found[1]

    def first(self, prepared: Prepared, values: Mapping[str, object]) -> Row | None:
        """The first row that it reads."""
        cursor = self.say(prepared, values)
        row = self._fetch(prepared, cursor.fetchone)
        cursor.close()
        return None if row is None else prepared.row(row)

    def all(self, prepared: Prepared, values: Mapping[str, object]) -> list[Row]:
        """All rows that it reads."""
        rows = self._fetch(prepared, self.say(prepared, values).fetchall)
        return [prepared.row(row) for row in rows] if prepared.read else rows

    def say(self, prepared: Prepared, values: Mapping[str, object]) -> sqlite3.Cursor:
        """Carry it out. Errors are those of SQLAlchemy."""
        try:
            return self._driver.execute(prepared.sql, prepared.values(values))
        except Exception as error:
            raise self._told(prepared, error) from error

    def say_each(self, prepared: Prepared, rows: Sequence[Mapping[str, object]]) -> sqlite3.Cursor:
        """The same with an INSERT of several rows."""
        try:
            values = [value for row in rows for value in prepared.values(row)]
            return self._driver.execute(prepared.with_rows(len(rows)), values)
        except Exception as error:
            raise self._told(prepared, error) from error

    def _fetch(self, prepared: Prepared, fetch: Callable[[], Any]) -> Any:
        try:
            return fetch()
        except Exception as error:
            raise self._told(prepared, error) from error

    def _told(self, prepared: Prepared, error: Exception) -> BaseException:
        """As SQLAlchemy would tell it, the values left out. A connection that was lost is given up."""
        known: Any = error
        lost = isinstance(error, sqlite3.Error) and self._dialect.is_disconnect(known, None, None)
        if lost:
            self._connection.invalidate(error)
        return DBAPIError.instance(
            prepared.sql,
            None,
            error,
            sqlite3.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=self._dialect,
        )


_PREPARED: dict[tuple[object, ...], tuple[Executable, Prepared | None]] = {}
"""By identity and names. The statements are kept, so that no other can come to have the identity of one."""


def command(connection: Connection, sql: str) -> None:
    """Say what steers a transaction."""
    quick = Quick.on(connection)
    if quick is None:
        connection.exec_driver_sql(sql)
    else:
        quick.say(Prepared(sql, (), (), gives_key=False), {})


def _prepare(statement: Executable, dialect: Dialect, names: Iterable[str]) -> Prepared | None:
    if not isinstance(statement, Select | Insert | Update | Delete):
        return None
    if not isinstance(statement, Select) and statement.returning_column_descriptions:
        return None
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    if not _is_plain(compiled):
        return None
    given = tuple(_given(compiled.binds[name], dialect) for name in compiled.positiontup or ())
    kinds = [column["type"] for column in statement.column_descriptions] if isinstance(statement, Select) else []
    read = [(place, process) for place, kind in enumerate(kinds) if (process := _reading(kind, dialect)) is not None]
    return Prepared(str(compiled), given, tuple(read), gives_key=bool(compiled.postfetch_lastrowid))


def _is_plain(compiled: SQLCompiler) -> bool:
    """Whether its text is always the same, and all its values are given by whoever says it."""
    computed = (*compiled.insert_prefetch, *compiled.update_prefetch)
    return not (compiled.post_compile_params or compiled.literal_execute_params or computed)


def _given(bind: BindParameter[Any], dialect: Dialect) -> tuple[str | None, Any, Process]:
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return (bind.key, None, process) if bind.required else (None, bind.effective_value, process)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
