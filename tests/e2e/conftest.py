"""A house to live in: a sandbox, the example in a database, and a bot that is started by the test."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from .driver import House
from .stoppable import Server


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        house.seed()
        yield house


@pytest.fixture
async def running(house):
    await house.start()
    return house


@pytest.fixture
def postgres_url(postgres_server):
    """An empty database."""
    name = f"e{uuid.uuid4().hex}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return postgres_server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that a test may stop, or hold still."""
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-"))
    made = Server(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)
