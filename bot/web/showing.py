"""What stands in a chat as parts of a page: the newest, the earlier ones, files, and live updates."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.domain.chats import is_group
from bot.domain.ids import ChatId
from bot.turn.ports import UnitOfWork
from bot.turn.rendering import aside
from bot.turn.shown import ShownMessage
from bot.web.live import MOST_PER_CHAT, MOST_PER_GROUP

if TYPE_CHECKING:
    from bot.web.app import Pages

EARLIER = 10
"""How many earlier messages stand below the newest, and on a page of earlier ones."""
BEAT = 20.0
STREAM_LASTS = 600.0
"""Seconds: so often a live window shows that it lives, and so long it is served before it asks again."""
KINDS = {"pdf": "application/pdf", "json": "application/json", "txt": "text/plain", "ics": "text/calendar"}


def standing(uow: UnitOfWork, chat: ChatId) -> tuple[tuple[ShownMessage, ...], tuple[ShownMessage, ...], int]:
    """The newest, the earlier ones (one more than is shown, when there are more), and how far the page is."""
    newest = uow.shown.newest(chat)
    numbers = {one.number for one in newest}
    found = uow.shown.before(chat, None, EARLIER + 1 + len(newest))
    earlier = tuple(one for one in found if one.number not in numbers)[: EARLIER + 1]
    return newest, earlier, uow.shown.touched(chat)


def number_before(request: Request) -> int:
    """`?voor=number`: what stood before that. Raises what answers that there is nothing."""
    before = request.query_params.get("voor", "")
    if not before.isascii() or not before.isdecimal() or len(before) > 15:
        raise HTTPException(404)
    return int(before)


class Files:
    """Pictures and documents, drawn when they are asked for."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._drawing = asyncio.Semaphore(2)

    async def of(self, chat: ChatId, number: int) -> Response:
        """That of a message of this chat. Raises what answers that there is nothing."""
        if number >= 2**62:
            raise HTTPException(404)
        shown = await self._pages.run(lambda uow: uow.shown.one(chat, number))
        if shown is None or not shown.message.renderer:
            raise HTTPException(404)
        async with self._drawing:
            data = await aside(self._pages.host.render, shown.message)
        if shown.message.picture is not None:
            return Response(data, media_type="image/png")
        name = shown.message.file or "document"
        kind = KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
        return Response(data, media_type=kind, headers=headers)


Stand = Callable[[], Awaitable[str | None]]
"""How far a page is now; None when whoever looks may not look any more."""


def live(pages: "Pages", chats: tuple[ChatId, ...], stand: Stand) -> Response:
    """How far a page is, whenever one of these chats changes; the first is that which is looked at."""
    event = pages.watchers.enter(*chats, most=MOST_PER_GROUP if is_group(chats[0]) else MOST_PER_CHAT)
    if event is None:
        return Response(status_code=204)  # then a browser does not try again by itself
    stream = _stream(pages, chats, event, stand)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _stream(pages: "Pages", chats: tuple[ChatId, ...], event: asyncio.Event, stand: Stand) -> AsyncIterator[str]:
    until, last = time.monotonic() + STREAM_LASTS, ""
    try:
        yield "retry: 5000\n\n"
        while not pages.watchers.closed and time.monotonic() < until:
            event.clear()
            now = await stand()
            if now is None:
                return
            yield ": \n\n" if now == last else f"data: {now}\n\n"
            last = now
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT):
                    await event.wait()
    except TimeoutError:  # the storage is in trouble; it asks again
        return
    finally:
        pages.watchers.leave(event, *chats)
