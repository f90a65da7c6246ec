"""The demo: the real bot against the sandbox, in one process, with an example to play. A composition root as well."""

import asyncio
import shutil
import webbrowser
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from pydantic import SecretStr

from bot import example
from bot.bootstrap import Program, texts
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId
from bot.domain.invitation import token_hash
from bot.sandbox.errors import SandboxError
from bot.sandbox.scenes.five_minutes import SCENES
from bot.sandbox.scenes.player import Player
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import Settings
from bot.telegram.budget import Budget
from bot.turn.ports import UnitOfWork
from bot.turn.shown import LINK_LASTS
from bot.web.address import LOGIN, Site
from bot.web.door import Beside, WebDoor
from storage import migrate
from storage.database import Database

GROUPS = {
    example.NAME: example.PEOPLE,
    f"Team {example.PROGRAMME.split()[-1]}": tuple(name for name, _ in example.PROGRAMME_PEOPLE),
}
"""Groups that people have already, with the bot in none of them; the first of each made it."""
GUEST = "Gast Voorbeeld"
"""Somebody who was not invited yet, to try an invitation with."""


ABOUT = {
    example.FACILITATOR: f"{Role.FACILITATOR}",
    **{name: f"{role} · {example.PROGRAMME}" for name, role in example.PROGRAMME_PEOPLE},
    **{name: f"{role} · {example.PRACTICE}" for name, role in example.PRACTICE_PEOPLE},
    GUEST: "nog niet uitgenodigd",
}
"""What the page says of each person in the example."""


