"""The database of version 0.1 is brought up to date, and everything that people left in it is still there."""

from alembic import command
from release import LAST_REVISION, counts, migrate, opened, typed
from sqlalchemy import Engine, create_engine

from storage.engine import make_engine

MAY_GROW = {"content"}
"""Tables to which opening adds: the instrument's newest edition, where it is another one."""


def _looked_at(url: str) -> Engine:
    return create_engine(url)


def test_everything_that_people_left_is_still_there(left: str):
    engine = _looked_at(left)
    with engine.connect() as connection:
        before, rows = typed(connection), counts(connection)
    engine.dispose()
    assert migrate.current(left) == LAST_REVISION
    migrate.upgrade(left)
    assert migrate.current(left) == migrate.head()
    engine = _looked_at(left)
    with engine.connect() as connection:
        assert typed(connection) == before
        now = counts(connection)
    engine.dispose()
    assert {name: now.get(name) for name in rows} == rows


def test_going_back_leaves_everything_where_it_was(left: str):
    """Questions put to groups came together in one place since; what stood apart can stand apart again."""
    engine = make_engine(left, foreign_keys=False)
    with engine.connect() as connection:
        before, rows = typed(connection), counts(connection)
    migrate.upgrade(left)
    with engine.begin() as connection:
        configuration = migrate.config()
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "0011")
    with engine.connect() as connection:
        assert typed(connection) == before
        now = counts(connection)
    engine.dispose()
    assert {name: now.get(name) for name in rows} == rows


def test_nothing_is_thrown_away_by_the_start(left: str):
    engine = _looked_at(left)
    with engine.connect() as connection:
        before = typed(connection)
    engine.dispose()
    opened(left).database.close()
    engine = _looked_at(left)
    with engine.connect() as connection:
        after = typed(connection)
    engine.dispose()
    for name in before.keys() - MAY_GROW:
        assert after[name] == before[name], name
    assert after["content"][0] >= before["content"][0]


def test_every_kind_of_thing_was_left(left: str):
    """The fixture is worth something: of everything that version 0.1 could keep there is at least one."""
    engine = _looked_at(left)
    with engine.connect() as connection:
        assert not [name for name, number in counts(connection).items() if number == 0]
    engine.dispose()
