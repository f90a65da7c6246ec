"""The sandbox as a server: the Bot API, the simulation endpoints and the page on one address.

The entry for the rest of the program: `create_app` for an ASGI server of one's own, `SandboxServer` to run it here.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.guard import Guard
from bot.sandbox.http_api import BotApi
from bot.sandbox.model import Json
from bot.sandbox.scenes.script import Scene
from bot.sandbox.sim import Simulation
from bot.sandbox.webhook import WebhookDelivery
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


class _BotApiFirst:
    """Middleware that takes the bot's calls past the router: they are many, and time counts."""

    def __init__(self, app: ASGIApp, bot_api: BotApi) -> None:
        self._app = app
        self._bot_api = bot_api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_bot = scope["type"] == "http" and self._bot_api.handles(scope["path"])
        await (self._bot_api if is_bot else self._app)(scope, receive, send)


class _PagesFirst:
    """Middleware before the rest: other applications below paths of their own, which guard themselves."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        page = next((page for below, page in self._pages.items() if path.startswith(below)), self._app)
        await page(scope, receive, send)


def create_app(
    world: World,
    *,
    title: str = "Samenspraak proberen",
    host: str = "127.0.0.1",
    on_restart: Callable[[], Awaitable[None] | None] | None = None,
    on_reset: Callable[[str], Awaitable[None] | None] | None = None,
    scenes: Sequence[Scene] = (),
    on_scene: Callable[[str], Awaitable[None] | None] | None = None,
    on_browser: Callable[[int], Awaitable[Json]] | None = None,
    pages: Mapping[str, ASGIApp] | None = None,
) -> Starlette:
    """The application. `on_restart()` restarts the bot; `on_reset(kind)` starts again, kind is empty or example.

    `on_scene(key)` starts again with one of the `scenes`, which the page then offers. `on_browser(user)` tells where
    the `page` of somebody is, and the `link` that lets them in there; `pages` are served below their paths.
    """
    hooks: dict[str, Any] = {"on_restart": on_restart, "on_reset": on_reset, "on_scene": on_scene}
    hooks["on_browser"] = on_browser
    simulation = Simulation(world, title=title, scenes=scenes, **hooks)
    routes = [
        *simulation.routes(),
        Route("/", _index),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    app = Starlette(routes=routes)
    app.state.simulation = simulation
    app.state.bot_api = BotApi(world)
    app.add_middleware(Guard, names=(host,))
    app.add_middleware(_PagesFirst, pages=pages if pages is not None else {})
    app.add_middleware(_BotApiFirst, bot_api=app.state.bot_api)
    return app


async def _index(request: Request) -> Response:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return FileResponse(PAGE / "index.html", headers=headers)


class _QuietServer(uvicorn.Server):
    """uvicorn without its signal handlers: signals belong to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class SandboxServer:
    """Runs the sandbox in the current event loop: `async with SandboxServer(world) as server: server.base_url`."""

    def __init__(self, world: World, *, host: str = "127.0.0.1", port: int = 0, **options: Any) -> None:
        """`port` 0 takes a free one. `options` are those of `create_app`."""
        self.world = world
        self.host = host
        self.port = port
        self.app = create_app(world, host=host, **options)
        self._webhook = WebhookDelivery(world)
        self._server: uvicorn.Server | None = None
        self._socket: socket.socket | None = None

    @property
    def base_url(self) -> str:
        """The page's address; a bot uses `base_url + "/bot"`, and `base_url + "/file/bot"` for files."""
        return f"http://{self.host}:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        # asyncio switches Nagle's delay off only for sockets that say they are TCP.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self.host, self.port))
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self.app,
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        config.load()
        server = _QuietServer(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        self._server, self._socket = server, listener
        self.app.state.bot_api.cut = self._cut
        self._webhook.start()

    async def stop(self) -> None:
        """Answer waiting polls, end the streams, close the connections, save the world."""
        await self._webhook.stop()
        if self._server is not None:
            self.app.state.simulation.close_streams()
            self.world.queue.release()
            await self._server.shutdown(sockets=[self._socket] if self._socket else None)
            self._server = None
        self.world.save()

    def _cut(self, scope: Scope) -> None:
        """Reset the connection a request came on, so that its caller sees it break off."""
        connections = self._server.server_state.connections if self._server else set()
        for connection in connections:
            transport: Any = getattr(connection, "transport", None)
            if transport is None or transport.get_extra_info("peername") != tuple(scope["client"]):
                continue
            raw = transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
