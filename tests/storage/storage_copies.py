"""A database with its data folder, in which people play on, and which is copied and put back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select
from storage_life import Life
from storage_postgres import make_empty
from storage_world import BOT

from bot import copies
from bot.bootstrap import ERASURES
from bot.settings import Settings
from storage import migrate
from storage.copies.erasures import Erasures
from storage.database import Database
from storage.engine import make_engine
from storage.right import RightToWork
from storage.schema import metadata

AT = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
LOST = timedelta(days=2)
BACKENDS = ["file", pytest.param("postgres", marks=pytest.mark.postgres)]


class Place:
    """A database with its data folder, in which a life is played."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(token=None, database_url=url, data_dir=folder)
        self.copy = folder / "copy.samenspraak"
        self.life: Life | None = None
        self.database: Database | None = None

    def open(self, phones: Life | None = None) -> Life:
        """Begin to play; with `phones`, go on with those of before."""
        erasures = Erasures(self.settings.data_dir / ERASURES)
        lease = RightToWork(self.settings.database).lease
        self.database = Database(self.settings.database, BOT, lease=lease, erasures=erasures)
        if phones is None:
            self.life = Life(self.database)
            return self.life
        phones.database = phones.town.database = self.database
        from_ = self.database.run_sync(lambda uow: uow.restorations.numbers_from())
        phones.town.runner = replace(phones.town.runner, numbers_from=from_)
        self.life = phones
        return phones

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None

    def backup(self) -> None:
        copies.backup(self.settings, self.copy, AT)

    def restore(self, copy: Path | None = None) -> copies.Restored:
        self.close()
        return copies.restore(self.settings, copy or self.copy, AT + LOST)

    def restored(self) -> Life:
        """Put back, and begun again with the phones as they are by now."""
        phones = self.life
        self.restore()
        life = self.open(phones)
        life.town.start_again()
        return life


def begin(life: Life) -> None:
    """Zebrina is at her second motive, Anna handed in, a group stands, something waits to be sent."""
    life.do("Bo", "/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]")
    life.do("Bo @", "{link van Bo}")
    life.do("Zebrina", "/invullen", "[Begin met de motieven]", "[Nee]")
    motives = ("ja", "Een goede naam", *["n"] * 10, "klaar")
    life.do(
        "Anna",
        "/invullen",
        "[Begin met de motieven]",
        *motives,
        "[Verder met de vragen]",
        *["overslaan"] * 8,
        "indienen",
    )


def lose(place: Place) -> None:
    """Nothing is left of an SQLite file, or of what was in a PostgreSQL database."""
    if place.settings.database.startswith("sqlite"):
        Path(place.settings.database.removeprefix("sqlite:///")).unlink()
    else:
        make_empty(place.settings.database)


WIPES = ("/mijngegevens", "[Alles van mij wissen]", "[Ja, wis alles]")
"""What somebody does to be erased."""


def take_back(url: str) -> None:
    """To the tables of before there were keys."""
    engine = make_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        configuration = migrate.config()
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "0011")
    engine.dispose()


NOT_AS_IT_WAS = ("outbox", "inbox", "restoration", "placed")
"""What waited is gone, and what stands in groups is drawn anew."""


def kept(life: Life) -> dict[str, set[tuple[object, ...]]]:
    """Every row of every other table."""
    tables = [table for table in metadata.sorted_tables if table.name not in NOT_AS_IT_WAS]

    def read(uow):
        run = uow.log._reads.connection.execute
        return {table.name: {tuple(row) for row in run(select(table))} for table in tables}

    return life.look(read)
