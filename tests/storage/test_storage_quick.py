"""Statements said to SQLite directly fail as SQLAlchemy's own do."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError, StatementError

from storage.engine import make_engine
from storage.quick import Quick
from storage.tables import person
from storage.unit_of_work import unit_of_work

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def driver(connection: Connection) -> Quick:
    quick = Quick.on(connection)
    assert quick is not None
    return quick


def test_outside_a_transaction_sqlalchemy_speaks_and_begins_one() -> None:
    with make_engine("sqlite://").connect() as connection:
        assert Quick.on(connection) is None
        unit_of_work(connection, 1).timers.put("kind", 1, NOW)
        assert connection.in_transaction()
        connection.rollback()
        assert unit_of_work(connection, 1).timers.next_due() is None


def test_a_value_that_is_not_given_is_an_error() -> None:
    with make_engine("sqlite://").connect() as connection, connection.begin():
        quick = driver(connection)
        statement = select(person.c.id).where(person.c.id == 1)
        prepared = quick.prepared(statement, {})
        assert prepared is not None
        assert quick.all(prepared, {}) == []
        with pytest.raises(StatementError):
            quick.say(quick.prepared(_MISSING, {}), {})  # type: ignore[arg-type]


def test_a_broken_rule_of_the_database_tells_no_values() -> None:
    with make_engine("sqlite://").connect() as connection, connection.begin():
        post = unit_of_work(connection, 1).post
        with pytest.raises(DBAPIError) as caught:
            post.receive(4711, None, NOW)  # type: ignore[arg-type]
        assert not caught.value.connection_invalidated
        assert "4711" not in str(caught.value)


def test_a_connection_that_is_gone_is_given_up() -> None:
    with make_engine("sqlite://").connect() as connection:
        begun = connection.begin()
        uow = unit_of_work(connection, 1)
        gone = connection.connection.driver_connection
        assert gone is not None
        gone.close()
        with pytest.raises(DBAPIError) as caught:
            uow.timers.next_due()
        assert caught.value.connection_invalidated
        assert connection.invalidated
        begun.rollback()


_MISSING = select(person.c.id).where(person.c.id == bindparam("b_id"))
