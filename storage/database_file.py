"""The file of an SQLite database: whether it is still the one that was opened. For other databases all is well.

SQLite goes on writing into a file that was deleted, and makes an empty one where there is none: both would lose what
people said. Here such a database counts as gone until its file is back.
"""

from pathlib import Path

from sqlalchemy import URL

from storage.causes import Cause, Diagnosis, UnusableError


class DatabaseFile:
    """Which file was opened last, by the numbers the system gives it."""

    def __init__(self, url: URL) -> None:
        self.path = path_of(url)
        self._opened: tuple[int, int] | None = None

    @property
    def was_replaced(self) -> bool:
        """Whether another file, or none, stands where the opened one was."""
        return self._opened is not None and self._opened != self._numbers()

    def must_be_there(self) -> None:
        """Raises `UnusableError` when the file was opened before and is not there now."""
        if self._opened is not None and self._numbers() is None:
            raise UnusableError(Diagnosis(Cause.GONE))

    def opened(self) -> None:
        """The file that is there now is the one that was opened."""
        self._opened = self._numbers()

    def _numbers(self) -> tuple[int, int] | None:
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def path_of(url: URL) -> Path | None:
    """Where the file of a database is; None for a database that is no file."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return None if (url.database or "").startswith("file:") else Path(url.database or "")
