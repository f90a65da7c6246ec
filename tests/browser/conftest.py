"""A browser, and the demo with the real bot in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from chromium import browser, started

from bot.demo import Demo

__all__ = ["browser", "started"]


@pytest_asyncio.fixture(loop_scope="module")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    running = Demo(tmp_path / "play", 0)
    await running.start()
    yield running
    await running.stop()
