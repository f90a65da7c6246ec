"""What is played for the pictures: the example, from making a collaboration to the year after, with example people."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import example
from bot.demo import Demo
from bot.sandbox.model import Chat, User
from bot.sandbox.scenes.player import Player
from bot.sandbox.scenes.script import Act

BEGINS = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""A Tuesday, at ten in the Netherlands."""
BO, ANNA, BRAM, CARLA, DAAN = example.PEOPLE
ALL, TEAM = example.NAME, f"Team {example.PROGRAMME.split()[-1]}"


def from_then_on(moment: datetime) -> Callable[[], datetime]:
    """A clock that begins at `moment` and goes on as the real one does."""
    began = datetime.now(UTC)
    return lambda: moment + (datetime.now(UTC) - began)


@asynccontextmanager
async def played(folder: Path) -> AsyncIterator[Demo]:
    """The demo, on the day on which the story begins."""
    demo = Demo(folder, 0)
    demo.world.clock._base = from_then_on(BEGINS)
    await demo.start()
    try:
        yield demo
    finally:
        await demo.stop()


class Play:
    """The people of the demo: what they do, in private and in groups. After each step the bot has said all it says."""

    def __init__(self, demo: Demo) -> None:
        self.demo, self.world = demo, demo.world
        self._player = Player(demo.world, demo._has_sent_all)

    async def does(self, who: str, steps: str) -> None:
        """In the chat with the bot; `steps` are those of a scene."""
        await self._player.play([Act(who, "", steps)])

    async def says(self, who: str, group: str, text: str, *, reply: str = "") -> None:
        """In a group, as an answer to the newest message that holds `reply`."""
        place, person = self.group(group), self.person(who)
        below = next((m.id for m in reversed(self.world.messages(place)) if reply in m.text), None) if reply else None
        before = len(self.world.calls)
        self.world.user_sends(person, place, text, reply_to=below)
        await self._answered(before)

    async def taps(self, who: str, group: str, label: str) -> None:
        """The newest button of this label in a group."""
        place, person = self.group(group), self.person(who)
        message = next(m for m in reversed(self.world.messages(place)) if label in _labels(m.inline_keyboard))
        press = self.world.user_presses(person, place, message.id, label)
        if press.query is not None:
            await press.answer(within=20)
        await self._settled()

    async def opens(self, who: str, link: str) -> None:
        """An invitation."""
        before = len(self.world.calls)
        self.world.user_opens_link(self.person(who), link)
        await self._answered(before)

    async def passes(self, days: int, who: str, hears: str) -> None:
        """Time goes by until somebody hears this. The bot may need ten seconds to trust a clock that jumped."""
        place = self.person(who)
        self.world.jump(timedelta(days=days))
        await self.world.until(lambda: any(hears in m.text for m in self.world.messages(place)) or None, within=40)
        await self._settled()

    async def rests(self) -> None:
        """Everybody reads what came."""
        await self._settled()

    def link(self, who: str) -> str:
        """The newest invitation in somebody's chat."""
        texts = (m.text for m in reversed(self.world.messages(self.person(who))))
        return next(found[0] for text in texts if (found := re.search(r"https://t\.me/\S+", text)))

    def person(self, name: str) -> User:
        return next(user for user in self.world.users.values() if user.name == name)

    def group(self, title: str) -> Chat:
        return next(chat for chat in self.world.chats.values() if chat.is_group and chat.title == title)

    async def _answered(self, before: int) -> None:
        await self.world.until(lambda: len(self.world.calls) > before or None, within=20)
        await self._settled()

    async def _settled(self) -> None:
        await asyncio.sleep(0.5)
        while not await self.demo._has_sent_all():  # noqa: ASYNC110 - nobody tells when the last message has gone
            await asyncio.sleep(0.05)


def _labels(keyboard: object) -> list[str]:
    return [key["text"].lstrip("✓★● ") for row in keyboard for key in row]
