"""What the bot called and what it was answered: a bounded list, the refusals apart, and counters per method."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Any

MAX_CALLS = 2000
MAX_REFUSALS = 500
MAX_SHOWN = 300
EXPECTED = frozenset({"pinChatMessage", "unpinChatMessage"})
"""Methods that a bot may try anywhere: without the right to pin it is refused, and goes on without a pin."""


@dataclass(slots=True)
class Call:
    """One call of the bot; `at` is an ISO instant of the sandbox's clock."""

    number: int
    at: str
    method: str
    params: dict[str, Any]
    status: int
    description: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether this was refused and should not have been asked."""
        return self.status != 200 and self.method not in EXPECTED

    def as_json(self) -> dict[str, Any]:
        body = asdict(self)
        body["is_fault"] = self.is_fault
        body["params"] = {name: _shorten(value) for name, value in self.params.items()}
        return body


def _shorten(value: Any) -> Any:
    text = value if isinstance(value, str) else str(value)
    return value if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


class Journal:
    """Keeps the last calls."""

    def __init__(self) -> None:
        self.calls: deque[Call] = deque(maxlen=MAX_CALLS)
        self.refusals: deque[Call] = deque(maxlen=MAX_REFUSALS)
        self.counts: Counter[str] = Counter()
        self._number = 0

    def record(self, at: str, method: str, params: dict[str, Any], status: int, description: str = "") -> Call:
        """Write a call down; every status but 200 is a refusal as well."""
        self._number += 1
        call = Call(self._number, at, method, params, status, description)
        self.calls.append(call)
        self.counts[method] += 1
        if status != 200:
            self.refusals.append(call)
        return call

    def clear(self) -> None:
        self.calls.clear()
        self.refusals.clear()
        self.counts.clear()
