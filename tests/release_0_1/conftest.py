"""The database of version 0.1 on both backends, as it was left and in the hands of the program of now."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from release import Opened, Town, opened, write_postgres, write_sqlite
from sqlalchemy import create_engine

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


def _copy(left: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """A copy of the database of that name: its URL."""
    kept = request.getfixturevalue(left)
    if isinstance(kept, Path):
        return f"sqlite:///{shutil.copy(kept, folder / 'samenspraak.db')}"
    name = kept.partition("?")[0].rpartition("/")[2]
    return _postgres_database(request.getfixturevalue("postgres_server"), name)


@pytest.fixture(params=BACKENDS)
def left(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of the database as version 0.1 left it; it may be changed."""
    return _copy("left_file" if request.param == "sqlite" else "left_postgres", request, tmp_path)


@pytest.fixture(scope="session", params=SWEPT)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The database in the hands of the program of now. For what is undone only."""
    left = "left_file" if request.param == "sqlite" else "left_postgres"
    one = opened(_copy(left, request, tmp_path_factory.mktemp("kept")))
    yield one
    one.database.close()


@pytest.fixture(params=SWEPT)
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """The same, for what may change it."""
    one = opened(_copy("left_file" if request.param == "sqlite" else "left_postgres", request, tmp_path))
    yield one
    one.database.close()


@pytest.fixture
def town(begun: Opened) -> Town:
    """Everybody with their phones, as version 0.1 left them, and the program of now behind them."""
    return begun.town()
