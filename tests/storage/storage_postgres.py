"""A new database on the PostgreSQL server of the tests."""

import uuid

from sqlalchemy import create_engine


def make_postgres_database(server: str, template: str = "template1") -> str:
    """A new database on the server: its URL."""
    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
