"""Two programs on one PostgreSQL database: one works, the other stands by. Who calls Telegram is written down.

Each has a sandbox server of its own on the same world, so that a call tells who made it.
"""

import asyncio
import json
import re
import subprocess
import sys
import time

import aiohttp
from sqlalchemy import create_engine

from bot.sandbox.server import SandboxServer

from . import warm
from .driver import PATIENCE, House, until
from .groups import GroupHouse

TAKEOVER = 10.0
"""Seconds within which the second must be at work."""


class Watched:
    """An application that tells who is calling before it answers."""

    def __init__(self, app, note):
        self._app, self._note, self.state = app, note, app.state

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            self._note(scope["path"].rpartition("/")[2])
        await self._app(scope, receive, send)


class PairOfPrograms:
    """To be mixed into a house. Programs are numbered as they are launched; `process` is the one expected to work."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.calling: list[tuple[int, str, float]] = []
        self.standby: warm.Process | None = None
        self._launched = -1
        self._at = [0, 0]
        self._servers = [self.server, SandboxServer(self.world)]
        for side, server in enumerate(self._servers):
            server.app = Watched(server.app, lambda method, side=side: self._note(side, method))

    def _note(self, side, method):
        self.calling.append((self._at[side], method, time.monotonic()))

    async def __aenter__(self):
        await self._servers[1].start()
        return await super().__aenter__()

    async def __aexit__(self, kind, error, trace):
        self._kill_standby()
        await super().__aexit__(kind, error, trace)
        await self._servers[1].stop()

    def _kill_standby(self):
        standby, self.standby = self.standby, None
        if standby is not None:
            standby.kill()
            standby.wait(PATIENCE)

    def environ(self, **more):
        base_url = self._servers[max(self._launched, 0) % 2].base_url
        return super().environ(TELEGRAM_API_BASE_URL=base_url, LOG_LEVEL="DEBUG", **more)

    def launch(self):
        self._next()
        super().launch()

    def _next(self):
        self._launched += 1
        self._at[self._launched % 2] = self._launched

    def _launch_other(self, code):
        """The program as its code stands in another folder."""
        self._next()
        self.logs.append(self.folder / f"bot-{len(self.logs)}.log")
        command = [sys.executable, "-m", "bot", "run"]
        with self.logs[-1].open("wb") as out:
            environ = self.environ(PYTHONPATH=str(code))
            self.process = subprocess.Popen(command, env=environ, cwd=self.folder, stdout=out, stderr=out)

    async def launch_standby(self, code=None):
        """Start another one and wait until it says that it stands by."""
        working, self.process = self.process, None
        if code is None:
            self.launch()
        else:
            self._launch_other(code)
        self.standby, self.process = self.process, working
        log = self.logs[-1]
        await until(lambda: log.exists() and "'stands_by'" in log.read_text(), what="standing by")

    async def taken_over(self) -> float:
        """The standby is the one that is expected to work from now on: the seconds until its first call."""
        began, number = time.monotonic(), self._launched
        self.process, self.standby = self.standby, None
        await self.until(lambda: self.calls_of(number, "getUpdates"), what="taking over")
        return self.calls_of(number)[0][2] - began

    def calls_of(self, number, method=None):
        return [call for call in self.calling if call[0] == number and method in (None, call[1])]

    async def asked(self, number, path) -> tuple[int, str]:
        """What one of them says at the address it serves: status and role."""
        address = re.search(r"event='serves' address='(\S+)'", self.logs[number].read_text()).group(1)
        async with aiohttp.ClientSession() as session, session.get(address + path) as response:
            return response.status, json.loads(await response.text() or "{}").get("role", "")

    def check_never_two(self):
        """Nobody called after its successor had begun to."""
        numbers = [number for number, _, _ in self.calling]
        assert numbers == sorted(numbers), "two were at work at the same time"

    async def break_connection_of_who_works(self):
        """Only the connection of the lease breaks; both programs live on."""
        engine = create_engine(self._engine.url, isolation_level="AUTOCOMMIT")
        query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        with engine.connect() as connection:
            broken = await asyncio.to_thread(connection.exec_driver_sql, query)
            assert broken.all() == [(True,)]
        engine.dispose()


class Pair(PairOfPrograms, House):
    """With the example answered in private."""

    module = warm.UNHURRIED


class GroupPair(PairOfPrograms, GroupHouse):
    """With the example answered in a group."""
