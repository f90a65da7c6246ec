"""A browser, and the demo with the real bot in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chromium import chromium
from playwright.async_api import Browser

from bot.demo import Demo


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    running = Demo(tmp_path / "play", 0)
    await running.start()
    yield running
    await running.stop()
