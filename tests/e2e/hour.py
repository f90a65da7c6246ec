"""An hour in which people play on without end, and what the program holds meanwhile: `make soak-hour`.

The program is a process at its own pace, on a clock that makes a day of twelve minutes, so that what is due comes. Each
minute is one line. Afterwards it says whether what it holds stayed flat (see `flat`), and exits 1 when it did not, or
when something did not go as it should. The database grows by what people answer, which is no leak: that is told per
answer, and not judged. `python -m e2e.hour 5` from `tests` takes five minutes.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.sandbox.clock import SandboxClock

from .driver import House, free_port, until
from .flat import Measured, grown
from .lives import SITE, Life
from .quick_clock import quick

SPEED = 120.0
PLAYS = 4
"""Collaborations at the same time."""
EVERY = float(os.environ.get("EVERY", "60"))
"""Seconds between two measurements."""
COPY_EVERY = 10
"""Minutes between two copies."""
MB = 1024 * 1024


class HourHouse(House):
    """A house whose program is a process with nothing of the tests in it but its clock."""

    def __init__(self, folder: Path):
        began = datetime.now(UTC)
        super().__init__(folder, clock=SandboxClock(base=quick(began, SPEED)))
        self.world.query_window *= SPEED
        self.environment |= {"WEB_URL": SITE, "CLOCK_BEGAN": began.isoformat(), "CLOCK_SPEED": str(SPEED)}
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        """Where the page is served."""
        self.environment["LISTEN"] = f"127.0.0.1:{port}"

    def launch(self) -> None:
        self.logs.append(self.folder / f"bot-{len(self.logs)}.log")
        environ = self.environ(PYTHONPATH=os.pathsep.join(one for one in sys.path if one))
        with self.logs[-1].open("wb") as out:
            command = [sys.executable, "-m", "e2e.quick_clock"]
            self.process = subprocess.Popen(command, env=environ, cwd=self.folder, stdout=out, stderr=out)

    async def start(self) -> None:
        """It imports all by itself, which may take long where much else runs."""
        self.launch()
        await until(lambda: self.world.journal.counts["getUpdates"] or not self.alive, within=300, what="polling")

    def copy(self) -> None:
        """As whoever runs it makes a copy each night: always to the same file."""
        file = self.folder / "copy.samenspraak"
        file.unlink(missing_ok=True)
        environ = self.environ(PYTHONPATH=os.pathsep.join(one for one in sys.path if one))
        subprocess.run([sys.executable, "-m", "bot", "backup", file], env=environ, check=True, capture_output=True)


def measure(house: HourHouse, minute: float) -> Measured:
    """From outside."""
    pids = family(house.process.pid)
    status = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    said = house.log
    file = Path(house.url.removeprefix("sqlite:///"))
    database = [one for one in house.folder.iterdir() if one.name.startswith(file.name)]
    every = sum(one.stat().st_size for one in house.folder.rglob("*") if one.is_file() and one not in house.logs)
    return Measured(
        minute=round(minute, 1),
        memory=round(sum(int(re.search(r"VmRSS:\s+(\d+)", one)[1]) for one in status) / 1024, 1),
        files=sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        threads=sum(int(re.search(r"Threads:\s+(\d+)", one)[1]) for one in status),
        inbox=house.count('inbox WHERE finished_at IS NULL AND "update" >= 0'),
        outbox=house.count("outbox WHERE done_at IS NULL"),
        passing=house.count("inbox") + house.count("outbox"),
        log_lines=said.count("\n"),
        log_bytes=len(said),
        database=round(sum(one.stat().st_size for one in database) / MB, 2),
        folder=round(every / MB, 2),
        answers=house.count("answer"),
    )


def family(pid: int) -> list[int]:
    """A process with its children and theirs."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return [pid, *(one for child in children for one in family(child))]


class Hour:
    """People who play on until it is over. `failed` is what did not go as it should."""

    def __init__(self, house: HourHouse):
        self.house = house
        self.done: Counter[str] = Counter()
        self.failed: list[Exception] = []
        self._numbers = count(1)
        self._tasks: set[asyncio.Task] = set()

    async def play(self, minutes: float) -> list[Measured]:
        began = time.monotonic()
        for _ in range(PLAYS):
            self._go_on()
        found = []
        for number in range(int(minutes * 60 / EVERY) + 1):
            await asyncio.sleep(max(0.0, began + number * EVERY - time.monotonic()))
            if not self.house.alive:
                raise SystemExit(f"the program ended; its log ends with\n{self.house.log[-3000:]}")
            if number and number % COPY_EVERY == 0:
                await asyncio.to_thread(self.house.copy)
                self.done["copies"] += 1
            found.append(await asyncio.to_thread(measure, self.house, (time.monotonic() - began) / 60))
            print(found[-1], dict(self.done), flush=True)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return found

    def _go_on(self) -> None:
        self._spawn(self._live(Life(self.house, next(self._numbers), self.done)))

    def _spawn(self, work: Coroutine) -> None:
        self._tasks.add(task := asyncio.create_task(work))
        task.add_done_callback(self._tasks.discard)

    async def _live(self, life: Life) -> None:
        """To the end of its round, and then another one; this one waits for the day of its agreements meanwhile."""
        with self._told():
            await life.live(together=life.number % 2 == 0)
            self._spawn(self._afterwards(life))
        self._go_on()

    async def _afterwards(self, life: Life) -> None:
        """Of every other collaboration nothing is left then."""
        with self._told():
            await life.stays_until_asked()
            if life.number % 4 < 2:
                await life.leaves()
                self.done["erased"] += 1

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What does not go as it should is told, and the others play on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, it is one of the findings
            self.failed.append(error)
            print("".join(traceback.format_exception(error)[-3:]), flush=True)


async def hour(minutes: float) -> bool:
    """Whether all was flat and went as it should."""
    with tempfile.TemporaryDirectory() as folder:
        async with HourHouse(Path(folder)) as house:
            house.make_database()
            await house.start()
            hour = Hour(house)
            flat = verdict(await hour.play(minutes))
            if hour.failed:
                print(f"{len(hour.failed)} did not go as they should")
            return flat and not hour.failed


def verdict(measured: list[Measured]) -> bool:
    """Tell what was found; whether it was flat."""
    first, last = measured[0], measured[-1]
    kept = last.answers - first.answers
    if kept > 0:
        per = (last.database - first.database) * MB / kept
        print(
            f"database: {last.database - first.database:.1f} MB more, {per:.0f} bytes for each of {kept} answers kept"
        )
    found = grown(measured)
    for one in found:
        print(f"not flat: {one}")
    if not found:
        print(f"flat: {first.minute:g} to {last.minute:g} minutes")
    return not found


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    sys.exit(not asyncio.run(hour(minutes)))


if __name__ == "__main__":
    main()
