"""One address on which everything is served: the health of the program, and what doors put there."""

import contextlib
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import structlog
import uvicorn

from bot.serving.address import Address

log = structlog.get_logger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI application."""


class _Quiet(uvicorn.Server):
    """uvicorn without its signal handlers: signals belong to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """Serves by path. Paths may come while it runs; what is not there is answered with 404."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.paths: dict[str, App] = {}
        self.below: dict[str, App] = {}
        """What answers all paths that begin so and are not in `paths`; the longest beginning counts."""
        self._server: uvicorn.Server | None = None
        self._socket: socket.socket | None = None

    async def start(self) -> None:
        """Listen. Raises `OSError` when that address cannot be had."""
        listener = _bound(self.address)
        self.address = Address(self.address.host, listener.getsockname()[1])
        config = uvicorn.Config(
            self._app,
            interface="asgi3",
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        config.load()
        server = _Quiet(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        self._server, self._socket = server, listener

    async def stop(self) -> None:
        """Answer what was asked, and close. Does nothing when it does not listen."""
        server, self._server = self._server, None
        if server is not None:
            await server.shutdown(sockets=[self._socket] if self._socket else None)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        served = self._served(scope["path"])
        if served is None:
            await answer(send, 404)
            return
        app, where = served
        try:
            await app(scope, receive, send)
        except Exception as error:  # the rest of the path may be a secret
            log.error("not_answered", path=where, reason=type(error).__name__, exc_info=True)
            raise

    def _served(self, path: str) -> tuple[App, str] | None:
        """What answers a path, and as what it is known."""
        if path in self.paths:
            return self.paths[path], path
        fitting = [beginning for beginning in self.below if path.startswith(beginning)]
        where = max(fitting, key=len, default=None)
        return None if where is None else (self.below[where], where)


def _bound(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
    except OSError:
        listener.close()
        raise
    return listener


async def answer(send: Send, status: int, body: bytes = b"", kind: str = "text/plain; charset=utf-8") -> None:
    """One whole answer, which nobody may keep."""
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer_json(send: Send, status: int, value: object) -> None:
    """The same with JSON in it."""
    await answer(send, status, json.dumps(value).encode(), "application/json")
