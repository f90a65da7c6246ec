"""The chat as a page: what stands there, what somebody taps and types, pictures and documents, and live updates."""

import asyncio
import re
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.content.markup import plain
from bot.domain.ids import ChatId
from bot.domain.invitation import token_hash
from bot.turn.incoming import Body, Commanded, Incoming, Said, Tapped
from bot.turn.ports import UnitOfWork
from bot.turn.runner import TurnResult
from bot.turn.shown import LINK_LASTS, ShownMessage
from bot.web.address import CHAT
from bot.web.keeping import NotKeptError
from bot.web.looks import Card, card
from bot.web.signing import read_stamp, stamp
from bot.web.window import Window

if TYPE_CHECKING:
    from bot.web.app import Pages

EARLIER = 10
"""How many earlier messages stand below the newest, and on a page of earlier ones."""
BEAT = 20.0
STREAM_LASTS = 600.0
"""Seconds: so often a live window shows that it lives, and so long it is served before it asks again."""
BROWSER = "browser"
"""The command that this door answers itself."""
KINDS = {"pdf": "application/pdf", "json": "application/json", "txt": "text/plain", "ics": "text/calendar"}
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


class Talk:
    """The pages of somebody who is in."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._drawing = asyncio.Semaphore(2)

    async def chat(self, request: Request) -> Response:
        """`/gesprek`: the chat; a form that is sent is something that somebody does."""
        if request.method == "POST":
            return await self._does(request)
        window = await self._pages.window(request)
        return self._pages.ended() if window is None else await self._show(window)

    # --- what stands there ---

    async def _show(self, window: Window, note: str = "", text: str = "", status: int = 200) -> Response:
        newest, earlier, touched = await self._pages.run(lambda uow: _standing(uow, window.chat))
        commands = [(name, self._value(window, name)) for name in self._commands()]
        return self._pages.page(
            "chat",
            status,
            window,
            now=self._cards(window, newest),
            earlier=self._cards(window, earlier[:EARLIER]),
            more=earlier[EARLIER - 1].number if len(earlier) > EARLIER else 0,
            touched=touched,
            said=note or window.session.said,
            name=window.person.name if window.person is not None else "",
            seal=stamp(window.secret, self._pages.numbers.next()),
            text=text,
            commands=commands,
            menu=self._value(window, "menu"),
            go_on=self._value(window, "verder"),
        )

    def _commands(self) -> list[str]:
        return [command.name for command in self._pages.host.runner.house.commands]

    def _value(self, window: Window, what: str) -> str:
        """What a button sends that gives a command."""
        return f"{stamp(window.secret, self._pages.numbers.next())}.{what}"

    def _cards(self, window: Window, shown: tuple[ShownMessage, ...]) -> list[Card]:
        return [card(one, lambda number, option: self._value(window, f"{number}.{option}")) for one in shown]

    async def earlier(self, request: Request) -> Response:
        """`/eerder?voor=number`: what stood there before."""
        window = await self._pages.window(request)
        if window is None:
            return self._pages.ended()
        before = request.query_params.get("voor", "")
        if not before.isascii() or not before.isdecimal() or len(before) > 15:
            raise HTTPException(404)
        found = await self._pages.run(lambda uow: uow.shown.before(window.chat, int(before), EARLIER + 1))
        more = found[EARLIER - 1].number if len(found) > EARLIER else 0
        return self._pages.page("earlier", window=window, earlier=self._cards(window, found[:EARLIER]), more=more)

    async def file(self, request: Request) -> Response:
        """`/bestand/number`: the picture or document of a message of one's own."""
        window, number = await self._pages.window(request), request.path_params["number"]
        if window is None:
            return self._pages.ended()
        if number >= 2**62:
            raise HTTPException(404)
        shown = await self._pages.run(lambda uow: uow.shown.one(window.chat, number))
        if shown is None or not shown.message.renderer:
            raise HTTPException(404)
        async with self._drawing:
            data = await asyncio.to_thread(self._pages.host.render, shown.message)
        if shown.message.picture is not None:
            return Response(data, media_type="image/png")
        name = shown.message.file or "document"
        kind = KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
        return Response(data, media_type=kind, headers=headers)

    # --- what somebody does ---

    async def _does(self, request: Request) -> Response:
        form = await self._pages.form(request)
        window = await self._pages.window(request)
        text = form.get("tekst", "")
        if window is None:
            return self._pages.page("typed", 401, title=self._pages.say("ended_title"), about="ended_text", text=text)
        if self._pages.often.reached(str(window.chat)):
            return await self._show(window, self._pages.say("too_fast"), text, 429)
        self._pages.often.count(str(window.chat))
        given = form.get("tik") or form.get("opdracht") or form.get("zegel", "")
        signed, _, what = given.partition(".")
        number = read_stamp(window.secret, signed)
        if number is None or not self._pages.numbers.fresh(number):
            return await self._show(window, self._pages.say("stale"), text, 403)
        body = _body(form, what, self._pages.now().timestamp())
        if body is None:
            return await self._show(window, self._pages.say("empty"), text)
        if isinstance(body, Commanded) and body.name == BROWSER:
            return await self._another(window)
        return await self._take(window, Incoming(number, window.chat, True, window.chat, "", body), text)

    async def _take(self, window: Window, incoming: Incoming, text: str) -> Response:
        try:
            result = await self._pages.turn(incoming)
        except NotKeptError:
            about = {"title": self._pages.say("busy_title"), "about": "not_kept"}
            return self._pages.page("typed", 503, window, text=text, **about)
        if result is not None:
            said, id_ = result.toast or "", window.session.id
            gone = await self._pages.run(lambda uow: _after(uow, id_, window, said))
            if gone:
                return self._goodbye(window.chat, result, forgotten=gone == "chat")
        return self._pages.kept(self._pages.go(f"{CHAT}#nu"), window)

    def _goodbye(self, chat: ChatId, result: TurnResult, *, forgotten: bool) -> Response:
        """Their window ended with what they did: what there is to say is said here, and kept nowhere."""
        said = "\n\n".join(plain(one.screen.html) for one in result.outgoing if one.chat == chat)
        response = self._pages.message("out_title", said if forgotten else self._pages.say("out_text"))
        self._pages.cookies.forget(response)
        return response

    async def _another(self, window: Window) -> Response:
        """`/browser`: a link that opens another window, once. It is shown here alone; its hash is kept."""
        if window.person is None:
            return await self._show(window, self._pages.say("agree_first"))
        token, ends_at = secrets.token_urlsafe(24), self._pages.now() + LINK_LASTS
        await self._pages.run(lambda uow: uow.windows.add_link(token_hash(token), window.chat, ends_at))
        return self._pages.page("link", window=window, link=self._pages.door.link(token))

    # --- live ---

    async def part(self, request: Request) -> Response:
        """`/deel`: the newest and earlier messages, for a page that updates itself."""
        window = await self._pages.window(request)
        if window is None:
            return JSONResponse({}, 401)
        newest, earlier, touched = await self._pages.run(lambda uow: _standing(uow, window.chat))
        parts = {
            "nu": self._pages.paper.draw("cards", cards=self._cards(window, newest)),
            "eerder": self._pages.paper.draw("cards", cards=self._cards(window, earlier[:EARLIER])),
        }
        return self._pages.kept(JSONResponse({"stand": touched, **parts}), window)

    async def stand(self, request: Request) -> Response:
        """`/stand`: how far the page is, for who asks every few seconds."""
        window = await self._pages.window(request)
        if window is None:
            return JSONResponse({}, 401)
        return JSONResponse({"stand": await self._pages.run(lambda uow: uow.shown.touched(window.chat))})

    async def events(self, request: Request) -> Response:
        """`/gebeurtenissen`: the same number, whenever it changes."""
        window = await self._pages.window(request)
        event = None if window is None else self._pages.watchers.enter(window.chat)
        if window is None or event is None:
            return Response(status_code=204)  # then a browser does not try again by itself
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(self._stream(request, window, event), media_type="text/event-stream", headers=headers)

    async def _stream(self, request: Request, window: Window, event: asyncio.Event) -> AsyncIterator[str]:
        until, last = time.monotonic() + STREAM_LASTS, -1
        try:
            yield "retry: 5000\n\n"
            while not self._pages.watchers.closed and time.monotonic() < until:
                event.clear()
                if await self._pages.window(request) is None:
                    return
                touched = await self._pages.run(lambda uow: uow.shown.touched(window.chat))
                yield ": \n\n" if touched == last else f"data: {touched}\n\n"
                last = touched
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT):
                        await event.wait()
        except TimeoutError:  # the storage is in trouble; it asks again
            return
        finally:
            self._pages.watchers.leave(window.chat, event)


