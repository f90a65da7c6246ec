"""Measures the programs in shuffled, interleaved rounds and shows them side by side: `python -m bench.run --help`."""

import json
import os
import platform
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bench.bots.samenspraak import earlier
from bench.cell import ROOT, Load, Settings, measure
from bench.registry import DEFAULT, PROGRAMS
from bench.table import show

LOADS = (
    Load("closed-1", 1),
    Load("closed-25", 25),
    Load("closed-50", 50),
    Load("closed-250", 250),
    Load("open-30", 100, rate=30),
    Load("rtt-25", 25, rtt=50),
)
LOADS_BY_NAME = {load.name: load for load in LOADS}
INSTALL = """{python} has no aiogram_dialog. It needs other versions than the project, so give it a venv of its own:
  python3 -m venv bench/.venv && bench/.venv/bin/python -m pip install -r bench/requirements.txt
and add --aiogram-python bench/.venv/bin/python (or choose the others with --program)."""


@click.command(help=__doc__)
@click.option("--program", "programs", multiple=True, type=click.Choice(list(PROGRAMS)), default=DEFAULT)
@click.option("--load", "loads", multiple=True, type=click.Choice(list(LOADS_BY_NAME)), default=tuple(LOADS_BY_NAME))
@click.option("--rounds", default=3, show_default=True, help="How often each program meets each load.")
@click.option("--seconds", default=8.0, show_default=True, help="Measured seconds per program, load and round.")
@click.option("--warm-up", default=3.0, show_default=True, help="Seconds under load before measuring.")
@click.option(
    "--before",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another checkout of this project, measured beside it in each round as 'before'.",
)
@click.option("--aiogram-python", default=sys.executable, help="The Python with bench/requirements.txt installed.")
@click.option("--seed", default=1, show_default=True, help="Of the order of measurements.")
@click.option(
    "--pin/--no-pin", default=None, help="Server and bot each on a core of its own (default: where possible)."
)
@click.option("--out", type=click.Path(path_type=Path), help="JSON file (default: bench/results/<time>.json).")
def main(
    programs: tuple[str, ...],
    loads: tuple[str, ...],
    rounds: int,
    seconds: float,
    warm_up: float,
    before: Path | None,
    aiogram_python: str,
    seed: int,
    pin: bool | None,
    out: Path | None,
) -> None:
    if before is not None:
        PROGRAMS["before"] = earlier(before)
        programs = (*programs, "before")
    if any(PROGRAMS[name].needs_aiogram for name in programs):
        require_aiogram(aiogram_python)
    settings = Settings(
        project_python=sys.executable,
        aiogram_python=aiogram_python,
        warm_up=warm_up,
        seconds=seconds,
        pinned=can_pin() if pin is None else pin,
    )
    console = Console()
    measurements = measure_all(plan(programs, loads, rounds, seed), settings, console)
    show(measurements, Console(width=max(console.width, 200)))
    path = out or ROOT / "bench" / "results" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    path.write_text(
        json.dumps({"machine": machine(), "settings": options_of(settings), "runs": measurements}, indent=1)
    )
    console.print(f"Written to {path}")


def plan(programs: tuple[str, ...], loads: tuple[str, ...], rounds: int, seed: int) -> list[tuple[int, str, Load]]:
    """Round by round and load by load, programs in another order each time: what is compared runs close together."""
    shuffle = random.Random(seed).shuffle
    steps = []
    for number in range(rounds):
        for load in shuffled(list(loads), shuffle):
            steps += [(number, name, LOADS_BY_NAME[load]) for name in shuffled(list(programs), shuffle)]
    return steps


def shuffled(items: list[str], shuffle: Any) -> list[str]:
    shuffle(items)
    return items


def measure_all(steps: list[tuple[int, str, Load]], settings: Settings, console: Console) -> list[dict[str, Any]]:
    measurements = []
    for done, (number, name, load) in enumerate(steps, 1):
        result = {"round": number} | measure(PROGRAMS[name], load, settings)
        console.print(
            f"{done}/{len(steps)} {load.name} {name}: {result['per_second']:.0f}/s, p95 {result['p95_ms']:.1f} ms"
        )
        measurements.append(result)
    places = {name: place for place, name in enumerate([*LOADS_BY_NAME, *PROGRAMS])}
    return sorted(measurements, key=lambda m: (places[m["load"]["name"]], places[m["program"]], m["round"]))


def require_aiogram(python: str) -> None:
    if subprocess.run([python, "-c", "import aiogram_dialog"], capture_output=True, check=False).returncode:
        raise click.ClickException(INSTALL.format(python=python))


def can_pin() -> bool:
    return hasattr(os, "sched_getaffinity") and {0, 1} <= os.sched_getaffinity(0)


def machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}


def options_of(settings: Settings) -> dict[str, Any]:
    return {"warm_up": settings.warm_up, "seconds": settings.seconds, "pinned": settings.pinned}


if __name__ == "__main__":
    main()
