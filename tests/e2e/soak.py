"""Minutes of bad weather in which people go on: how much the program writes in its log, and whether all was kept.

`make soak-weather` runs it for ten minutes each; `python -m e2e.soak 10 gone full offline` from `tests`. A full disk
needs a small one, which only root can mount; elsewhere that part says so.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.sandbox.server import SandboxServer

from .driver import House
from .test_faults import begin, number

MOST_LINES = 100
BETWEEN = 5.0
"""Seconds between two things that somebody does."""


@asynccontextmanager
async def gone(house: House, _: Path) -> AsyncIterator[None]:
    """The file of the database is away."""
    file = Path(house.url.removeprefix("sqlite:///"))
    file.rename(file.with_suffix(".away"))  # noqa: ASYNC240 - takes no time
    yield
    file.with_suffix(".away").rename(file)


@asynccontextmanager
async def full(_: House, disk: Path) -> AsyncIterator[None]:
    """Nothing more fits on the disk of the database."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            pass
    yield
    filler.unlink()


@asynccontextmanager
async def offline(house: House, _: Path) -> AsyncIterator[None]:
    """There is no network."""
    port = house.server.port
    await house.server.stop()
    yield
    house.server = SandboxServer(house.world, port=port)
    await house.server.start()


@contextmanager
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def any_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


async def soak(weather, minutes: float) -> tuple[int, int, int]:
    """How many lines and bytes were written in bad weather, and how many answers there were afterwards."""
    disk = small_disk if weather is full else any_disk
    with disk() as on, any_disk() as folder:
        async with House(folder, f"sqlite:///{on / 'samenspraak.db'}") as house:
            return await play(house, weather(house, on), minutes)


async def play(house: House, weather, minutes: float) -> tuple[int, int, int]:
    """Two people go on while the weather is bad."""
    house.seed()
    await house.start()
    people = [house["Anna"], house["Bram"]]
    for phone in people:
        await begin(phone)
    before = len(house.log)
    async with weather:
        until = asyncio.get_running_loop().time() + minutes * 60
        turn = 0
        while asyncio.get_running_loop().time() < until:
            phone = people[turn % 2]
            if turn < 16:
                phone.write("nee")
            else:
                phone.tap("Nee")
            turn += 1
            await asyncio.sleep(BETWEEN)
        said = house.log[before:]
    await house.settled()
    house.expected = re.compile("")
    print(said)
    return said.count("\n"), len(said), min(number(phone) for phone in people)


def main() -> None:
    minutes, *names = sys.argv[1:]
    known = {one.__name__: one for one in (gone, full, offline)}
    failed = False
    for name in names or known:
        try:
            lines, size, answered = asyncio.run(soak(known[name], float(minutes)))
        except subprocess.CalledProcessError:
            print(f"{name}: not measured; a small disk can only be mounted by root")
            continue
        print(f"{name}: {lines} lines, {size} bytes in {minutes} minutes; afterwards at question {answered}")
        failed |= lines >= MOST_LINES
    sys.exit(failed)


if __name__ == "__main__":
    main()
