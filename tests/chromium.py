"""The browser of the tests that look at pages, and of the pictures of the manual."""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows"),
    *("--disable-renderer-backgrounding", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--mute-audio"),
]
MISSING = "there is no Chromium on this machine"
PATIENCE = 60
"""Seconds in which one that was started must listen."""


def find() -> str | None:
    """The path of the one that is installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser without a window, with nothing in it. Where there is none a test is left out; with `CI` it fails."""
    path = find()
    if path is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.connect_over_cdp(_running(path))
        yield opened
        await opened.close()  # and with it all that was opened in it


@cache
def _running(path: str) -> str:
    """The address of the one that all tests of this process share: starting it takes longer than most of them."""
    profile = Path(tempfile.mkdtemp(prefix="chromium-"))
    arguments = [path, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def end() -> None:
        process.kill()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)

    atexit.register(end)
    told, deadline = profile / "DevToolsActivePort", time.monotonic() + PATIENCE
    while not (told.exists() and told.read_text().count("\n")):
        assert time.monotonic() < deadline, "Chromium was started and does not listen"
        time.sleep(0.02)
    return f"http://127.0.0.1:{told.read_text().split()[0]}"
