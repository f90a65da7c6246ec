"""The beat ends well: a tick that is going on is finished, and none begins after it."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.scheduling.ticker import Ticker
from bot.turn.runner import TurnResult

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
