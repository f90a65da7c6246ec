"""The story of the pictures can still be played: what people tap in it stands on the bot's screens."""

from pathlib import Path

import pytest

from .play import Play, played
from .story import SCENES

pytestmark = pytest.mark.deep
IN_CHATS = [scene for name, scene in SCENES.items() if name != "in_the_browser"]


class Blind:
    """Takes no picture, but looks for the message that would be in it."""

    def __init__(self, play: Play) -> None:
        self._play = play

    async def take(self, name: str, who: str, chat: str = "", *, last: int = 1, until: str = "") -> None:
        place = self._play.group(chat) if chat else self._play.person(who)
        messages = self._play.world.messages(place)
        assert [m for m in messages if until.strip() in m.text], f"{name}: nobody says {until}"


async def test_the_story_can_be_played(tmp_path: Path) -> None:
    async with played(tmp_path) as demo:
        for scene in IN_CHATS:
            play = Play(demo)
            await scene(play, Blind(play))  # type: ignore[arg-type]
