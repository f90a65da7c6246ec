"""How python-telegram-bot reaches the Bot API: its request interface on aiohttp.

Only HTTP lives here; `BaseRequest` itself reads status codes and error texts. No error leaves here with the address of
the request in its text or its cause, because the address holds the bot's token.
"""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

_POOL_TIMEOUT = "Pool timeout: all connections are occupied. The request was *not* sent to Telegram."
_JSON = {"Content-Type": "application/json"}
_OF_A_PROXY = 500
"""From this status on an answer may be that of something between Telegram and us."""


class AiohttpRequest(BaseRequest):
    """Carries the requests of one `telegram.Bot`; the arguments and their defaults are those of `HTTPXRequest`.

    Timeouts are in seconds, `None` waits for ever. aiohttp cannot time a single write, so `write_timeout`
    (`media_write_timeout` for uploads) bounds the sending of the whole request.
    """

    __slots__ = (
        *("_connect", "_dated", "_media_write", "_pool", "_pool_size"),
        *("_proxy", "_read", "_session", "_slots", "_write"),
    )

    def __init__(
        self,
        connection_pool_size: int = 256,
        *,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
        dated: Callable[[str], None] | None = None,
    ) -> None:
        """`dated` hears what time it is there, with each answer of Telegram itself."""
        self._dated = dated
        self._pool_size = connection_pool_size
        self._read, self._write, self._media_write = read_timeout, write_timeout, media_write_timeout
        self._connect, self._pool, self._proxy = connect_timeout, pool_timeout, proxy
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(connection_pool_size)

    @property
    def read_timeout(self) -> float | None:
        """The seconds to wait for an answer where a call does not say."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; does nothing when it is open."""
        if self._session is None:
            self._slots = asyncio.Semaphore(self._pool_size)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # the slots are the limit: they know their own timeout
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close every connection; does nothing when closed. `initialize` opens the session again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request and return status and body.

        Raises `TimedOut` for any timeout and `NetworkError` for any other failure to get an answer.
        """
        uploads = request_data is not None and request_data.contains_files
        timeouts = _timeouts(
            connect=_given(connect_timeout, self._connect),
            write=_given(write_timeout, self._media_write if uploads else self._write),
            read=_given(read_timeout, self._read),
        )
        async with self._slot(_given(pool_timeout, self._pool)) as session:
            try:
                status, body, date = await _exchange(session, method, url, request_data, timeouts)
            except TimeoutError:
                raise TimedOut from None
            except (aiohttp.ClientError, OSError) as error:
                raise NetworkError(_without_address(error, url)) from None
        if self._dated is not None and date and status < _OF_A_PROXY:
            self._dated(date)
        return status, body

    @asynccontextmanager
    async def _slot(self, patience: float | None) -> AsyncIterator[aiohttp.ClientSession]:
        slots = self._slots
        try:
            if slots.locked():
                async with asyncio.timeout(patience):
                    await slots.acquire()
            else:
                await slots.acquire()  # at once: a timer for each request would cost more than this
        except TimeoutError as error:
            raise TimedOut(_POOL_TIMEOUT) from error
        try:
            if self._session is None:
                raise RuntimeError("This AiohttpRequest is not initialized!")
            yield self._session
        finally:
            slots.release()


class UpdatesRequest(AiohttpRequest):
    """Fetches updates, without what the bot never reads: the text and buttons of a message that was tapped.

    Every tap brings that whole message along; building objects of it costs more than handling the tap.
    """

    __slots__ = ()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer, each tapped message reduced to where it is."""
        answer = BaseRequest.parse_json_payload(payload)
        result = answer.get("result") if isinstance(answer, dict) else None
        for update in result if isinstance(result, list) else ():
            query = update.get("callback_query") if isinstance(update, dict) else None
            if query and "message" in query:
                query["message"] = _where(query["message"])
        return answer


_WHERE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")


def _where(message: Any) -> Any:
    """Where a message is, and in which topic. Without a topic it is told as a message that can no longer be seen
    (`date` 0), of which the library makes a much smaller object."""
    where = {name: message[name] for name in _WHERE if name in message}
    return where if "message_thread_id" in where else where | {"date": 0}


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


@cache
def _timeouts(*, connect: float | None, write: float | None, read: float | None) -> aiohttp.ClientTimeout:
    total = None if connect is None or write is None or read is None else connect + write + read
    return aiohttp.ClientTimeout(total=total, connect=connect, sock_read=read)


async def _exchange(
    session: aiohttp.ClientSession, method: str, url: str, data: RequestData | None, timeouts: aiohttp.ClientTimeout
) -> tuple[int, bytes, str]:
    body: bytes | aiohttp.FormData | None = None
    headers = None
    if data is None:  # a download may take as long as it keeps coming: `sock_read` notices when it stops
        timeouts = aiohttp.ClientTimeout(connect=timeouts.connect, sock_read=timeouts.sock_read)
    elif data.contains_files:
        body = _form(data)
    else:
        body, headers = json.dumps(data.parameters).encode(), _JSON
    async with session.request(
        method, URL(url, encoded=True), data=body, headers=headers, timeout=timeouts, allow_redirects=False
    ) as response:
        return response.status, await response.read(), response.headers.get("Date", "")


def _without_address(error: Exception, url: str) -> str:
    return f"aiohttp.{type(error).__name__}: {error}".replace(url, "<address>")


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows a quoted file name as it stands: "mijn%20rapport.pdf"
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in data.multipart_data.items():
        # A stream is sent in pieces; one large block of bytes would hold up the event loop.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mimetype)
    return form
