"""The column types and the naming convention every table shares, and upserts for both backends. No table here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Executable,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    TextClause,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Identity = BigInteger().with_variant(Integer, "sqlite")
"""Only an INTEGER key can count by itself in SQLite."""


IN_BUTTONS = {"in_buttons": True}
"""`info` of a column whose number stands in buttons and is never shown: after a copy was restored it leaps, so that no
button of the lost days fits something else."""


class Instant(TypeDecorator[datetime]):
    """A moment: aware going in, aware UTC coming out, on every backend."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC. A naive one is refused: nobody can say which moment it is."""
        if value is None or value.tzinfo is UTC:
            return value
        if value.utcoffset() is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone, PostgreSQL answers in the zone of the session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def identity() -> Column[int]:
    """The key of a row: a number that counts up and is never given twice, not even after a row was deleted."""
    return Column("id", Identity, primary_key=True)


def to(target: str, name: str, *, null: bool = False, comment: str | None = None) -> Column[int]:
    """A reference to the row of another table."""
    return Column(name, Identity, ForeignKey(f"{target}.id"), nullable=null, comment=comment)


def part_of(target: str, name: str) -> Column[int]:
    """A reference that is part of the key: the row goes with the one it belongs to."""
    return Column(name, Identity, ForeignKey(f"{target}.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


_PARTIAL: list[tuple[Index, TextClause]] = []


def partial(index: Index, where: TextClause) -> Index:
    """An index of the rows for which this holds, on both backends."""
    index.dialect_options["sqlite"]["where"] = where
    _PARTIAL.append((index, where))
    return index


def know_postgresql() -> None:
    """What of the tables is said to PostgreSQL alone. Not before it is needed: its dialect is large to import."""
    for index, where in _PARTIAL:
        index.dialect_options["postgresql"]["where"] = where


class PerDialect(Mapping[str, Executable]):
    """A statement by the name of the dialect, made when it is first asked for: each dialect is large to import."""

    def __init__(self, make: Callable[[Any], Executable]) -> None:
        self._make = make
        self._made: dict[str, Executable] = {}

    def __getitem__(self, dialect: str) -> Executable:
        if dialect not in self._made:
            self._made[dialect] = self._make(import_module(f"sqlalchemy.dialects.{dialect}").insert)
        return self._made[dialect]

    def __iter__(self) -> Iterator[str]:
        return iter(_DIALECTS)

    def __len__(self) -> int:
        return len(_DIALECTS)


_DIALECTS = ("sqlite", "postgresql")


def upsert(
    table: Table, *, key: Sequence[str], change: Sequence[str], where: ColumnElement[bool] | None = None
) -> Mapping[str, Executable]:
    """INSERT, or UPDATE of the columns `change` where the key is there already; by the name of the dialect."""

    def make(insert: Any) -> Executable:
        statement = insert(table).inline()
        new = {name: statement.excluded[name] for name in change}
        made: Executable = statement.on_conflict_do_update(index_elements=key, set_=new, where=where)
        return made.execution_options(preserve_rowcount=True)

    return PerDialect(make)


def insert_or_ignore(table: Table, *, key: Sequence[str]) -> Mapping[str, Executable]:
    """INSERT unless the key is there already; by the name of the dialect. Its row count says which."""

    def make(insert: Any) -> Executable:
        made: Executable = insert(table).inline().on_conflict_do_nothing(index_elements=key)
        return made.execution_options(preserve_rowcount=True)

    return PerDialect(make)
