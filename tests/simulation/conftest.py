"""An empty database file for each world, and the texts."""

import shutil
from pathlib import Path

import pytest

from bot.bootstrap import texts
from bot.turn.context import Texts
from storage import migrate


@pytest.fixture(scope="session")
def content() -> Texts:
    return texts()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "samenspraak.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    """An SQLite file with all tables and nothing in them."""
    return Path(shutil.copy(empty_file, tmp_path / "samenspraak.db"))
