"""A browser, and the demo with the real bot in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from chromium import chromium
from playwright.async_api import Browser

from bot.demo import Demo


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def browser(started: Browser) -> AsyncIterator[Browser]:
    """One for all tests of a file, who each open what they need: whatever they opened is closed."""
    yield started
    for context in started.contexts:
        await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    running = Demo(tmp_path / "play", 0)
    await running.start()
    yield running
    await running.stop()
