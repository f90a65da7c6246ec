"""One measurement: a program under one load, and what is read from its processes."""

import contextlib
import json
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import psutil

from bench.people import person_ids
from bench.program import ROOT, Program

STOP_SECONDS = 5
PATIENCE_SECONDS = 120


class RunError(Exception):
    """A run that measured nothing."""


@dataclass(frozen=True, slots=True)
class Load:
    """A closed loop of `users`, or with a `rate` presses a second at fixed times; `rtt` in ms."""

    name: str
    users: int
    rate: float | None = None
    rtt: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    project_python: str
    aiogram_python: str
    warm_up: float
    seconds: float
    pinned: bool


@dataclass(frozen=True, slots=True)
class Usage:
    cpu_seconds: float
    rss_mb: float


def measure(program: Program, load: Load, settings: Settings) -> dict[str, Any]:
    """Everything measured of one program under one load. Raises ClickException when the program fails."""
    with tempfile.TemporaryDirectory(dir=ROOT / "bench" / "results", prefix="run-") as folder:
        data_dir, log = Path(folder, "data"), Path(folder, "bot.log")
        data_dir.mkdir()
        program.prepare(data_dir, person_ids(load.users))
        with running_server(program, load, settings) as server:
            facts = next_event(server, "listening")
            command = [python_of(program, settings), *program.arguments]
            environment = program.environment(facts["port"], data_dir)
            started = time.monotonic()
            with log.open("wb") as out, running(command, out, environment, core(1, settings), program.folder) as bot:
                try:
                    return {"program": program.name, "load": asdict(load), **observe(server, bot, started)}
                except RunError as error:
                    said = log.read_text(errors="replace")[-2000:]
                    raise click.ClickException(f"{program.name}, {load.name}: {error}. It said:\n{said}") from error


def observe(server: subprocess.Popen[bytes], bot: subprocess.Popen[bytes], started: float) -> dict[str, Any]:
    next_event(server, "polling", bot)
    start_ms = (time.monotonic() - started) * 1000
    at_start = usage_of(bot.pid)
    next_event(server, "loading", bot)
    idle = usage_of(bot.pid)
    next_event(server, "measuring", bot)
    before = usage_of(bot.pid)
    facts = next_event(server, "result", bot)
    after = usage_of(bot.pid)
    cpu = after.cpu_seconds - before.cpu_seconds
    return {
        **facts,
        "start_ms": start_ms,
        "start_cpu_ms": at_start.cpu_seconds * 1000,
        "idle_rss_mb": idle.rss_mb,
        "rss_mb": after.rss_mb,
        "core_share": cpu / facts["seconds"],
        "cpu_ms_per_answer": cpu * 1000 / facts["answers"] if facts["answers"] else float("nan"),
    }


@contextlib.contextmanager
def running_server(program: Program, load: Load, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    command = [settings.aiogram_python, "-m", "bench.server", "--script", program.script]
    command += ["--users", str(load.users), "--rtt", str(load.rtt)]
    command += ["--rate", str(load.rate)] if load.rate else []
    command += ["--warm-up", str(settings.warm_up), "--seconds", str(settings.seconds)]
    with running(command, subprocess.PIPE, None, core(0, settings)) as process:
        yield process


@contextlib.contextmanager
def running(
    command: list[str],
    out: Any,
    environment: dict[str, str] | None,
    pinned_to: int | None,
    folder: Path = ROOT,
) -> Iterator[subprocess.Popen[bytes]]:
    errors = None if out is subprocess.PIPE else subprocess.STDOUT
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=errors, bufsize=0)
    try:
        if pinned_to is not None:
            psutil.Process(process.pid).cpu_affinity([pinned_to])
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def next_event(
    server: subprocess.Popen[bytes], expected: str, bot: subprocess.Popen[bytes] | None = None
) -> dict[str, Any]:
    """What the server tells with its next event. Raises RunError when it or the bot ends, or nothing comes."""
    assert server.stdout is not None
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not select.select([server.stdout], [], [], 0.2)[0]:
        if bot is not None and bot.poll() is not None:
            raise RunError(f"ended with {bot.returncode} before '{expected}'")
        if time.monotonic() > deadline:
            raise RunError(f"no '{expected}' within {PATIENCE_SECONDS} s")
    facts: dict[str, Any] = json.loads(server.stdout.readline() or '{"event": "end"}')
    if facts.pop("event") != expected:
        raise RunError(f"the load server ended before '{expected}'")
    return facts


def usage_of(pid: int) -> Usage:
    """CPU so far and memory now of a process and its children."""
    root = psutil.Process(pid)
    family = [root, *root.children(recursive=True)]
    times = [process.cpu_times() for process in family]
    cpu = sum(part.user + part.system for part in times)
    return Usage(cpu, sum(process.memory_info().rss for process in family) / 2**20)


def core(number: int, settings: Settings) -> int | None:
    return number if settings.pinned else None


def python_of(program: Program, settings: Settings) -> str:
    return settings.aiogram_python if program.needs_aiogram else settings.project_python
