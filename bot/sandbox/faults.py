"""Faults a test or a person asks for, and rate limits as Telegram applies them. Decides only; `api` carries out."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

KINDS = ("429", "403", "502", "timeout", "reset", "callback")


@dataclass(slots=True)
class Fault:
    """One fault. It strikes at the `nth` matching call from now, `times` times in a row (0: for ever).

    `when` says whether the call's effect happens ("after") or not ("before"); refusals never have an effect.
    `hold` is how many seconds a "timeout" keeps the caller waiting unless the caller hangs up first.
    """

    kind: str
    method: str = "*"
    chat_id: int | None = None
    nth: int = 1
    times: int = 1
    when: str = "before"
    retry_after: int = 1
    description: str = ""
    hold: float = 60.0
    callback: Callable[[], Awaitable[None] | None] | None = None
    seen: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}: choose from {', '.join(KINDS)}")
        if self.when not in ("before", "after"):
            raise ValueError(f"a fault strikes before or after, not {self.when!r}")

    def matches(self, method: str, chat_id: int | None) -> bool:
        same_method = self.method == "*" or self.method.lower() == method.lower()
        return same_method and (self.chat_id is None or self.chat_id == chat_id)

    def as_json(self) -> dict[str, Any]:
        names = ("kind", "method", "chat_id", "nth", "times", "when", "retry_after", "description", "struck")
        return {name: getattr(self, name) for name in names}


class Faults:
    """The faults that are set, asked once for every call."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, kind: str, **options: Any) -> Fault:
        """Set a fault; the options are the fields of `Fault`."""
        fault = Fault(kind, **options)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults.clear()

    def all(self) -> list[Fault]:
        return list(self._faults)

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that strikes this call, if any; counts the call for every fault that matches."""
        if not self._faults:
            return None
        hit = None
        for fault in list(self._faults):
            if not fault.matches(method, chat_id):
                continue
            fault.seen += 1
            if fault.seen >= fault.nth and hit is None:
                hit = fault
                fault.struck += 1
                if fault.times and fault.struck >= fault.times:
                    self._faults.remove(fault)
        return hit


@dataclass(slots=True)
class RateLimits:
    """Telegram's sending limits, as far as they are known; off unless `enabled`."""

    enabled: bool = False
    overall_per_second: int = 30
    group_per_minute: int = 20
    chat_burst: int = 3


class RateBuckets:
    """Counts sent messages against `RateLimits`; instants are Unix seconds given by the caller."""

    def __init__(self) -> None:
        self.limits = RateLimits()
        self._overall: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def take(self, chat_id: int, *, is_group: bool, now: float) -> int:
        """0 when the message may go, otherwise the seconds to wait (and nothing is counted)."""
        limits = self.limits
        if not limits.enabled:
            return 0
        chat = self._chats.setdefault(chat_id, deque())
        wait = max(
            _wait(self._overall, limits.overall_per_second, 1.0, now),
            _wait(chat, limits.group_per_minute, 60.0, now) if is_group else 0.0,
            _wait(chat, limits.chat_burst, float(limits.chat_burst), now, forget=not is_group),
        )
        if wait > 0:
            return max(1, math.ceil(wait))
        self._overall.append(now)
        chat.append(now)
        return 0


def _wait(sent: deque[float], most: int, window: float, now: float, *, forget: bool = True) -> float:
    """Seconds until one more fits into `most` per `window`."""
    while forget and sent and sent[0] <= now - window:
        sent.popleft()
    recent = sum(1 for at in sent if at > now - window)
    return sent[-most] + window - now if recent >= most else 0.0
