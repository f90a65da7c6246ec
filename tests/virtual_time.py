"""An event loop whose clock jumps to the next thing that is due, so that minutes of waiting take no time."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:  # nothing is due: only a thread can go on
            if found := super().select(5):
                return found
            raise RuntimeError("everything waits and nothing is due")
        self.now += max(timeout, 0)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Selector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work returns, in a time of its own that begins at 0."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


def now() -> float:
    """Seconds since the beginning of `run`."""
    return asyncio.get_running_loop().time()


def stall(seconds: float) -> None:
    """Let time pass in which nothing gets its turn."""
    asyncio.get_running_loop()._jumping.now += seconds  # type: ignore[attr-defined]
