"""python-telegram-bot's requests on aiohttp, against a small HTTP server on the loopback."""

import asyncio
import io
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientConnectorError, web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.telegram.transport import AiohttpRequest

TOKEN = "12345:secret-of-the-test"
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}
SENT = {"message_id": 1, "date": 0, "chat": CHAT}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Telegram:
    """A Bot API server that lets each test say what it answers."""

    address: str
    answer: Handler
    peers: list[object] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        self.peers.append(request.transport.get_extra_info("peername"))
        self.asked.set()
        return await self.answer(request)

    @asynccontextmanager
    async def bot(self, request: AiohttpRequest | None = None) -> AsyncIterator[Bot]:
        request = request or AiohttpRequest()
        bot = Bot(
            TOKEN,
            base_url=f"{self.address}/bot",
            base_file_url=f"{self.address}/file/bot",
            request=request,
            get_updates_request=AiohttpRequest(1),
        )
        async with request:
            yield bot


async def ok(_request: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": SENT})


def refusal(status: int, description: str, **parameters: int) -> Handler:
    async def answer(_request: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": description}
        return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)

    return answer


async def too_slow(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    raise AssertionError("the client should have gone")


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    app = web.Application(client_max_size=8 * 2**20)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    fake = Telegram("", ok)
    app.router.add_route("*", "/{path:.*}", fake.handle)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    fake.address = f"http://127.0.0.1:{port}"
    yield fake
    await runner.cleanup()


async def test_parameters_travel_as_json_with_their_types(telegram: Telegram) -> None:
    seen = {}

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.update(await request.json())
        return await ok(request)

    telegram.answer = answer
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1:2:ja")]])
    async with telegram.bot() as bot:
        message = await bot.send_message(7, "Één <vraag> & 🙂", reply_markup=keyboard, disable_notification=True)

    assert message.message_id == 1
    assert seen == {
        "chat_id": 7,
        "text": "Één <vraag> & 🙂",
        "disable_notification": True,
        "reply_markup": {"inline_keyboard": [[{"text": "Ja", "callback_data": "1:2:ja"}]]},
    }


@pytest.mark.parametrize("as_stream", [False, True])
async def test_upload_keeps_name_type_and_bytes(telegram: Telegram, as_stream: bool) -> None:
    content = bytes(range(256)) * 8192  # 2 MB
    seen: dict[str, object] = {}

    async def answer(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        document = form["document"]
        assert isinstance(document, web.FileField)
        seen.update(chat=form["chat_id"], caption=form["caption"], length=request.content_length is not None)
        seen.update(name=document.filename, type=document.content_type, content=document.file.read())
        return await ok(request)

    telegram.answer = answer
    document = io.BytesIO(content) if as_stream else content
    async with telegram.bot() as bot:
        await bot.send_document(7, document, filename='Zo "één" verslag.pdf', caption="Uw verslag")

    assert seen.pop("content") == content
    assert seen == {
        "chat": "7",
        "caption": "Uw verslag",
        "length": True,
        "name": 'Zo "één" verslag.pdf',
        "type": "application/pdf",
    }


async def test_download_returns_the_bytes(telegram: Telegram) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.method == "GET"
        return web.Response(body=request.path.encode())

    telegram.answer = answer
    async with AiohttpRequest() as request:
        assert await request.retrieve(f"{telegram.address}/file/een%20plaatje.png") == b"/file/een plaatje.png"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refusal(400, "Bad Request: message is not modified"), BadRequest),
        (refusal(400, "Bad Request: group upgraded", migrate_to_chat_id=-1005), ChatMigrated),
        (refusal(401, "Unauthorized"), InvalidToken),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refusal(429, "Too Many Requests: retry after 3", retry_after=3), RetryAfter),
        (refusal(502, "Bad Gateway"), NetworkError),
    ],
)
async def test_refusals_reach_the_caller_as_ptb_errors(
    telegram: Telegram, answer: Handler, expected: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else reading `RetryAfter` warns
    telegram.answer = answer
    async with telegram.bot() as bot:
        with pytest.raises(expected) as raised:
            await bot.send_message(7, "Dag")
    assert type(raised.value) is expected


async def test_slow_answer_times_out_by_default_and_by_call(telegram: Telegram) -> None:
    telegram.answer = too_slow
    async with telegram.bot(AiohttpRequest(read_timeout=0.05)) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(7, "Dag")
    async with telegram.bot() as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(7, "Dag", read_timeout=0.05)


async def test_upload_that_is_not_taken_times_out() -> None:
    async def never_read(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await closed.wait()
        writer.transport.abort()

    closed = asyncio.Event()
    server = await asyncio.start_server(never_read, "127.0.0.1", 0)
    request = AiohttpRequest(read_timeout=0.05, connect_timeout=0.05, media_write_timeout=0.05)
    bot = Bot(TOKEN, base_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot", request=request)
    async with server, request:
        with pytest.raises(TimedOut):
            await bot.send_document(7, bytes(64 * 2**20), filename="groot.bin")
        closed.set()


async def test_full_pool_says_that_nothing_was_sent(telegram: Telegram) -> None:
    release = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        await release.wait()
        return await ok(request)

    telegram.answer = answer
    async with telegram.bot(AiohttpRequest(1, pool_timeout=0.05)) as bot:
        first = asyncio.create_task(bot.send_message(7, "een"))
        await telegram.asked.wait()
        with pytest.raises(TimedOut, match=r"Pool timeout: .* \*not\* sent"):
            await bot.send_message(7, "twee")
        release.set()
        await first
        await bot.send_message(7, "drie")
    assert len(telegram.peers) == 2


async def test_no_timeout_waits(telegram: Telegram) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.1)
        return await ok(request)

    telegram.answer = answer
    request = AiohttpRequest(read_timeout=0.01)
    nothing = {"read_timeout": None, "write_timeout": None, "connect_timeout": None, "pool_timeout": None}
    async with telegram.bot(request) as bot:
        assert (await bot.send_message(7, "Dag", **nothing)).message_id == 1


def whole_story(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


async def test_reset_is_a_network_error_and_the_next_request_works(telegram: Telegram) -> None:
    telegram.answer = reset
    async with telegram.bot() as bot:
        with pytest.raises(NetworkError, match=r"^aiohttp\.\w+: ") as raised:
            await bot.send_message(7, "Dag")
        telegram.answer = ok
        assert (await bot.send_message(7, "Dag")).message_id == 1
    assert type(raised.value) is NetworkError


async def test_nobody_listening_is_a_network_error(unused_port: int) -> None:
    request = AiohttpRequest()
    bot = Bot(TOKEN, base_url=f"http://127.0.0.1:{unused_port}/bot", request=request)
    async with request:
        with pytest.raises(NetworkError, match=f"^aiohttp.{ClientConnectorError.__name__}: ") as raised:
            await bot.send_message(7, "Dag")
    assert type(raised.value) is NetworkError


@pytest.fixture
async def unused_port() -> int:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def test_no_error_tells_the_token() -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"this is not HTTP\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, AiohttpRequest() as request:
        for address in (f"http://127.0.0.1:{port}/bot", "http:///bot", "no-scheme/bot"):
            with pytest.raises(NetworkError) as raised:
                await Bot(TOKEN, base_url=address, request=request).send_message(7, "Dag")
            assert TOKEN not in whole_story(raised.value)


async def test_requests_after_each_other_share_a_connection(telegram: Telegram) -> None:
    async with telegram.bot() as bot:
        for _ in range(3):
            await bot.send_message(7, "Dag")
    assert len(telegram.peers) == 3
    assert len(set(telegram.peers)) == 1


async def test_requests_at_once_stay_within_the_pool(telegram: Telegram) -> None:
    async with telegram.bot(AiohttpRequest(2, pool_timeout=None)) as bot:
        await asyncio.gather(*(bot.send_message(7, "Dag") for _ in range(12)))
    assert len(telegram.peers) == 12
    assert len(set(telegram.peers)) <= 2


async def test_cancelled_request_gives_its_place_back(telegram: Telegram) -> None:
    telegram.answer = too_slow
    async with telegram.bot(AiohttpRequest(1, pool_timeout=0.5)) as bot:
        waiting = asyncio.create_task(bot.send_message(7, "Dag"))
        await telegram.asked.wait()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        telegram.answer = ok
        assert (await bot.send_message(7, "Dag")).message_id == 1


async def test_open_and_close_may_be_repeated(telegram: Telegram) -> None:
    request = AiohttpRequest(read_timeout=3)
    await request.shutdown()
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        async with telegram.bot(request) as bot:
            await bot.send_message(7, "Dag")
        await request.shutdown()
        with pytest.raises(NetworkError, match="not initialized"):
            await bot.send_message(7, "Dag")
    assert request.read_timeout == 3
