"""What a running program holds, minute by minute, and whether that stayed flat."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import median

WARM_UP = 1 / 6
"""Of the measured time. Caches fill, code is run for the first time, the allocator takes what it will use again."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The program and its children at one moment."""

    minute: float
    memory: float
    """Resident, in MB."""
    files: int
    """Open files and connections."""
    threads: int
    inbox: int
    """Updates that were not dealt with yet."""
    outbox: int
    """Messages that were not sent yet."""
    passing: int
    """Rows of both, which go three days after they are done."""
    log_lines: int
    """Since the start."""
    log_bytes: int
    database: float
    """The file with what is written ahead of it, in MB."""
    folder: float
    """All that is kept, in MB."""
    answers: int
    """Stored since the start."""

    def __str__(self) -> str:
        return "  ".join(f"{field.name} {getattr(self, field.name):g}" for field in fields(self))


@dataclass(frozen=True, slots=True)
class Grown:
    """Something that was more in the second half than it may have been."""

    what: str
    first: float
    second: float
    most: float

    def __str__(self) -> str:
        return f"{self.what}: {self.first:g} in the first half, {self.second:g} in the second, at most {self.most:g}"


MORE = {
    "memory": (0.05, 2.0),
    "files": (0.0, 3.0),
    "threads": (0.0, 2.0),
    "inbox": (0.0, 2.0),
    "outbox": (0.25, 4.0),
}
"""By so large a part, and so much on top of it, each may be more in the second half: the allocator breaks memory into
pieces; people have a connection open now and then; what is on its way depends on who does what in that second."""
LOG_MORE = 0.5, 10.0
"""The same of the lines a minute that are logged: they tell of what happens now and then."""


def grown(measured: Sequence[Measured]) -> list[Grown]:
    """What was not flat: the halves of the time after the warm-up compared by their medians.

    The medians, because one report or one garbage round says nothing; halves and not a line through all, because a
    leak shows in them as well, and so does a step that stays.
    """
    begin, end = measured[0].minute, measured[-1].minute
    warm = [one for one in measured if one.minute >= begin + (end - begin) * WARM_UP]
    half = (warm[0].minute + end) / 2
    first, second = [one for one in warm if one.minute < half], [one for one in warm if one.minute >= half]
    found = []

    def compare(what: str, before: float, after: float, more: tuple[float, float]) -> None:
        most = before * (1 + more[0]) + more[1]
        if after > most:
            found.append(Grown(what, round(before, 1), round(after, 1), round(most, 1)))

    def of(part: Sequence[Measured], name: str) -> float:
        return median(getattr(one, name) for one in part)

    for name, more in MORE.items():
        compare(name, of(first, name), of(second, name), more)
    compare("log lines a minute", _a_minute(first), _a_minute(second), LOG_MORE)
    return found


def _a_minute(part: Sequence[Measured]) -> float:
    return (part[-1].log_lines - part[0].log_lines) / max(part[-1].minute - part[0].minute, 1e-9)
