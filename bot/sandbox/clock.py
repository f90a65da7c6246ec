"""The sandbox's clock: real time plus an offset that can jump. Nothing else in the sandbox reads the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _real_now() -> datetime:
    return datetime.now(UTC)


class SandboxClock:
    """Runs with `base` (real time unless given) plus `offset`; `jump` moves it and tells the listeners."""

    def __init__(self, *, base: Callable[[], datetime] = _real_now, offset: timedelta = timedelta(0)) -> None:
        self._base = base
        self.offset = offset
        self._listeners: list[Callable[[timedelta], None]] = []

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return self._base() + self.offset

    def timestamp(self) -> int:
        """The current instant in whole Unix seconds, as Telegram dates messages."""
        return int(self.now().timestamp())

    def jump(self, step: timedelta) -> None:
        """Move the clock by `step` and tell every listener, in the order in which they came."""
        self.offset += step
        for listener in list(self._listeners):
            listener(step)

    def on_jump(self, callback: Callable[[timedelta], None]) -> Callable[[], None]:
        """Call `callback(step)` after each jump; the answer is a function that ends this."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)
