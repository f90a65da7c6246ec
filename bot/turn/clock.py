"""Whether our clock can be trusted: it is compared with the moment that the other side of a door names in its answers.

A clock that was set wrongly would have the bot speak at night, or of things that are not due. Between two answers the
clock that only goes forward tells how late it must be by now, so that a jump is noticed at once.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import structlog

log = structlog.get_logger(__name__)

MAY_DIFFER = timedelta(minutes=5)
JUMP = timedelta(minutes=1)
"""By so much a clock does not run away by itself: somebody set it, or the machine slept."""

ASK_AGAIN_AFTER = 10.0
"""Seconds until the other side is asked again what time it is, where that did not help."""


async def _ask_nobody() -> None:
    return


class ClockCheck:
    """Our clock beside that of the other side. Until that side has said anything, ours is trusted."""

    def __init__(self, now: Callable[[], datetime], steady: Callable[[], float] = time.monotonic) -> None:
        """`steady` is a number of seconds that never goes back; it may stand still while the machine sleeps."""
        self._now = now
        self._steady = steady
        self._heard: tuple[str, float] | None = None
        self._asked = float("-inf")
        self._answered = timedelta(0)
        """By how much the two differed then."""
        self._told = False
        self.ask: Callable[[], Awaitable[None]] = _ask_nobody
        """Has the other side say what time it is; a door sets it."""

    def heard(self, date: str) -> None:
        """The other side said what time it is, as in the header `Date` of HTTP."""
        self._heard = (date, self._steady())

    @property
    def differs_by(self) -> timedelta:
        """How far our clock is ahead of the other one (or behind it: below zero)."""
        if self._heard is None:
            return timedelta(0)
        date, at = self._heard
        try:
            there = parsedate_to_datetime(date)
        except ValueError:
            return timedelta(0)
        return self._now() - there - timedelta(seconds=self._steady() - at)

    @property
    def agrees(self) -> bool:
        """Whether the two differ by five minutes at most, as far as is known."""
        return abs(self.differs_by) <= MAY_DIFFER

    async def is_right(self) -> bool:
        """The same, after asking when they seem to differ: the machine may just have slept."""
        if not self.agrees and self._is_news():
            await self.ask()
            self._asked, self._answered = self._steady(), self.differs_by
        if self.agrees == self._told:
            self._tell()
        return self.agrees

    def _is_news(self) -> bool:
        """Whether a clock jumped since the other side was asked, or that is a while ago."""
        jumped = abs(self.differs_by - self._answered) > JUMP
        return jumped or self._steady() - self._asked >= ASK_AGAIN_AFTER

    def _tell(self) -> None:
        self._told = not self.agrees
        if self._told:
            minutes = round(self.differs_by.total_seconds() / 60)
            advice = "Set the clock of this machine; until then nobody is reminded of anything."
            log.warning("clock_differs", minutes=minutes, advice=advice)
        else:
            log.info("clock_agrees")
