"""The beat ends well, a tick that is going on being finished; and what goes wrong at a tick is tried again later."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduling.ticker import Ticker
from bot.turn.runner import TurnResult
from storage.database import Database

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class SlowWork:
    """A database that is busy until it is let go."""

    def __init__(self):
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.results = [TurnResult(), None]

    async def run(self, work):
        self.begun.set()
        await self.go_on.wait()
        return self.results.pop(0)


async def test_a_tick_that_is_going_on_is_finished_before_the_end(caplog: pytest.LogCaptureFixture):
    work, delivered = SlowWork(), []

    async def deliver(results):
        delivered.extend(results)

    ticker = Ticker(work, None, lambda: NOW, deliver)  # type: ignore[arg-type]
    ticker.start()
    async with asyncio.timeout(10):
        await work.begun.wait()
        stopping = asyncio.create_task(ticker.stop())
        await asyncio.sleep(0.01)
        assert not stopping.done()
        work.go_on.set()
        await stopping
    assert delivered == [TurnResult()]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_all_that_is_due_is_handled_at_one_tick():
    handled, delivered = [], []

    class Handling:
        def fire(self, uow, timer, at):
            handled.append(timer.subject)
            return TurnResult()

    async def deliver(results):
        delivered.extend(results)

    with Database("sqlite://", bot=1) as database:
        for subject, seconds in ((1, -1), (2, 0), (3, 1)):
            due = NOW + timedelta(seconds=seconds)
            database.run_sync(lambda uow, subject=subject, due=due: uow.timers.put("any", subject, due))
        await Ticker(database, Handling(), lambda: NOW, deliver).tick()  # type: ignore[arg-type]
    assert handled == [1, 2]
    assert delivered == [TurnResult(), TurnResult()]


async def test_a_timer_that_failed_is_tried_again_an_hour_later():
    fired: list[timedelta] = []

    class Failing:
        def fire(self, uow, timer, at):
            fired.append(at - NOW)
            raise ValueError

    with Database("sqlite://", bot=1) as database:
        database.run_sync(lambda uow: uow.timers.put("any", 1, NOW))
        for minutes in (0, 0, 59, 60, 61, 120):
            ticker = Ticker(database, Failing(), lambda later=minutes: NOW + timedelta(minutes=later), None)  # type: ignore[arg-type]
            await ticker.tick()
    assert fired == [timedelta(hours=hours) for hours in range(3)]


async def test_what_was_finished_is_known_for_days(monkeypatch: pytest.MonkeyPatch):
    """An update that Telegram hands over again meanwhile does not count twice."""
    monkeypatch.setattr("bot.scheduling.ticker.CLEAN_EVERY", 0)
    with Database("sqlite://", bot=1) as database:
        database.run_sync(lambda uow: uow.post.finish(1, NOW))
        for days, is_new in ((2, False), (4, True)):
            ticker = Ticker(database, None, lambda later=days: NOW + timedelta(days=later), None)  # type: ignore[arg-type]
            await ticker._one_beat()
            assert database.run_sync(lambda uow: uow.post.finish(1, NOW)) is is_new
