"""Keeps other web pages away from the sandbox: what a browser here sends for another site is refused.

A page elsewhere can make a browser on this machine send requests here. It cannot choose the `Host` that the browser
names (a name of its own that leads here is refused), nor leave out `Origin` or `Sec-Fetch-Site` when it posts.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES_OF_HERE = ("127.0.0.1", "localhost", "::1")
_READING = ("GET", "HEAD")


class Guard:
    """Middleware before everything that a browser asks for. `names` are those by which this server may be called."""

    def __init__(self, app: ASGIApp, names: Collection[str] = NAMES_OF_HERE) -> None:
        self._app = app
        self._names = frozenset((*names, *NAMES_OF_HERE))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (why := self._refusal(scope)) is not None:
            await PlainTextResponse(why, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        """Why a request is refused; None when it is not."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _name(host) not in self._names:
            return "This server is not called by that name."
        if scope["method"] in _READING:
            return None
        origin = headers.get("origin")
        if origin is not None and origin != f"{scope['scheme']}://{host}":
            return "This came from another site."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "This came from another site."
        return None


def _name(host: str) -> str | None:
    """The name in a `Host`, without its port; None for what is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
