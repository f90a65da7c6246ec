"""What to do about trouble outside the program: how long to wait between attempts, and what the log says of it."""

import random
import time
from collections.abc import Callable, Hashable

import structlog

log = structlog.get_logger(__name__)

SHORTEST, LONGEST = 1.0, 30.0
"""Seconds between two attempts."""
LINES_APART = 60.0
"""Trouble that comes and goes within this many seconds is told once."""


class Backoff:
    """Pauses that grow from 1 to 30 seconds, each with some chance in it so that not all try at the same moment."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._up_to = 2 * SHORTEST

    def next(self) -> float:
        """Seconds until the next attempt."""
        up_to, self._up_to = self._up_to, min(2 * self._up_to, LONGEST)
        return up_to / 2 * (1 + self._chance())

    def over(self) -> None:
        """It worked: begin with a short pause the next time."""
        self._up_to = 2 * SHORTEST


class Outage:
    """Trouble with one thing outside, told once: a line when it begins, and one when all that waited goes on.

    A line for each reason that was not told before. `name` is the first word of the events in the log.
    """

    def __init__(self, name: str, now: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._now = now
        self._waiting: set[Hashable] = set()
        self._told: set[str] = set()
        self._began = 0.0
        self._last_line = float("-inf")

    def __bool__(self) -> bool:
        """Whether anybody waits for the end of it."""
        return bool(self._waiting)

    def struck(self, who: Hashable, reason: str, **more: str) -> None:
        """An attempt failed; `who` waits for the next one."""
        if not self._waiting:
            self._began = self._now()
        self._waiting.add(who)
        new = reason not in self._told and (self._told or self._now() - self._last_line >= LINES_APART)
        if new and len(self._told) < 5:
            self._told.add(reason)
            self._last_line = self._now()
            log.warning(f"{self._name}_trouble", reason=reason, **more)

    def left(self, who: Hashable) -> None:
        """Who waited waits no longer, as the program ends: nothing is back."""
        self._waiting.discard(who)

    def over(self, who: Hashable) -> None:
        """It worked, or whoever waited gave up on this one thing."""
        if who not in self._waiting:
            return
        self._waiting.discard(who)
        if not self._waiting and self._told:
            self._told.clear()
            self._last_line = self._now()
            log.info(f"{self._name}_back", seconds=round(self._now() - self._began))
