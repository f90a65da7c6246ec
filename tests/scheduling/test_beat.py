"""The beat goes on whatever happens to the clock on the wall: set back, jumped ahead, asleep. In a time of its own."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import apscheduler.schedulers.base as scheduling
import pytest
from virtual_time import now, run

from bot.scheduling.ticker import Beat, Ticker
from bot.turn.ports import StorageTroubleError

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class Wall:
    """A clock on the wall that can be set. The scheduler, a library, reads it as it reads the real one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        wall = self
        self.off = timedelta(0)

        class Time(datetime):
            @classmethod
            def now(cls, tz=None):
                return wall.now().astimezone(tz)

        monkeypatch.setattr(scheduling, "datetime", Time)
        monkeypatch.setattr("bot.scheduling.ticker.datetime", Time)

    def now(self) -> datetime:
        with suppress(RuntimeError):
            return START + timedelta(seconds=now()) + self.off
        return START + self.off


class Beats:
    """A database in which a look is written down, and nothing is due."""

    def __init__(self, trouble: bool = False):
        self.at: list[float] = []
        self.go_on = asyncio.Event()

    async def run(self, work):
        self.at.append(now())


@pytest.fixture
def wall(monkeypatch):
    return Wall(monkeypatch)


async def nothing(results):
    raise AssertionError("nothing was due")


def beats(wall: Wall, *steps: tuple[float, timedelta], until: float = 40, is_right=None) -> list[float]:
    """When the ticker looked, while the clock on the wall is set at these moments."""

    async def everything():
        work = Beats()
        more = () if is_right is None else (is_right,)
        ticker = Ticker(work, None, wall.now, nothing, *more)  # type: ignore[arg-type]
        ticker.start()
        for at, step in steps:
            await asyncio.sleep(at - now())
            wall.off += step
        await asyncio.sleep(until - now())
        await ticker.stop()
        return work.at

    return run(everything())


def longest_silence(at: list[float]) -> float:
    return max(b - a for a, b in pairwise(at))


def test_a_beat_is_a_second_from_now_whatever_was_planned():
    assert Beat().get_next_fire_time(START - timedelta(weeks=3), START) == START + timedelta(seconds=1)
    assert Beat().get_next_fire_time(START + timedelta(weeks=3), START) == START + timedelta(seconds=1)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [(10.3, timedelta(hours=-3))],
        [(10.3, timedelta(weeks=3))],
        [(10.3, timedelta(weeks=3)), (20.7, timedelta(weeks=-3))],
        [(10.3, timedelta(hours=-3)), (10.9, timedelta(hours=-3)), (20.2, timedelta(seconds=-2))],
    ],
)
def test_whatever_happens_to_the_wall_clock_no_beat_is_an_interval_late_and_none_is_made_up_for(wall: Wall, steps):
    at = beats(wall, *steps)
    assert longest_silence(at) <= 2
    assert 30 <= len(at) <= 45


def test_nothing_is_handled_while_the_clock_is_not_right(wall: Wall):
    async def is_right() -> bool:
        return not 10 <= now() <= 20

    at = beats(wall, is_right=is_right)
    assert [moment for moment in at if 10 <= moment <= 20] == []
    assert len(at) > 20


def test_a_look_that_takes_long_is_not_begun_again_meanwhile_and_fills_no_log(wall: Wall, caplog):
    async def everything():
        begun = []

        class Slow:
            async def run(self, work):
                begun.append(now())
                await asyncio.sleep(60)

        ticker = Ticker(Slow(), None, wall.now, nothing)  # type: ignore[arg-type]
        ticker.start()
        await asyncio.sleep(100)
        await ticker.stop()
        return begun

    assert len(run(everything())) == 2
    assert caplog.records == []


def test_a_beat_that_begins_at_the_very_end_leaves_no_guard_behind(wall: Wall, caplog):
    async def everything():
        ticker = Ticker(Beats(), None, wall.now, nothing)  # type: ignore[arg-type]
        ticker.start()
        about_to_begin = asyncio.create_task(ticker._beat())
        await ticker.stop()
        await asyncio.sleep(5)
        assert about_to_begin.done()

    run(everything())
    assert caplog.records == []


def test_the_end_of_the_program_while_the_storage_is_in_trouble_is_no_failure(wall: Wall, caplog):
    async def everything():
        class Broken:
            async def run(self, work):
                raise StorageTroubleError("gone", "It is gone.")

        ticker = Ticker(Broken(), None, wall.now, nothing)  # type: ignore[arg-type]
        ticker.start()
        await asyncio.sleep(5)
        await ticker.stop()

    run(everything())
    assert caplog.records == []
