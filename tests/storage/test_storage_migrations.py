"""The migrations lead from nothing to the tables of the program and back, on both backends."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from pytest_alembic.tests import (  # noqa: F401
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine, inspect
from storage_postgres import make_postgres_database

from storage import migrate
from storage.engine import make_engine
from storage.schema import metadata


@pytest.fixture
def alembic_config() -> Config:
    return migrate.config()


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return make_postgres_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def alembic_engine(empty_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_url, foreign_keys=False)
    yield engine
    engine.dispose()


def test_upgrading_from_any_directory(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert migrate.current(empty_url) is None
    assert not migrate.is_current(empty_url)
    assert migrate.upgrade(empty_url) == migrate.head()
    assert migrate.upgrade(empty_url) == migrate.head()
    assert migrate.current(empty_url) == migrate.head()
    assert migrate.is_current(empty_url)
    engine = make_engine(empty_url)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_no_password_in_a_log(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Exception, match=r"refused|failed") as caught:
        migrate.upgrade("postgresql+psycopg://bot:s3cr3t-w0rd@127.0.0.1:1/nothing")
    seen = "".join([caplog.text, *capfd.readouterr(), str(caught.value), repr(caught.value)])
    assert "s3cr3t-w0rd" not in seen
