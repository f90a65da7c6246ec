"""A look at a database before it is used: whether it answers, is whole, may be written, and fits this program.

Nothing is changed. What is wrong is a cause with one plain sentence (`storage/causes.py`), the same for every command.
"""

import os
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from storage import migrate
from storage.causes import Cause, Diagnosis, UnusableError, diagnose
from storage.database_file import path_of
from storage.engine import make_engine

ROOM = 1_000_000
"""Bytes that must fit on the disk of an SQLite file."""


def examine(url: str) -> str | None:
    """The revision of the database; None for one that is empty or not there yet.

    Raises `UnusableError` with what is the matter: the first thing that is found.
    """
    try:
        path = path_of(make_url(url))
        if path is not None:
            _examine_folder(path)
            if not path.exists():
                return None
            if not os.access(path, os.R_OK | os.W_OK):  # SQLite would say that it is not there
                raise UnusableError(Diagnosis(Cause.READ_ONLY))
        engine = make_engine(url)
        try:
            with engine.connect() as connection:
                return _examine(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError) as error:
        raise UnusableError(diagnose(error)) from None


def _examine(connection: Connection) -> str | None:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise UnusableError(Diagnosis(Cause.DAMAGED))
        connection.exec_driver_sql("CREATE TABLE tried_to_write (x)")  # undone with the transaction
    elif connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on":
        raise UnusableError(Diagnosis(Cause.READ_ONLY))
    revision = migrate.revision(connection)
    if not migrate.knows(revision):
        raise UnusableError(Diagnosis(Cause.NEWER))
    return revision


def _examine_folder(path: Path) -> None:
    """SQLite writes more files beside its own one, so the folder must be writable, and have room."""
    folder = path.absolute().parent
    if not folder.is_dir() or path.is_dir():
        raise UnusableError(Diagnosis(Cause.ADDRESS))
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as tried:
            left = ROOM
            while left > 0:
                left -= tried.write(bytes(left))
    except OSError as error:
        cause = diagnose(error).cause
        raise UnusableError(Diagnosis(Cause.FULL if cause is Cause.FULL else Cause.READ_ONLY)) from None
