"""Looks every second whether a timer is due, and has each due one handled in a unit of work of its own.

APScheduler only gives the beat, in memory; which moments there are is in the database alone. A timer is taken out in
the same transaction as its effects, so it fires once, also when the program dies half-way or two look at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.turn.ports import UnitOfWork, Work
from bot.turn.records import Timer
from bot.turn.runner import Runner, TurnResult

log = structlog.get_logger(__name__)

KEEP = timedelta(days=3)
"""How long emptied inbox and outbox rows stay, for those who look what happened."""
AFTER_A_FAILURE = timedelta(hours=1)


class Ticker:
    """The beat. `deliver` is given what handled timers leave to be sent."""

    def __init__(
        self,
        work: Work,
        runner: Runner,
        now: Callable[[], datetime],
        deliver: Callable[[list[TurnResult]], Awaitable[None]],
    ) -> None:
        self._work = work
        self._runner = runner
        self._now = now
        self._deliver = deliver
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking = asyncio.Lock()

    def start(self) -> None:
        """Begin to tick."""
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler.add_job(self.tick, "interval", seconds=1, **options)
        self._scheduler.add_job(self._clean, "interval", hours=1, **options)
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop ticking, after the tick that is going on: the end of the scheduler would break it off."""
        self._scheduler.pause()
        await asyncio.sleep(0)  # a tick that was about to begin has begun
        async with self._ticking:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Handle everything that is due now."""
        async with self._ticking:
            while (result := await self._one()) is not None:
                await self._deliver([result])

    async def _one(self) -> TurnResult | None:
        """Handle the timer that has been due longest; None when none is due."""
        claimed: list[Timer] = []

        def work(uow: UnitOfWork) -> TurnResult | None:
            claimed[:] = uow.timers.claim(self._now(), 1)
            return self._runner.fire(uow, claimed[0], self._now()) if claimed else None

        try:
            return await self._work.run(work)
        except Exception as error:
            log.error(
                "timer_failed", kind=claimed[0].kind if claimed else "", reason=type(error).__name__, exc_info=True
            )
            if claimed:
                timer = claimed[0]
                later = self._now() + AFTER_A_FAILURE
                await self._work.run(lambda uow: uow.timers.put(timer.kind, timer.subject, later))
            return None

    async def _clean(self) -> None:
        before = self._now() - KEEP
        async with self._ticking:
            await self._work.run(lambda uow: uow.post.purge(before))
