"""Measures one board in a group: many people tap within a minute, in random order: `python -m bench.group --help`.

The bot is the program itself, as a process, at its own pace; the server is the sandbox and enforces Telegram's limits.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import quantiles

import click

from tests.e2e.groups import BO, Group, GroupHouse, votes

WINDOW = 60.0
LABELS = ("Ja", "Enigszins", "Nee")


class LimitedHouse(GroupHouse):
    """The program at its own pace."""

    unhurried = False


class Stopwatch:
    """When each tap was made and when it was answered, and when the board last changed."""

    def __init__(self, house: GroupHouse) -> None:
        self.tapped: dict[str, float] = {}
        self.answered: dict[str, float] = {}
        self.stop = house.world.on_change(self._note)

    def _note(self, change) -> None:  # noqa: ANN001
        if change.kind == "toast":
            self.answered[change.data["query_id"]] = time.monotonic()

    def milliseconds(self) -> list[float]:
        """From tap to answer."""
        return [(self.answered[query] - at) * 1000 for query, at in self.tapped.items()]


@click.command(help=__doc__)
@click.option("--people", default=25, show_default=True, help="Half of each partner.")
@click.option("--seconds", default=60.0, show_default=True, help="Within which everybody taps.")
@click.option("--rounds", default=1, show_default=True, help="How often: each with a new group and a new bot.")
@click.option("--seed", default=1, show_default=True, help="Of the order, the moments and the answers.")
def main(people: int, seconds: float, rounds: int, seed: int) -> None:
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            click.echo(asyncio.run(play(Path(folder), people, seconds, random.Random(seed + number))))


async def play(folder: Path, people: int, seconds: float, chance: random.Random) -> str:
    """One board from its opening to its exact numbers; what was measured, as one line."""
    half = people // 2
    programme = ["Anna", *(f"Opleider{n}" for n in range(1, half))]
    practice = ["Dana", *(f"Werker{n}" for n in range(1, people - half))]
    async with LimitedHouse(folder) as house:
        house.seed_groups(programme, practice)
        house.world.rates.limits.enabled = True
        await house.start()
        group = await house.make_group()
        await group.command(house[BO], "motieven")
        watch = Stopwatch(house)
        last = await tap_all(house, group, watch, [*programme, *practice], seconds, chance)
        await house.until(lambda: len(watch.answered) == len(watch.tapped), what="answering")
        await house.settled()
        exact = time.monotonic() - last
        watch.stop()
        check(house, group, people)
        return report(group, watch, exact)


async def tap_all(
    house: GroupHouse, group: Group, watch: Stopwatch, names: Sequence[str], seconds: float, chance: random.Random
) -> float:
    """Each at a moment of their own; when the last one did."""
    board = group.board
    begin = time.monotonic()
    moments = sorted(chance.uniform(0, seconds) for _ in names)
    for at, name in zip(moments, chance.sample(names, len(names)), strict=True):
        await asyncio.sleep(max(0.0, begin + at - time.monotonic()))
        tapped = time.monotonic()
        watch.tapped[group.tap(house[name], chance.choice(LABELS), board).id] = tapped
    return tapped


def check(house: GroupHouse, group: Group, people: int) -> None:
    """A measurement of something that went wrong would say nothing."""
    given = list(votes(house).values())
    shown = [sum(counts) for counts in zip(*group.counts(), strict=True)]
    if len(given) != people or shown != [given.count(label.lower()) for label in LABELS]:
        raise click.ClickException(f"the board shows {shown}, and on disk are {len(given)} answers")


def report(group: Group, watch: Stopwatch, exact: float) -> str:
    took = watch.milliseconds()
    cuts = quantiles(took, n=20, method="inclusive")
    calls = group.calls()
    moments = [datetime.fromisoformat(call.at).timestamp() for call in calls if call.status != 429]
    busiest = max(sum(first <= moment < first + WINDOW for moment in moments) for first in moments)
    return (
        f"{len(took)} taps: answered in p50 {cuts[9]:.0f}, p95 {cuts[18]:.0f}, max {max(took):.0f} ms; "
        f"sends and edits: {len(calls)}, at most {busiest} in {WINDOW:.0f} s, "
        f"{sum(call.status == 429 for call in calls)} refused with 429; "
        f"the board was exact {exact:.1f} s after the last tap"
    )


if __name__ == "__main__":
    main()
