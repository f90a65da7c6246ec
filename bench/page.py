"""Measures answers in the browser beside the same in Telegram, at a hand's pace: `python -m bench.page --help`.

The bot is the program itself, as a process; half of the people of each partner, no limits of Telegram. In the browser
an answer takes from sending the form until the next page was read; in Telegram from the tap until its screen changed.
"""

import asyncio
import html
import random
import re
import socket
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import quantiles

import click
import httpx

from bot.domain.ids import ChatId
from bot.domain.rounds import RoundMode
from bot.turn.doors import come_in
from bot.turn.ports import UnitOfWork
from bot.web.door import BLOCK
from bot.web.window import opened
from storage.database import Database
from tests.e2e.driver import Phone, until
from tests.e2e.groups import GroupHouse

HOST = "127.0.0.1:9"
"""The public address. Before it stands a proxy, which reaches the program by another one."""
FIRST, ANSWER = ("Verder", "Begin met de motieven"), "Nee"
ANSWERS = 10
"""Motives that each person answers."""
LARGEST = 30 * 1024
ELSEWHERE = re.compile(r"""(?:src|href)=["']?(?:https?:)?//""")


class Browser:
    """One person at the page."""

    def __init__(self, client: httpx.AsyncClient, secret: str) -> None:
        self._client, self._headers = client, {"cookie": f"samenspraak={secret}"}
        self.page = ""

    async def look(self) -> None:
        answer = await self._client.get("/gesprek", headers=self._headers)
        answer.raise_for_status()
        self.page = answer.text

    async def tap(self, label: str) -> None:
        """Send the form with this button, and read the page that comes."""
        found = re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', self.page, re.DOTALL)
        name, value = next((name, value) for name, value, said in found if said.strip() == label)
        form = {name: html.unescape(value), "tekst": ""}
        answer = await self._client.post("/gesprek", data=form, headers=self._headers)
        if answer.status_code != 303:
            raise click.ClickException(f"a form was answered with {answer.status_code}")
        await self.look()


class Telegram:
    """The same person's phone."""

    def __init__(self, house: GroupHouse, phone: Phone) -> None:
        self._house, self._phone = house, phone

    async def look(self) -> None:
        self._phone.write("/verder")
        await until(lambda: self._phone.messages and self._phone.has(FIRST[-1]), what="the first screen")

    async def tap(self, label: str) -> None:
        before = self._phone.screen
        seen = (before.id, before.text)
        self._phone.tap(label)
        await until(lambda: (self._phone.screen.id, self._phone.screen.text) != seen, what="the next screen")


@click.command(help=__doc__)
@click.option("--people", default=50, show_default=True)
@click.option("--pause", default=1.0, show_default=True, help="Seconds between two answers of a person, on average.")
@click.option("--rounds", default=3, show_default=True, help="How often: each door in turn, with a new bot.")
@click.option("--seed", default=1, show_default=True, help="Of the pauses.")
def main(people: int, pause: float, rounds: int, seed: int) -> None:
    for number in range(rounds):
        for door in ("telegram", "browser"):
            with tempfile.TemporaryDirectory() as folder:
                click.echo(asyncio.run(play(Path(folder), door, people, pause, random.Random(seed + number))))


async def play(folder: Path, door: str, people: int, pause: float, chance: random.Random) -> str:
    """Everybody answers their motives through one door; what was measured, as one line."""
    names = [f"Iemand{n}" for n in range(people)]
    async with GroupHouse(folder) as house:
        house.seed_groups(names[: people // 2], names[people // 2 :], RoundMode.APART)
        here = f"127.0.0.1:{free_port()}"
        house.environment |= {"WEB_URL": f"http://{HOST}", "LISTEN": here}
        secrets = await windows(house, names) if door == "browser" else []
        await house.start()
        await house.settled()
        if door == "telegram":
            took = await all_answer([Telegram(house, house[name]) for name in names], pause, chance)
            return f"{door:9}{told(took)}"
        async with httpx.AsyncClient(base_url=f"http://{here}", headers=HEADERS, timeout=30) as client:
            browsers = [Browser(client, secret) for secret in secrets]
            took = await all_answer(browsers, pause, chance)
        return f"{door:9}{told(took)}; {weighed([one.page for one in browsers])}"


HEADERS = {"host": HOST, "origin": f"http://{HOST}"}


async def windows(house: GroupHouse, names: Sequence[str]) -> list[str]:
    """A window on a chat in the browser for each; its secret."""
    now = house.world.clock.now()
    with Database(house.url, bot=house.world.bot.id) as database:
        return [await database.run(partial(_opens, ChatId(house[name].id), name, now)) for name in names]


def _opens(first: ChatId, key: str, now: datetime, uow: UnitOfWork) -> str:
    person, chat = uow.people.in_chat(first), uow.chats.resolve(BLOCK, key, group=False)
    assert person is not None
    come_in(uow, person.id, chat, now)
    return opened(uow, chat, now, shared=False).secret


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def all_answer(people: Sequence[Browser | Telegram], pause: float, chance: random.Random) -> list[float]:
    """What each answer took, in ms."""
    took: list[float] = []

    async def one(person: Browser | Telegram, rest: Sequence[float]) -> None:
        await asyncio.sleep(rest[0])
        await person.look()
        for label in FIRST if isinstance(person, Browser) else FIRST[-1:]:
            await person.tap(label)
        for seconds in rest:
            await asyncio.sleep(seconds)
            begin = time.perf_counter()
            await person.tap(ANSWER)
            took.append((time.perf_counter() - begin) * 1000)

    rests = [[chance.uniform(0, 2 * pause) for _ in range(ANSWERS)] for _ in people]
    await asyncio.gather(*(one(person, rest) for person, rest in zip(people, rests, strict=True)))
    return took


def told(took: Sequence[float]) -> str:
    cuts = quantiles(took, n=20, method="inclusive")
    return f"{len(took)} answers: p50 {cuts[9]:.0f}, p95 {cuts[18]:.0f}, max {max(took):.0f} ms"


def weighed(pages: Sequence[str]) -> str:
    """How large the pages at the end are, and whether they ask for anything elsewhere."""
    largest = max(len(page.encode()) for page in pages)
    elsewhere = sum(len(ELSEWHERE.findall(page)) for page in pages)
    return f"page at most {largest / 1024:.1f} KB (aim {LARGEST // 1024}), {elsewhere} requests elsewhere"


if __name__ == "__main__":
    main()
