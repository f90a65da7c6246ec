"""What stands before every page: only our own name, only our own forms, bodies of bounded size, headers that close it.

An ASGI application around another one, so that nothing of a request that is refused is read.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.web.address import FORM, IN_TELEGRAM, Site

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_BODY = 64 * 1024
"""Bytes. A typed text is at most some thousands of characters."""
LONGEST_FORM = 1024 * 1024
"""Bytes of the whole form: every row may hold a text of the longest kind, and each letter takes up to twelve."""
LONGEST_QUERY = 200
BODY_WITHIN = 60.0
"""Seconds in which a form must be here: time enough for a whole form over a bad line."""
METHODS = ("GET", "HEAD", "POST")
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind} 'self'" for kind in ("style-src", "script-src", "img-src", "connect-src", "form-action")),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex, nofollow",
}


TELEGRAM = "https://web.telegram.org"
"""Who shows a Mini App in a frame; the apps on phones and desks have no frame around it."""


class Guard:
    """Refuses with a status and no words: whoever uses the page never meets it.

    Only a wrong name is told: then a proxy is set up wrongly, and somebody looks for the cause.
    """

    def __init__(self, app: Any, site: Site, framed_by: str = "") -> None:
        """`app` is an ASGI application. `framed_by` is the origin that may frame its pages; empty for none."""
        self._app, self._site, self._frame = app, site, framed_by
        self._within = BODY_WITHIN
        self._wrong_name = f"This page is at {site.whole('/')} only. A proxy before it must pass on Host: {site.host}\n"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        status = self._refusal(scope, headers)
        if status:
            await _answer(send, status, self._wrong_name if status == 421 else "")
            return
        body = b""
        if scope["method"] == "POST":
            try:
                async with asyncio.timeout(self._within):
                    read = await _read(receive, self._longest(scope))
            except TimeoutError:
                await _answer(send, 408)
                return
            if read is None:
                await _answer(send, 413)
                return
            body = read
        await self._app(scope, _again(body, receive), _closed(send, self._framed_by(scope)))

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> int:
        if not self._site.answers_to(headers.get(b"host", "")):
            return 421
        if scope["method"] not in METHODS:
            return 405
        if len(scope.get("query_string", b"")) > LONGEST_QUERY:
            return 414
        if scope["method"] != "POST":
            return 0
        if not self._ours(headers):
            return 403
        if headers.get(b"content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            return 415
        length = headers.get(b"content-length", "0")
        return 0 if length.isdecimal() and int(length) <= self._longest(scope) else 413

    def _longest(self, scope: Scope) -> int:
        return LONGEST_FORM if scope["path"].startswith(f"{self._site.path(FORM)}/") else LONGEST_BODY

    def _framed_by(self, scope: Scope) -> str:
        """Who may show this page in a frame; nobody but for a form in Telegram, and in the demo."""
        path = scope["path"]
        in_telegram = path.startswith(f"{self._site.path(FORM)}/") and path.endswith(IN_TELEGRAM)
        return TELEGRAM if in_telegram else self._frame

    def _ours(self, headers: dict[bytes, str]) -> bool:
        """Whether a form was sent from a page of ours.

        A page that sends no referrer also keeps its own origin to itself (`null`, Fetch standard): then the browser's
        word on where it comes from counts, where it gives one. The signature in the form must fit as well.
        """
        origin = headers.get(b"origin", "null")
        site = headers.get(b"sec-fetch-site", "same-origin" if origin == "null" else "")
        if origin != "null":
            return self._site.is_own(origin, headers[b"host"]) and site in ("", "same-origin")
        return site == "same-origin"


async def _read(receive: Receive, longest: int) -> bytes | None:
    """The body; None when it is too long, though it did not say so, or when the caller went away."""
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts += message.get("body", b"")
        if len(parts) > longest:
            return None
        if not message.get("more_body"):
            return bytes(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What was read, once more; then whatever comes."""
    given = False

    async def read() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return read


def _headers(framed_by: str) -> dict[str, str]:
    """The headers that close a page; with one origin that may show it in a frame, or none."""
    if not framed_by:
        return HEADERS
    policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {framed_by}")
    open_ = {name: value for name, value in HEADERS.items() if name != "x-frame-options"}
    return {**open_, "content-security-policy": policy}


def _closed(send: Send, framed_by: str) -> Send:
    """The same answer with the headers that close a page; nobody keeps it unless it says so itself."""

    async def closed(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", ())}
            more = [(name.encode(), value.encode()) for name, value in _headers(framed_by).items()]
            if b"cache-control" not in there:
                more.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return closed


async def _answer(send: Send, status: int, said: str = "") -> None:
    body = said.encode()
    headers = [(b"content-length", b"%d" % len(body)), (b"cache-control", b"no-store"), (b"connection", b"close")]
    if body:
        headers.append((b"content-type", b"text/plain; charset=utf-8"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
