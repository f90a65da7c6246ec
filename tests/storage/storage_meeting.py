"""Where turns of several writers on PostgreSQL meet before any of them is on disk."""

import threading
import time
from collections.abc import Sequence

from sqlalchemy import NullPool, create_engine, text

from storage.database import Database

MEET_WITHIN = 5.0
"""Seconds to wait for the other writer."""


class Meeting:
    """Where a turn waits until the other writer has done its turn as well, or waits for what this one has locked."""

    def __init__(self, writers: Sequence[Database]):
        self._writers = len(writers)
        self._engine = create_engine(writers[0].engine.url, poolclass=NullPool)
        self._lock = threading.Lock()
        self._here = 0

    def wait(self) -> None:
        with self._lock:
            self._here += 1
        end = time.monotonic() + MEET_WITHIN
        while self._here + self._locked_out() < self._writers and time.monotonic() < end:
            time.sleep(0.002)

    def _locked_out(self) -> int:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        with self._engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())
