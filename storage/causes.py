"""Why a database cannot be used, told apart, each cause with one plain sentence for whoever runs the program.

Only errors and what stands on disk are looked at here; nothing is repaired.
"""

import errno
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, PendingRollbackError, SQLAlchemyError

from bot.turn.ports import StorageTroubleError


class Cause(StrEnum):
    """What is the matter."""

    FULL = "full"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    LOCKED = "locked"
    GONE = "gone"
    ADDRESS = "address"
    PASSWORD = "password"
    ENCODING = "encoding"
    NEWER = "newer"
    DRIVER = "driver"
    UNKNOWN = "unknown"


_SAID: Mapping[Cause, str] = {
    Cause.FULL: "The disk of the database is full; make room there",
    Cause.READ_ONLY: "The database may only be read, or not even that; let this user write to the file and its folder",
    Cause.DAMAGED: "The database file is damaged, or is no SQLite database; put a backup in its place",
    Cause.LOCKED: "Another program holds the database; end that program",
    Cause.GONE: "No database answers there, or its file is gone; check that it runs or is there, and DATABASE_URL",
    Cause.ADDRESS: "There is no database at this address; check DATABASE_URL, and that the server it names runs",
    Cause.PASSWORD: "The database refuses the user or the password; check DATABASE_URL",
    Cause.ENCODING: "The database does not keep its text as UTF-8; make one that does, with createdb --encoding=UTF8 "
    "--template=template0",
    Cause.NEWER: "The database was made by a newer version of Samenspraak; install that version or put a backup back",
    Cause.DRIVER: "The driver of this database is not installed; DATABASE_URL begins with sqlite:/// or postgresql://, "
    "and PostgreSQL needs the extra postgres",
    Cause.UNKNOWN: "The database cannot be used; check DATABASE_URL",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause, and what the driver called it."""

    cause: Cause
    detail: str = ""

    @property
    def sentence(self) -> str:
        """One plain sentence: what it is, and what to do."""
        return f"{_SAID[self.cause]}{f' ({self.detail})' if self.detail else ''}."


class UnusableError(Exception):
    """The database cannot be used. Its text is one plain sentence."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.sentence)
        self.diagnosis = diagnosis


def diagnose(error: BaseException) -> Diagnosis:
    """What an error of the database or of its file means; `Cause.UNKNOWN` where nothing more can be said."""
    if isinstance(error, UnusableError):
        return error.diagnosis
    if isinstance(error, StorageTroubleError):
        return Diagnosis(Cause(error.cause))
    if isinstance(error, ModuleNotFoundError):
        return Diagnosis(Cause.DRIVER, error.name or "")
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return Diagnosis(Cause.ADDRESS)
    if isinstance(error, OSError):
        return Diagnosis(_OF_SYSTEM.get(error.errno or 0, Cause.UNKNOWN), error.strerror or "")
    cause = _of_driver(error.orig if isinstance(error, DBAPIError) else error)
    if cause is None and isinstance(error, PendingRollbackError):
        cause = Cause.GONE
    if cause is None and isinstance(error, DBAPIError) and error.connection_invalidated:
        cause = Cause.GONE
    return Diagnosis(cause or Cause.UNKNOWN, type(error).__name__ if cause is None else "")


def folder_sentence(error: OSError) -> str:
    """Why a file or folder of ours cannot be used, in one plain sentence."""
    where = f" {error.filename}" if error.filename else ""
    advice = {
        Cause.FULL: "its disk is full; make room there",
        Cause.READ_ONLY: "this user may not write there; allow it, or choose another with SAMENSPRAAK_DATA_DIR",
        Cause.ADDRESS: "it is not there; check SAMENSPRAAK_DATA_DIR",
    }.get(_OF_SYSTEM.get(error.errno or 0, Cause.UNKNOWN), error.strerror or "it cannot be used")
    return f"The file or folder{where} cannot be used: {advice}."


def trouble(error: BaseException) -> StorageTroubleError | None:
    """The same for a program that runs and can wait; None when the error is one of ours, or of the work itself."""
    if isinstance(error, StorageTroubleError):
        return error
    if not isinstance(error, SQLAlchemyError | UnusableError | sqlite3.Error):
        return None
    found = diagnose(error)
    return None if found.cause is Cause.UNKNOWN else StorageTroubleError(found.cause.value, found.sentence)


def _of_driver(error: BaseException | None) -> Cause | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return None if code is None else _OF_SQLITE.get(code) or _OF_SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", None)
    if state:
        return _OF_POSTGRES.get(state) or _OF_POSTGRES.get(state[:2])
    return _of_connecting(str(error)) if type(error).__name__ == "OperationalError" else None


def _of_connecting(said: str) -> Cause:
    """PostgreSQL's library gives no code when it cannot connect, only what the server said, in English or not."""
    lowered = said.lower()
    return next((cause for word, cause in _WORDS if word in lowered), Cause.GONE)


_OF_SQLITE = {
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_READONLY: Cause.READ_ONLY,
    sqlite3.SQLITE_READONLY_DBMOVED: Cause.GONE,
    sqlite3.SQLITE_PERM: Cause.READ_ONLY,
    sqlite3.SQLITE_AUTH: Cause.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Cause.DAMAGED,
    sqlite3.SQLITE_NOTADB: Cause.DAMAGED,
    sqlite3.SQLITE_BUSY: Cause.LOCKED,
    sqlite3.SQLITE_LOCKED: Cause.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Cause.LOCKED,
    sqlite3.SQLITE_CANTOPEN: Cause.GONE,
    sqlite3.SQLITE_IOERR: Cause.GONE,
}
_OF_SYSTEM = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EFBIG: Cause.FULL,
    errno.EROFS: Cause.READ_ONLY,
    errno.EACCES: Cause.READ_ONLY,
    errno.EPERM: Cause.READ_ONLY,
    errno.ENOENT: Cause.ADDRESS,
    errno.ENOTDIR: Cause.ADDRESS,
    errno.EIO: Cause.GONE,
}
_OF_POSTGRES = {
    "53100": Cause.FULL,
    "25006": Cause.READ_ONLY,
    "42501": Cause.READ_ONLY,
    "28": Cause.PASSWORD,
    "3D000": Cause.ADDRESS,
    "55P03": Cause.LOCKED,
    "XX001": Cause.DAMAGED,
    "XX002": Cause.DAMAGED,
    "08": Cause.GONE,
    "53": Cause.GONE,
    "57": Cause.GONE,
    "58": Cause.GONE,
}
_WORDS = (
    ("password", Cause.PASSWORD),
    ("authentication", Cause.PASSWORD),
    ("role ", Cause.PASSWORD),
    ("pg_hba", Cause.PASSWORD),
    ("translate host name", Cause.ADDRESS),
    ("resolve host", Cause.ADDRESS),
    ("does not exist", Cause.ADDRESS),
    ("no such file", Cause.ADDRESS),
    ("invalid", Cause.ADDRESS),
)
