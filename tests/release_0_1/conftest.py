"""The database of version 0.1 on both backends, as it was left and in the hands of the program of now."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from release import BOT, Opened, Town, opened, write_postgres, write_sqlite
from sqlalchemy import create_engine

from bot.turn.runner import Runner
from storage.database import Database

BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
SWEPT = ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.deep])]


@pytest.fixture(scope="session")
def left_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file as version 0.1 left it."""
    path = tmp_path_factory.mktemp("release_0_1") / "left.db"
    write_sqlite(path)
    return path


def _postgres_database(server: str, template: str = "template1") -> str:
    name = f"r{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def left_postgres(postgres_server: str, left_file: Path) -> str:
    """The same rows in PostgreSQL."""
    url = _postgres_database(postgres_server)
    write_postgres(url, left_file)
    return url


def _copy(url: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """A copy of a database that nobody is in: its URL."""
    if url.startswith("sqlite"):
        return f"sqlite:///{shutil.copy(url.removeprefix('sqlite:///'), folder / 'samenspraak.db')}"
    name = url.partition("?")[0].rpartition("/")[2]
    return _postgres_database(request.getfixturevalue("postgres_server"), name)


def _left(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('left_file')}"
    return str(request.getfixturevalue("left_postgres"))


@pytest.fixture(params=BACKENDS)
def left(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of the database as version 0.1 left it; it may be changed."""
    return _copy(_left(request), request, tmp_path)


@pytest.fixture(scope="session", params=SWEPT)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The database in the hands of the program of now. For what is undone only."""
    one = opened(_copy(_left(request), request, tmp_path_factory.mktemp("kept")))
    yield one
    one.database.close()


@pytest.fixture(scope="session", params=SWEPT)
def taken_over(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Runner]:
    """The URL of the database that the program of now began with and left again, and what took its turns."""
    url = _copy(_left(request), request, tmp_path_factory.mktemp("taken_over"))
    one = opened(url)
    one.database.close()
    return url, one.runner


@pytest.fixture
def begun(taken_over: tuple[str, Runner], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """The same, for what may change it."""
    url, runner = taken_over
    one = Opened(Database(_copy(url, request, tmp_path), bot=BOT), runner)
    yield one
    one.database.close()


@pytest.fixture
def town(begun: Opened) -> Town:
    """Everybody with their phones, as version 0.1 left them, and the program of now behind them."""
    return begun.town()
