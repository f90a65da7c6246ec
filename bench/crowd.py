"""Measures many people who answer in private without a pause, at Telegram's limits: `python -m bench.crowd --help`.

The bot is the program itself, as a process, at its own pace; the server is the sandbox and enforces the limits. Each
person taps as soon as what they tapped on has changed, so the limits are all that holds them up.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import click

from bench.group import LimitedHouse
from bot.domain.rounds import RoundMode
from tests.e2e.driver import Phone
from tests.e2e.groups import COUNTED

ANSWERS = ("Begin met de motieven", "Nee", "Klaar", "Verder met de vragen", "Overslaan", "‹ Terug")
"""The first of these that a screen offers is tapped; whoever has come to the end of the form goes back in it."""


TOO_MANY = 429


class Person:
    """Somebody with a phone. `took` is what each answer took, with the moment at which it was there."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._came = asyncio.Event()
        self._tapped = 0.0
        self.took: list[tuple[float, float]] = []
        self.answered: list[tuple[float, float]] = []
        """The same for how long their tap was shown as one that waits."""

    def sees(self) -> None:
        """Something came in their chat."""
        self._came.set()

    def hears(self) -> None:
        """Their tap was answered."""
        now = time.monotonic()
        self.answered.append((now, now - self._tapped))

    async def play(self) -> None:
        self._came.clear()
        self._phone.write("/invullen")
        await self._came.wait()
        while True:
            label = next((label for label in ANSWERS if self._phone.has(label)), None)
            if label is None:
                raise click.ClickException(f"nothing to tap on below: {self._phone.text}")
            self._came.clear()
            self._tapped = time.monotonic()
            self._phone.tap(label)
            await self._came.wait()
            now = time.monotonic()
            self.took.append((now, now - self._tapped))


@click.command(help=__doc__)
@click.option("--people", default=200, show_default=True, help="Half of each partner.")
@click.option("--seconds", default=90.0, show_default=True, help="How long is measured.")
@click.option("--warm-up", default=15.0, show_default=True, help="Seconds before that.")
@click.option("--rounds", default=1, show_default=True, help="How often, each with a new bot.")
def main(people: int, seconds: float, warm_up: float, rounds: int) -> None:
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            click.echo(asyncio.run(play(Path(folder), people, seconds, warm_up)))


@dataclass(frozen=True, slots=True)
class Counted:
    """A call that counts against the limits."""

    at: float
    refused: bool


async def play(folder: Path, people: int, seconds: float, warm_up: float) -> str:
    """Everybody answers for so long; what was measured, as one line."""
    names = [f"Iemand{n}" for n in range(people)]
    async with LimitedHouse(folder) as house:
        house.seed_groups(names[: people // 2], names[people // 2 :], RoundMode.APART)
        await house.start()
        await house.settled()
        house.world.rates.limits.enabled = True
        crowd = {house[name].id: Person(house[name]) for name in names}
        calls: list[Counted] = []

        def note(change) -> None:  # noqa: ANN001
            about = change.data
            if change.kind == "message" and about["sender_id"] == house.world.bot.id:
                crowd[about["chat_id"]].sees()
            elif change.kind == "toast":
                crowd[about["chat_id"]].hears()
            elif change.kind == "call" and about["method"] in COUNTED:
                calls.append(Counted(time.monotonic(), about["status"] == TOO_MANY))

        stop = house.world.on_change(note)
        plays = [asyncio.create_task(person.play()) for person in crowd.values()]
        await asyncio.wait(plays, timeout=warm_up)
        begin = time.monotonic()
        done, _ = await asyncio.wait(plays, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
        end = time.monotonic()
        stop()
        for task in done:
            task.result()
        for task in plays:
            task.cancel()
        await asyncio.gather(*plays, return_exceptions=True)
        limit = float(house.world.rates.limits.overall_per_second)
    measured = Measured(
        people,
        [took for person in crowd.values() for at, took in person.took if begin <= at <= end],
        [took for person in crowd.values() for at, took in person.answered if begin <= at <= end],
        [call for call in calls if begin <= call.at <= end],
        end - begin,
        sum(call.refused for call in calls),
        limit,
    )
    return str(measured)


@dataclass(frozen=True, slots=True)
class Measured:
    """What happened in so many seconds, and how many calls were refused from the start on."""

    people: int
    took: Sequence[float]
    answered: Sequence[float]
    calls: Sequence[Counted]
    seconds: float
    refused: int
    limit: float
    """Calls a second that the server takes."""

    @property
    def sent(self) -> int:
        return sum(not call.refused for call in self.calls)

    @property
    def ideal(self) -> float:
        """Seconds that an answer takes when a place is never left empty and everybody has their turn."""
        return self.people * self.sent / len(self.took) / self.limit

    def __str__(self) -> str:
        cuts, answered = (quantiles(one, n=20, method="inclusive") for one in (self.took, self.answered))
        return (
            f"{len(self.took)} answers of {self.people} people in {self.seconds:.0f} s, "
            f"{self.sent / len(self.took):.2f} counted calls each: "
            f"p50 {cuts[9]:.2f}, p95 {cuts[18]:.2f}, max {max(self.took):.2f} s; "
            f"ideal {self.ideal:.2f} s, p95 {cuts[18] / self.ideal:.2f} x ideal; "
            f"tap answered p95 {answered[18] * 1000:.0f} ms; "
            f"{self.sent / self.seconds:.1f} calls a second, {self.sent / self.seconds / self.limit:.2f} of the limit; "
            f"{self.refused} refused with 429"
        )


if __name__ == "__main__":
    main()
