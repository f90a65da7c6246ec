"""Just enough HTTP/1.1 to be called by a bot: keep-alive, bodies of a length or in chunks, and a delay on each way."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, cast
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
            head = read_head(bytes(self._buffer[:end]))
            start = end + 4
            after = chunks_end(self._buffer, start) if head.length is None else start + head.length
            if after is None or len(self._buffer) < after:
                return
            body = bytes(self._buffer[start:after])
            del self._buffer[:after]
            self._later(self._call, head, body)

    def _call(self, head: "Head", body: bytes) -> None:
        self._handle(head.target.rpartition("/")[2], _parameters(head.kind, body), partial(self._later, self._write))

    def _write(self, result: bytes) -> None:
        if self._transport is not None:
            body = b'{"ok": true, "result": ' + result + b"}"
            self._transport.write(HEAD % len(body) + body)

    def _later(self, function: Callable[..., None], *arguments: Any) -> None:
        if self._one_way:
            self._loop.call_later(self._one_way, function, *arguments)
        else:
            function(*arguments)


class Head(NamedTuple):
    """What is needed of the head of a request."""

    target: str
    length: int | None
    """Of the body, in bytes; None when it comes in chunks, as files do."""
    kind: bytes


def read_head(head: bytes) -> Head:
    first, *lines = head.split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    target = first.split(b" ")[1].decode().partition("?")[0]
    length = None if b"transfer-encoding" in headers else int(headers.get(b"content-length", 0))
    return Head(target, length, headers.get(b"content-type", b""))


def chunks_end(buffer: bytearray, start: int) -> int | None:
    """Where a body in chunks that begins at `start` is over; None as long as it is not all there."""
    while (line := buffer.find(b"\r\n", start)) >= 0:
        size = int(buffer[start:line].partition(b";")[0], 16)
        start = line + 2 + size + 2
        if not size:
            return start
    return None


def _parameters(kind: bytes, body: bytes) -> dict[str, Any]:
    """By name. A form with a file has none here: nobody asks what is in a picture."""
    if kind.startswith(b"application/json"):
        return cast("dict[str, Any]", json.loads(body))
    return {} if kind.startswith(b"multipart/") else dict(parse_qsl(body.decode()))
