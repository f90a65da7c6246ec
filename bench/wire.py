"""Just enough HTTP/1.1 to be called by a bot: keep-alive, bodies with a length, and a delay on each way."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import parse_qsl

Reply = Callable[[bytes], None]
Handler = Callable[[str, dict[str, Any], Reply], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Connection(asyncio.Protocol):
    def __init__(self, handle: Handler, one_way: float) -> None:
        self._handle, self._one_way = handle, one_way
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            target, length, is_json = read_head(bytes(self._buffer[:end]))
            if len(self._buffer) < end + 4 + length:
                return
            body = bytes(self._buffer[end + 4 : end + 4 + length])
            del self._buffer[: end + 4 + length]
            self._later(self._call, target.rpartition("/")[2], body, is_json)

    def _call(self, method: str, body: bytes, is_json: bool) -> None:
        parameters = json.loads(body) if is_json else dict(parse_qsl(body.decode()))
        self._handle(method, parameters, lambda result: self._later(self._write, result))

    def _write(self, result: bytes) -> None:
        if self._transport is not None:
            body = b'{"ok": true, "result": ' + result + b"}"
            self._transport.write(HEAD % len(body) + body)

    def _later(self, function: Callable[..., None], *arguments: Any) -> None:
        if self._one_way:
            self._loop.call_later(self._one_way, function, *arguments)
        else:
            function(*arguments)


def read_head(head: bytes) -> tuple[str, int, bool]:
    """The target, the length of the body and whether it is JSON. Raises ValueError for a body without a length."""
    first, *lines = head.split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    if b"transfer-encoding" in headers:
        raise ValueError("a body in chunks is not supported")
    target = first.split(b" ")[1].decode().partition("?")[0]
    is_json = headers.get(b"content-type", b"").startswith(b"application/json")
    return target, int(headers.get(b"content-length", 0)), is_json
