"""The tables: one per load, medians over the rounds; a ratio is the median of the ratios within each round."""

from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.registry import PROGRAMS, REFERENCES

Measurement = dict[str, Any]

COLUMNS: dict[str, Callable[[Measurement], str]] = {
    "answers/s": lambda m: f"{m['per_second']:.0f}",
    "p50 ms": lambda m: f"{m['p50_ms']:.1f}",
    "p95 ms": lambda m: f"{m['p95_ms']:.1f}",
    "p99 ms": lambda m: f"{m['p99_ms']:.1f}",
    "CPU ms": lambda m: f"{m['cpu_ms_per_answer']:.2f}",
    "core %": lambda m: f"{m['core_share'] * 100:.0f}",
    "RSS MB": lambda m: f"{m['rss_mb']:.0f}",
    "idle MB": lambda m: f"{m['idle_rss_mb']:.0f}",
    "start ms": lambda m: f"{m['start_ms']:.0f}",
    "start CPU": lambda m: f"{m['start_cpu_ms']:.0f}",
    "edits": lambda m: f"{m['counted_per_answer']:.2f}",
    "polls": lambda m: f"{m['polls_per_answer']:.2f}",
    "server %": lambda m: f"{m['server_core_share'] * 100:.0f}",
    "stuck": lambda m: f"{m['stuck']:.0f}",
    "at rest": lambda m: f"{m['at_rest']:.0f}",
}
COUNTED = ("sendMessage", "editMessageText", "editMessageReplyMarkup")


def show(measurements: list[Measurement], console: Console) -> None:
    for load in dict.fromkeys(m["load"]["name"] for m in measurements):
        console.print(table_of(load, [with_calls(m) for m in measurements if m["load"]["name"] == load]))


def table_of(load: str, measurements: list[Measurement]) -> Table:
    table = Table(title=load, title_justify="left")
    table.add_column("program")
    for name in [*COLUMNS, *(f"× {letter}" for letter in REFERENCES)]:
        table.add_column(name, justify="right")
    for program in dict.fromkeys(m["program"] for m in measurements):
        middle = middle_of([m for m in measurements if m["program"] == program])
        ratios = (ratio(measurements, program, reference.name) for reference in REFERENCES.values())
        table.add_row(PROGRAMS[program].title, *(column(middle) for column in COLUMNS.values()), *ratios)
    return table


def with_calls(measurement: Measurement) -> Measurement:
    calls, answers = measurement["calls"], max(measurement["answers"], 1)
    counted = sum(calls.get(method, 0) for method in COUNTED) / answers
    return measurement | {"counted_per_answer": counted, "polls_per_answer": calls.get("getUpdates", 0) / answers}


def middle_of(measurements: list[Measurement]) -> Measurement:
    numbers = [key for key, value in measurements[0].items() if isinstance(value, (int, float))]
    return {key: median(m[key] for m in measurements) for key in numbers}


def ratio(measurements: Iterable[Measurement], program: str, reference: str) -> str:
    """Answers per second against the reference in the same round; `-` where the reference was not measured."""
    speeds = {(m["program"], m["round"]): m["per_second"] for m in measurements}
    pairs = [(speed, speeds.get((reference, number))) for (name, number), speed in speeds.items() if name == program]
    ratios = [speed / other for speed, other in pairs if other]
    return f"{median(ratios):.2f}" if ratios else "-"
