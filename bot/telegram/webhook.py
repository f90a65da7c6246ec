"""Telegram calls: who may, how much they may say, and when they hear that we have it. An ASGI application."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot

from bot.telegram.inbound import readable
from bot.telegram.intake import NotStoredError

LONGEST = 1_000_000
"""Bytes. An update of Telegram is some thousands."""
_SECRET = b"x-telegram-bot-api-secret-token"

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Webhook:
    """Puts each update that Telegram sends where `put` puts it, and then says 200."""

    def __init__(self, secret: str, bot: Bot, put: Callable[[object], Awaitable[None]]) -> None:
        self._secret = secret.encode()
        self._bot = bot
        self._put = put

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": await self._status(scope, receive), "headers": []})
        await send({"type": "http.response.body"})

    async def _status(self, scope: dict[str, Any], receive: Receive) -> int:
        """First who it is, then how much: of a stranger nothing is read."""
        headers = dict(scope["headers"])
        if not hmac.compare_digest(headers.get(_SECRET, b""), self._secret):
            return 403
        if scope["method"] != "POST":
            return 405
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LONGEST or (body := await _read(receive)) is None:
            return 413
        return await self._taken(body)

    async def _taken(self, body: bytes) -> int:
        try:
            raw = json.loads(body)
        except ValueError:
            return 400
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return 400
        try:
            await self._put(readable(raw, self._bot))
        except NotStoredError:
            return 503
        return 200


async def _read(receive: Receive) -> bytes | None:
    """The body; None when it is too long, though it did not say so, or when the caller went away."""
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts += message.get("body", b"")
        if len(parts) > LONGEST:
            return None
        if not message.get("more_body"):
            return bytes(parts)
