"""Who holds the lease, written so that a program on the same machine can tell whether that one has ended."""

from pathlib import Path

_PROC = Path("/proc")
_ENDED = ("Z", "X")
"""States of a process that only waits for its parent to hear of its end."""


def this_process() -> str:
    """Machine, process number and the moment it began; no other process ever has the same."""
    began = _began("self")
    return f"{_machine()} {began[0]} {began[1]}" if began else ""


def has_ended(holder: str) -> bool:
    """Whether that process is certain to have ended; of another machine nothing is certain."""
    machine, _, process = holder.rpartition(" ")[0].rpartition(" ")
    if not machine or machine != _machine():
        return False
    now = _began(process)
    return now is None or f"{now[0]} {now[1]}" != holder.removeprefix(f"{machine} ")


def _machine() -> str:
    """This start of this machine, and the processes that can be seen from here: a container has its own."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{(_PROC / 'self/ns/pid').readlink().name}"
    except OSError:  # no Linux
        return ""


def _began(process: str) -> tuple[int, int] | None:
    """Its number and when it began, in ticks since the machine did; None when it has ended."""
    try:
        stat = (_PROC / process / "stat").read_text()
    except OSError:
        return None
    number, _, rest = stat.partition(" (")
    fields = rest.rpartition(") ")[2].split()  # the name between brackets may hold anything
    return None if fields[0] in _ENDED else (int(number), int(fields[19]))
