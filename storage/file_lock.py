"""The right to work on an SQLite file: a lock on a file beside it, which the system lets go when its holder ends."""

import fcntl
import os
from pathlib import Path

from storage.lease import LeaseTakenError


class FileLock:
    """A lock on `<database>.lock`. The file stays when the lock is gone: taking it away would let two have one."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._held: int | None = None

    def take(self) -> None:
        """Raises `LeaseTakenError` when another program holds it.

        Where no file can be made there is no lock: SQLite cannot write there either, and says what is wrong.
        """
        try:
            opened = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            raise LeaseTakenError(str(self._path)) from None
        self._held = opened

    def let_go(self) -> None:
        """Let the next one work; does nothing when it is not held."""
        held, self._held = self._held, None
        if held is not None:
            os.close(held)
