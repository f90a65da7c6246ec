"""What Telegram shows of the bot before anybody says something to it."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import BotDescription, BotShortDescription
from telegram.error import RetryAfter

from bot.content.phrases import load_phrases
from bot.engine.model import Phrase
from bot.telegram.profile import introduce

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
