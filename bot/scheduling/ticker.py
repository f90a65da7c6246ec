"""Looks every second whether a timer is due, and has each due one handled in a unit of work of its own.

APScheduler only gives the beat, in memory; which moments there are is in the database alone. A timer is taken out in
the same transaction as its effects, so it fires once, also when the program dies half-way or two look at once.

Nothing here waits for an old wall time: each beat is a second after the one before, and when the clock on the wall was
set back meanwhile, a guard on the clock that only goes forward wakes the scheduler.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.turn.doors import window_closed
from bot.turn.ports import StorageTroubleError, UnitOfWork, Work
from bot.turn.records import Timer
from bot.turn.runner import Runner, TurnResult

log = structlog.get_logger(__name__)

KEEP = timedelta(days=3)
"""How long emptied inbox and outbox rows stay, for those who look what happened."""
AFTER_A_FAILURE = timedelta(hours=1)
BEAT = timedelta(seconds=1)
LATE = 1.5
"""Seconds after a beat in which the next one should have come."""
CLEAN_EVERY = 3600.0
"""Seconds."""


class Beat(BaseTrigger):  # type: ignore[misc]
    """A second from now, whatever was planned: what was missed is not made up for."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """When the next beat comes."""
        return now + BEAT


async def _always() -> bool:
    return True


class Ticker:
    """The beat. `deliver` is given what handled timers leave to be sent.

    While the clock is not right nothing is handled: nobody asked for it, and it may be the wrong hour.
    """

    def __init__(
        self,
        work: Work,
        runner: Runner,
        now: Callable[[], datetime],
        deliver: Callable[[list[TurnResult]], Awaitable[None]],
        is_right: Callable[[], Awaitable[bool]] = _always,
    ) -> None:
        """`is_right` tells whether `now` can be trusted."""
        self._is_right = is_right
        self._work = work
        self._runner = runner
        self._now = now
        self._deliver = deliver
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._job: Job | None = None
        self._guard: asyncio.TimerHandle | None = None
        self._going_on: asyncio.Task[None] | None = None
        self._cleaned = 0.0

    def start(self) -> None:
        """Begin to tick."""
        self._cleaned = asyncio.get_running_loop().time()
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._job = self._scheduler.add_job(self._beat, Beat(), **options)
        self._scheduler.start()
        self._watch()

    async def stop(self) -> None:
        """Stop ticking, after the tick that is going on."""
        self._scheduler.pause()
        await asyncio.sleep(0)  # a beat that was about to begin has begun, and has set its guard
        if self._guard is not None:
            self._guard.cancel()
        if self._going_on is not None:
            await self._going_on
        self._scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        """Begin a tick, unless one is still going on: it may wait for the database."""
        self._watch()
        if self._going_on is None or self._going_on.done():
            self._going_on = asyncio.create_task(self._one_beat())

    def _watch(self) -> None:
        """See to it that another beat comes, also when the clock on the wall says that it is hours away."""
        if self._guard is not None:
            self._guard.cancel()
        self._guard = asyncio.get_running_loop().call_later(LATE, self._wake)

    def _wake(self) -> None:
        assert self._job is not None
        self._job.modify(next_run_time=datetime.now(UTC))
        self._watch()

    async def _one_beat(self) -> None:
        try:
            await self.tick()
            if asyncio.get_running_loop().time() - self._cleaned >= CLEAN_EVERY:
                self._cleaned = asyncio.get_running_loop().time()
                await self._clean()
        except StorageTroubleError:  # the program ends; what is due stays so
            pass
        except Exception as error:
            log.error("tick_failed", reason=type(error).__name__, exc_info=True)

    async def tick(self) -> None:
        """Handle everything that is due now."""
        if not await self._is_right():
            return
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
        except StorageTroubleError:
            raise
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
        now = self._now()

        def clean(uow: UnitOfWork) -> None:
            uow.post.purge(now - KEEP)
            for chat in uow.windows.purge(now):
                window_closed(uow, chat, now)

        await self._work.run(clean)
