"""A small world, its server, and a bare HTTP client that plays the bot."""

import asyncio
import json

import aiohttp
import pytest

from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World


class Bot:
    """Calls methods over HTTP and gives (status, body)."""

    def __init__(self, session, base_url, world):
        self.session = session
        self.base_url = base_url
        self.world = world

    async def __call__(self, method, **params):
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        async with self.session.post(f"{self.base_url}/bot{self.world.bot_token}/{method}", data=form) as response:
            return response.status, await response.json()

    async def ok(self, method, **params):
        status, body = await self(method, **params)
        assert status == 200, body
        return body["result"]

    async def refused(self, method, **params):
        status, body = await self(method, **params)
        assert status != 200, f"{method} was accepted: {body}"
        assert body["ok"] is False
        assert body["error_code"] == status
        return status, body["description"]

    async def updates(self, **params):
        return await self.ok("getUpdates", **params)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def anna(world):
    return world.add_user("Anna", "Voorbeeld", "anna_voorbeeld")


@pytest.fixture
def bram(world):
    return world.add_user("Bram", "Voorbeeld")


@pytest.fixture
async def server(world):
    async with SandboxServer(world) as server:
        yield server


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def bot(server, session, world):
    return Bot(session, server.base_url, world)


def kinds(updates):
    return [next(name for name in update if name != "update_id") for update in updates]


async def eventually(condition, within=5):
    """Wait for something that tells nobody when it happens."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


def is_polling(world):
    return world.queue._poll is not None