class Demo:
    """One sandbox and one bot. What is played stays in `folder`, so that stopping and starting goes on where it was."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._world_file = folder / "world.json"
        self._database_file = folder / "bot" / "samenspraak.db"
        self._empty: bytes | None = None
        self.goes_on = self._world_file.exists() and self._settings_for("").data_dir.exists()
        self.world = World(bot_name="Samenspraak", bot_username="samenspraak_bot", state_file=self._world_file)
        self._pages: dict[str, Any] = {}
        """The pages of the second door, by the path they are below."""
        hooks: dict[str, Any] = {"on_browser": self.browser, "pages": self._pages}
        hooks |= {"on_restart": self.restart, "on_reset": self.reset, "on_scene": self.begin_scene}
        self.server = SandboxServer(self.world, port=port, title="Samenspraak proberen", scenes=SCENES, **hooks)
        self.program: Program | None = None
        self._web: WebDoor | None = None
        self._changing = asyncio.Lock()
        self._kicks: set[asyncio.Task[None]] = set()
        self.world.clock.on_jump(self._kick)

    async def start(self) -> None:
        """Serve the page and start the bot; the example first, unless an earlier play goes on."""
        await self.server.start()
        if not self.goes_on:
            self._seed("example")
        await self._start_bot()

    async def stop(self) -> None:
        """Stop both; what was played stays."""
        await self._stop_bot()
        await self.server.stop()

    async def restart(self) -> None:
        """Stop the bot and start it again."""
        async with self._changing:
            await self._stop_bot()
            await self._start_bot()

    async def reset(self, kind: str) -> None:
        """Throw away what was played and begin again, empty or with the example."""
        async with self._changing:
            await self._begin(kind)

    async def begin_scene(self, key: str) -> None:
        """Throw away what was played, and let bot and people play until the moment that this scene begins at."""
        scene = next(scene for scene in SCENES if scene.key == key)
        async with self._changing:
            await self._begin("example")
            try:
                with self.world.busy():
                    await Player(self.world, self._has_sent_all).play(scene.before)
            except SandboxError:
                await self._begin("example")  # a moment half way is of no use to anybody
                raise

    async def _begin(self, kind: str) -> None:
        await self._stop_bot()
        self._seed(kind)
        await self._start_bot()

    async def _has_sent_all(self) -> bool:
        assert self.program is not None, "not started"
        return await self.program.database.run(lambda uow: uow.post.waits_since()) is None

    async def _start_bot(self) -> None:
        budget = Budget(rates=None)  # the stand-in takes as much as comes
        now = self.world.clock.now
        web = WebDoor(self._site("browser"), self._pages.__setitem__, now, beside=Beside("'self'", live=False))
        self.program = Program(self._settings_for(self.world.bot_token), now=now, budget=budget, beside=web)
        await self.program.start()
        for user in self.world.users:
            web.also_at(self._site(f"van/{user}"))
        self._web = web

    def _site(self, below: str) -> Site:
        """Each person has an address of their own: so each has a cookie of their own, in one browser.

        Whoever types the address by hand calls this machine `localhost`.
        """
        return Site.parse(f"{self.server.base_url}/{below}", also=(f"localhost:{self.server.port}",))

    async def browser(self, user: int) -> dict[str, str]:
        """Where somebody's page is, and a link that lets them in; to the empty page for who is nobody yet."""
        assert self.program is not None, "not started"
        assert self._web is not None, "not started"
        site, token = self._site(f"van/{user}"), token_urlsafe(24)
        self._web.also_at(site)
        ends_at = self.world.clock.now() + LINK_LASTS

        def let_in(uow: UnitOfWork) -> bool:
            person = uow.people.in_chat(ChatId(user))
            if person is not None:
                uow.windows.add_link(token_hash(token), person.id, ends_at)
            return person is not None

        known = await self.program.database.run(let_in)
        return {"page": site.base, "link": site.path(f"{LOGIN}{token}" if known else "/")}

    async def _stop_bot(self) -> None:
        program, self.program = self.program, None
        if program is not None:
            await program.stop()

    def _settings_for(self, token: str) -> Settings:
        values: dict[str, Any] = {
            "token": SecretStr(token),
            "api_base_url": (getattr(self, "server", None) and self.server.base_url) or "",
            "database_url": f"sqlite:///{self._database_file}",
            "data_dir": self._folder / "bot",
            "mode": "polling",
        }
        return Settings(**values)

    def _seed(self, kind: str) -> None:
        """A fresh world and database. In the example everybody has agreed and phase 1 is open."""
        self.world.clear()
        settings = self._settings_for(self.world.bot_token)
        shutil.rmtree(settings.data_dir, ignore_errors=True)
        settings.data_dir.mkdir(parents=True)
        about = ABOUT if kind == "example" else {}
        names = (*example.PEOPLE, GUEST)
        users = [self.world.add_user(*self._names(name), about=about.get(name, "")) for name in names]
        if kind != "example":
            return
        self._make_tables(settings)
        chats = [ChatId(user.id) for user in users[: len(example.PEOPLE)]]
        with Database(settings.database, bot=self.world.bot.id) as database:
            now = self.world.clock.now()
            database.run_sync(lambda uow: example.seed(uow, texts(), chats, now))
        for user in users[: len(example.PEOPLE)]:
            self.world.user_starts(user)
        by_name = dict(zip(example.PEOPLE, users, strict=False))
        for title, members in GROUPS.items():
            self.world.create_group(title, by_name[members[0]], [by_name[name] for name in members[1:]])

    def _make_tables(self, settings: Settings) -> None:
        """Migrate once, and copy what came of it from then on: beginning anew is something people wait for."""
        if self._empty is None:
            migrate.upgrade(settings.database)
            self._empty = self._database_file.read_bytes()
        else:
            self._database_file.write_bytes(self._empty)

    @staticmethod
    def _names(name: str) -> tuple[str, str]:
        first, _, last = name.partition(" ")
        return first, last

    def _kick(self, step: timedelta) -> None:
        """The clock jumped: what has become due must not wait for the next second."""
        if self.program is not None and self.program.ticker is not None:
            task = asyncio.get_running_loop().create_task(self.program.ticker.tick())
            self._kicks.add(task)
            task.add_done_callback(self._kicks.discard)


async def run(folder: Path, port: int, *, browser: bool, ready: Any, stopped: asyncio.Event) -> None:
    """Run the demo until `stopped`. Calls `ready(demo)` once the page can be opened."""
    demo = Demo(folder, port)
    await demo.start()
    try:
        ready(demo)
        if browser:
            webbrowser.open(demo.server.base_url)
        await stopped.wait()
    finally:
        await demo.stop()