def _standing(uow: UnitOfWork, chat: ChatId) -> tuple[tuple[ShownMessage, ...], tuple[ShownMessage, ...], int]:
    """The newest, the earlier ones (one more than is shown, when there are more), and how far the page is."""
    newest = uow.shown.newest(chat)
    numbers = {one.number for one in newest}
    found = uow.shown.before(chat, None, EARLIER + 1 + len(newest))
    earlier = tuple(one for one in found if one.number not in numbers)[: EARLIER + 1]
    return newest, earlier, uow.shown.touched(chat)


def _after(uow: UnitOfWork, session: int, window: Window, said: str) -> str:
    """Keep the answer to a tap with the window; what is gone where it ended with the turn."""
    if uow.windows.by_hash(token_hash(window.secret)) is not None:
        uow.windows.say(session, said)
        return ""
    return "window" if uow.chats.name(window.chat) is not None else "chat"


def _body(form: dict[str, str], what: str, sent: float) -> Body | None:
    """What somebody did; None for nothing."""
    if "tik" in form:
        number, _, option = what.partition(".")
        known = number.isascii() and number.isdecimal() and len(number) < 16
        return Tapped(option, "", int(number)) if known else None
    if "opdracht" in form:
        return Commanded(what) if what else None
    text = form.get("tekst", "").strip()
    if not text:
        return None
    if (command := _COMMAND.fullmatch(text)) is not None:
        return Commanded(command[1].lower(), (command[2] or "").strip())
    return Said(text, int(sent))
