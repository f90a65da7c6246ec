"""The backends, and a small world to work in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from storage_copies import Place
from storage_postgres import AGAIN, make_empty, make_postgres_database
from storage_world import BOT, World, make_world

from storage import migrate
from storage.database import Database


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> str:
    url = make_postgres_database(postgres_server)
    migrate.upgrade(url)
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "samenspraak.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def file_url(migrated_file: Path, tmp_path: Path) -> str:
    """A SQLite file with all tables and nothing in them."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'samenspraak.db')}"


@pytest.fixture
def postgres_url(migrated_postgres: str) -> str:
    """A PostgreSQL database with all tables and nothing in them."""
    make_empty(migrated_postgres)
    return migrated_postgres


@pytest.fixture(params=["memory", "file", AGAIN])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "memory":
        return "sqlite://"
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with Database(url, BOT) as database:
        yield database


@pytest.fixture
def world(database: Database) -> World:
    return database.run_sync(make_world)


@pytest.fixture
def make_place(request: pytest.FixtureRequest, tmp_path: Path):
    made: list[Place] = []

    def one(kind: str, name: str = "one") -> Place:
        folder = tmp_path / name
        folder.mkdir()
        if kind == "file":
            path = shutil.copy(request.getfixturevalue("migrated_file"), folder / "samenspraak.db")
            url = f"sqlite:///{path}"
        else:
            url = str(request.getfixturevalue("migrated_postgres"))
            make_empty(url)
        made.append(Place(url, folder))
        return made[-1]

    yield one
    for place in made:
        place.close()


@pytest.fixture(params=["file", AGAIN])
def place(request: pytest.FixtureRequest, make_place: Callable[..., Place]) -> Place:
    return make_place(request.param)
