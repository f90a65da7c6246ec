"""Databases on the PostgreSQL server of the tests."""

import uuid

import pytest
from sqlalchemy import create_engine

from storage.schema import metadata

AGAIN = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.deep])
"""Rules that hold on SQLite, once more on PostgreSQL. What is about PostgreSQL itself is not deep."""


def make_postgres_database(server: str, template: str = "template1") -> str:
    """A new database on the server: its URL."""
    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def make_empty(url: str) -> None:
    """Take every row out of every table and begin to count anew. `TRUNCATE` makes new files, which takes far longer."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # rows may go in any order
        for table in metadata.sorted_tables:
            connection.exec_driver_sql(f"DELETE FROM {table.name}")
        sequences = "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
        connection.exec_driver_sql(sequences)
    engine.dispose()
