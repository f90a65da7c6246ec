"""The Bot API over HTTP, as a bare ASGI application: reads a request, calls the method, writes the answer.

Bare, because it is also used under load. What a method does lives in `api`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.sandbox.api.dispatch import Reply, call
from bot.sandbox.api.params import Params, Upload
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.world import World

JSON_HEADERS = [(b"content-type", b"application/json")]
MAX_BODY = 60 * 1024 * 1024

Cut = Callable[[Scope], None]


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`; `cut` resets a request's connection."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.cut: Cut = lambda scope: None

    def handles(self, path: str) -> bool:
        return path.startswith(("/bot", "/file/bot"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = unquote(scope["path"])
        if path.startswith("/file/bot"):
            await self._download(path.removeprefix("/file/bot"), send)
            return
        token, _, method = path.removeprefix("/bot").partition("/")
        if token != self._world.bot_token:
            await self._send(send, 401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            return
        try:
            params = await _read_params(scope, receive)
        except ApiError as error:
            body = {"ok": False, "error_code": error.status, "description": error.description}
            await self._send(send, error.status, body)
            return
        if method.lower() == "getupdates":
            reply = await self._until_hang_up(call(self._world, method, params), receive)
        else:
            reply = await call(self._world, method, params)
        if reply is not None:
            await self._answer(reply, scope, receive, send)

    @staticmethod
    async def _until_hang_up(work: Coroutine[Any, Any, Reply], receive: Receive) -> Reply | None:
        """Carry out a long poll; one whose caller is gone must not stand in the way of the next."""
        task = asyncio.ensure_future(work)
        hang_up = asyncio.ensure_future(_wait_for_hang_up(receive, None))
        try:
            await asyncio.wait((task, hang_up), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for pending in (task, hang_up):
                pending.cancel()
            await asyncio.gather(task, hang_up, return_exceptions=True)

    async def _answer(self, reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
        if reply.hold:
            await _wait_for_hang_up(receive, reply.hold)
        if reply.hold or reply.reset:
            self.cut(scope)
            await _wait_for_hang_up(receive, 5.0)
            return
        await self._send(send, reply.status, reply.body)

    async def _send(self, send: Send, status: int, body: Any) -> None:
        """An answer, which says what time it is by the sandbox's clock."""
        date = formatdate(self._world.clock.timestamp(), usegmt=True).encode()
        content = json.dumps(body, separators=(",", ":")).encode()
        await _send(send, status, content, [*JSON_HEADERS, (b"date", date)])

    async def _download(self, rest: str, send: Send) -> None:
        token, _, path = rest.partition("/")
        file = next((file for file in self._world.files.values() if file.path == path), None)
        if token != self._world.bot_token or file is None:
            await self._send(send, 404, {"ok": False, "error_code": 404, "description": "Not Found"})
            return
        await _send(send, 200, file.content(), [(b"content-type", b"application/octet-stream")])


async def _wait_for_hang_up(receive: Receive, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        pass


async def _send(send: Send, status: int, content: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(content)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": content})


async def _read_params(scope: Scope, receive: Receive) -> Params:
    query = scope["query_string"]
    values: dict[str, Any] = dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"").lower()
    if kind.startswith(b"multipart/form-data"):
        return await _read_multipart(scope, receive, values)
    body = await _read_body(receive)
    if not body:
        return Params(values)
    if kind.startswith(b"application/json"):
        try:
            given = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if isinstance(given, dict):
            values.update({name: value for name, value in given.items() if value is not None})
    else:
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values)


async def _read_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            raise ApiError(413, "Request Entity Too Large")
        if not message.get("more_body"):
            return b"".join(parts)


async def _read_multipart(scope: Scope, receive: Receive, values: dict[str, Any]) -> Params:
    params = Params(values)
    async with Request(scope, receive).form(max_part_size=MAX_BODY) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                params.uploads[name] = Upload(value.filename or "bestand", content, value.content_type)
            else:
                params.values[name] = value
    return params
