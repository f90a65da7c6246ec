"""What Telegram shows of the bot before anybody says something to it."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import BotDescription, BotShortDescription
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.content.phrases import load_phrases
from bot.engine.model import Phrase
from bot.telegram.profile import Menus, introduce

PHRASES = load_phrases()


class Remote:
    """Telegram, as far as a bot introduces itself there."""

    def __init__(self, above_start: str = "", on_card: str = "", *, refuses: bool = False) -> None:
        self.above_start, self.on_card, self.refuses = above_start, on_card, refuses
        self.calls: list[str] = []

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.refuses:
            raise RetryAfter(3600)

    async def get_my_description(self) -> BotDescription:
        self._called("get_my_description")
        return BotDescription(self.above_start)

    async def get_my_short_description(self) -> BotShortDescription:
        self._called("get_my_short_description")
        return BotShortDescription(self.on_card)

    async def set_my_description(self, text: str) -> None:
        self._called("set_my_description")
        self.above_start = text

    async def set_my_short_description(self, text: str) -> None:
        self._called("set_my_short_description")
        self.on_card = text


def introduced(remote: Any) -> None:
    asyncio.run(introduce(remote, PHRASES))


def test_it_introduces_itself_once():
    remote = Remote("Een oude tekst")
    introduced(remote)
    assert remote.above_start == PHRASES.plain(Phrase("welcome.description"))
    assert remote.on_card == PHRASES.plain(Phrase("welcome.short_description"))
    remote.calls.clear()
    introduced(remote)
    assert remote.calls == ["get_my_description", "get_my_short_description"]


def test_a_refusal_is_no_trouble():
    with capture_logs() as logged:
        introduced(Remote(refuses=True))
    assert [(line["log_level"], line["event"]) for line in logged] == [("info", "not introduced")]


@pytest.mark.parametrize(("key", "most"), [("description", 512), ("short_description", 120)])
def test_it_fits_where_telegram_shows_it(key: str, most: int):
    assert 0 < len(PHRASES.plain(Phrase(f"welcome.{key}"))) <= most


class Showing:
    """Telegram, as far as chats show commands there."""

    def __init__(self) -> None:
        self.shown: dict[int, tuple[str, ...]] = {}
        self.calls: list[tuple[str, int]] = []

    async def do(self, method: str, chat: int, names: tuple[str, ...]) -> None:
        self.calls.append((method, chat))
        self.shown[chat] = names


class Menu(ExtBot[None]):
    """The library, with `Showing` in place of Telegram."""

    def __init__(self, there: Showing) -> None:
        super().__init__("1:x")
        self._there_: Showing
        object.__setattr__(self, "_there_", there)

    async def _post(self, endpoint: str, data: Any = None, **kwargs: Any) -> Any:
        data = data or {}
        chat = data["scope"].chat_id
        if endpoint == "getMyCommands":
            self._there_.calls.append((endpoint, chat))
            return [{"command": name, "description": "x"} for name in self._there_.shown.get(chat, ())]
        names = tuple(one.command for one in data.get("commands") or ())
        await self._there_.do(endpoint, chat, names)
        return True


def offered(there: Showing, *offers: tuple[int, tuple[str, ...]]) -> None:
    async def run() -> None:
        menus = Menus(lambda: Menu(there), lambda: PHRASES)
        for chat, names in offers:
            menus.offer(chat, names)
            for _ in range(20):
                await asyncio.sleep(0)
        await menus.stop()

    asyncio.run(run())


def test_a_chat_shows_its_own_commands_and_gets_the_same_ones_once():
    there = Showing()
    offered(there, (7, ("verder", "help")), (7, ("verder", "help")), (8, ("menu",)))
    assert there.shown == {7: ("verder", "help"), 8: ("menu",)}
    assert there.calls == [("getMyCommands", 7), ("setMyCommands", 7), ("getMyCommands", 8), ("setMyCommands", 8)]
    there.calls.clear()
    offered(there, (7, ("verder", "help")))  # after a restart
    assert there.calls == [("getMyCommands", 7)]


def test_who_takes_part_no_more_sees_what_everybody_sees():
    there = Showing()
    offered(there, (7, ("verder",)), (7, ()))
    assert there.calls[-1] == ("deleteMyCommands", 7)
