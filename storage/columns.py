"""The column types and the naming convention every table shares, and upserts for both backends. No table here."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Executable,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql, sqlite

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


def upsert(
    table: Table, *, key: Sequence[str], change: Sequence[str], where: ColumnElement[bool] | None = None
) -> Mapping[str, Executable]:
    """INSERT, or UPDATE of the columns `change` where the key is there already; by the name of the dialect."""
    found: dict[str, Executable] = {}
    makers: tuple[tuple[str, Any], ...] = (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    for dialect, insert in makers:
        statement = insert(table).inline()
        new = {name: statement.excluded[name] for name in change}
        found[dialect] = statement.on_conflict_do_update(index_elements=key, set_=new, where=where).execution_options(
            preserve_rowcount=True
        )
    return found


def insert_or_ignore(table: Table, *, key: Sequence[str]) -> Mapping[str, Executable]:
    """INSERT unless the key is there already; by the name of the dialect. Its row count says which."""
    return {
        "sqlite": sqlite.insert(table)
        .inline()
        .on_conflict_do_nothing(index_elements=key)
        .execution_options(preserve_rowcount=True),
        "postgresql": postgresql.insert(table)
        .inline()
        .on_conflict_do_nothing(index_elements=key)
        .execution_options(preserve_rowcount=True),
    }
