"""All pages together: which address is answered by what, and what every page needs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.engine.model import Phrase
from bot.turn.host import Host
from bot.turn.incoming import Incoming
from bot.turn.ports import StorageTroubleError, UnitOfWork
from bot.turn.runner import TurnResult
from bot.web.address import CALENDAR, CHAT, COME_IN, FORM, GROUP, GUIDE, IN_TELEGRAM, LOGIN, MAIL, PROJECTOR, STOP, Site
from bot.web.calendar import CalendarPage
from bot.web.entry import Entry
from bot.web.form import MOST_FIELDS, FormPage, typed_in
from bot.web.form_inside import FormInTelegram
from bot.web.group import GroupPage
from bot.web.keeping import Keeping, NotKeptError
from bot.web.limits import Limit
from bot.web.live import Watchers
from bot.web.mail_pages import MailPages
from bot.web.mailing import Mailing
from bot.web.opened import Tells
from bot.web.paper import FOLDER, Paper
from bot.web.projector import ProjectorPage
from bot.web.signing import Numbers
from bot.web.talk import Talk
from bot.web.window import Cookies, Window, look

if TYPE_CHECKING:  # the door makes these
    from bot.web.door import WebDoor

T = TypeVar("T")

WITHIN = 2.0
"""Seconds after which somebody hears that it takes longer."""
STATIC = {
    "stijl.css": "text/css",
    "levend.js": "text/javascript",
    "formulier.js": "text/javascript",
    "icoon.svg": "image/svg+xml",
}
Handler = Callable[[Request], Awaitable[Response]]


class Pages:
    """What every page needs."""

    def __init__(
        self,
        door: "WebDoor",
        site: Site,
        host: Host,
        keeping: Keeping,
        watchers: Watchers,
        now: Callable[[], datetime],
        wrong: Limit,
        even_out: float,
        tells: Tells | None = None,
    ) -> None:
        self.door, self.site, self.host, self.watchers, self.now = door, site, host, watchers, now
        self.wrong, self.even_out = wrong, even_out
        self.often = Limit(120, 60.0)
        """How much one person does in a minute: no hand is faster."""
        self.paper = Paper(site, host.runner.texts.phrases)
        self.cookies = Cookies(site)
        self.numbers = Numbers(now)
        self.is_open = False
        self._keeping = keeping
        self._mailing: Mailing | None = None
        self._tells = tells
        self._turns: set[asyncio.Task[TurnResult | None]] = set()
        self.app = self._application()

    def _application(self) -> Starlette:
        entry, talk, group, mail = Entry(self), Talk(self), GroupPage(self), MailPages(self)
        form, calendar = FormPage(self), CalendarPage(self)
        projector, there = ProjectorPage(self), GROUP + "/{group:int}"
        pages: dict[str, tuple[Handler, tuple[str, ...]]] = {
            "/": (entry.start, ("GET",)),
            GUIDE: (entry.guide, ("GET",)),
            LOGIN + "{token}": (entry.login, ("GET", "POST")),
            MAIL: (mail.own, ("GET", "POST")),
            MAIL + "/{token}": (mail.confirm, ("GET", "POST")),
            STOP + "{key}": (mail.stop, ("GET", "POST")),
            COME_IN: (mail.come_in, ("GET", "POST")),
            "/uit": (entry.leave, ("GET", "POST")),
            CHAT: (talk.chat, ("GET", "POST")),
            "/eerder": (talk.earlier, ("GET",)),
            "/deel": (talk.part, ("GET",)),
            "/stand": (talk.stand, ("GET",)),
            "/gebeurtenissen": (talk.events, ("GET",)),
            "/bestand/{number:int}": (talk.file, ("GET",)),
            PROJECTOR: (projector.screen, ("GET", "POST")),
            f"{PROJECTOR}/deel": (projector.part, ("GET",)),
            f"{PROJECTOR}/stand": (projector.stand, ("GET",)),
            f"{PROJECTOR}/gebeurtenissen": (projector.events, ("GET",)),
            f"{PROJECTOR}/bestand/{{number:int}}": (projector.file, ("GET",)),
            CALENDAR + "/{token}.ics": (calendar.days, ("GET",)),
            FORM + "/{form:int}": (form.form, ("GET", "POST")),
            there: (group.group, ("GET", "POST")),
            f"{there}/eerder": (group.earlier, ("GET",)),
            f"{there}/deel": (group.part, ("GET",)),
            f"{there}/stand": (group.stand, ("GET",)),
            f"{there}/gebeurtenissen": (group.events, ("GET",)),
            f"{there}/bestand/{{number:int}}": (group.file, ("GET",)),
        }
        if self._tells is not None:
            inside = FormInTelegram(self, form, self._tells)
            pages[f"{FORM}/{{form:int}}{IN_TELEGRAM}"] = (inside.form, ("GET", "POST"))
        routes = [
            Route(self.site.path(path), self._when_open(handler), methods=list(methods))
            for path, (handler, methods) in pages.items()
        ]
        routes += [Route(self.site.path(f"/{name}"), _static(name, kind)) for name, kind in STATIC.items()]
        handlers = {HTTPException: self._not_there, TimeoutError: self._busy, StorageTroubleError: self._busy}
        return Starlette(routes=routes, exception_handlers={**handlers, Exception: self._broken})

    def _when_open(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            if not self.is_open:
                return await self._busy(request, TimeoutError())
            return await handler(request)

        return answer

    # --- for the pages ---

    @property
    def sends_letters(self) -> bool:
        """Whether there is a mail server."""
        return self._mailing is not None

    def letters_wait(self) -> None:
        """There may be a letter to be sent."""
        if self._mailing is not None:
            self._mailing.wake()

    def mails_by(self, mailing: "Mailing | None") -> None:
        """Who sends letters from now on."""
        self._mailing = mailing
        self.paper.mails = mailing is not None

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """A unit of work. Raises `TimeoutError` when the storage takes too long."""
        async with asyncio.timeout(WITHIN):
            return await self.host.work.run(work)

    async def window(self, request: Request) -> Window | None:
        """The window this request comes from; None when it is not open (any more)."""
        secret, now = self.cookies.secret(request), self.now()
        return await self.run(lambda uow: look(uow, secret, now)) if secret else None

    async def turn(self, incoming: Incoming) -> TurnResult | None:
        """Keep what somebody did, and take it. None when it was taken before, or is not done yet.

        Raises `NotKeptError` when it is not on disk within two seconds; it goes on by itself.
        """
        stored = asyncio.Event()
        task = asyncio.create_task(self._turn(incoming, stored))
        self._turns.add(task)
        task.add_done_callback(self._turns.discard)
        await asyncio.wait({task}, timeout=WITHIN)
        if not stored.is_set():
            raise NotKeptError
        await self._keeping.settled(WITHIN)
        return task.result() if task.done() else None

    async def _turn(self, incoming: Incoming, stored: asyncio.Event) -> TurnResult | None:
        try:
            fresh = await self.host.receive([incoming])
        except StorageTroubleError:  # the program ends, and whoever did this heard that it is not kept
            return None
        stored.set()
        return await self.host.take(incoming) if fresh else None

    async def stop(self) -> None:
        """Let nobody in, and finish what came in."""
        self.is_open = False
        if self._turns:
            await asyncio.wait(self._turns)

    async def form(self, request: Request, most: int = 20) -> dict[str, str]:
        """What was filled in; of a field that stands there twice the last one. `most` is how many there may be."""
        text = (await request.body()).decode("utf-8", "replace")
        try:
            fields = parse_qsl(text, keep_blank_values=True, max_num_fields=most)
        except ValueError:  # no page of ours has so many
            raise HTTPException(413) from None
        return {name: storable(value) for name, value in fields}

    def say(self, key: str, **args: object) -> str:
        return self.paper.say(key, **args)

    def page(self, template: str, status: int = 200, window: Window | None = None, **values: object) -> Response:
        """A page; the cookie of a window that was renewed goes with it."""
        drawn = self.paper.draw(template, known=window is not None, **values)
        return self.kept(HTMLResponse(drawn, status), window)

    def message(self, title: str, text: str, status: int = 200, window: Window | None = None) -> Response:
        """A page that only says something: under a title of `web.yaml`, this text."""
        outside = title in ("start_title", "ended_title", "out_title", "refused_title")
        return self.page("message", status, window, title=self.say(title), text=text, outside=outside)

    def ended(self) -> Response:
        """For who is not in (any more)."""
        return self.message("ended_title", self.say("ended_text"), 401)

    def kept(self, response: Response, window: Window | None) -> Response:
        """The same with the cookie of the window, where it must be given (again)."""
        if window is not None and window.renewed:
            self.cookies.keep(response, window)
        return response

    def go(self, path: str) -> Response:
        """On to a page of ours; with GET, so that a reload sends nothing again."""
        return RedirectResponse(self.site.path(path), status_code=303)

    def phrase(self, phrase: Phrase) -> str:
        return self.paper.phrases.plain(phrase)

    # --- when it goes wrong ---

    async def _not_there(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self.message("gone_title", self.say("gone_text"), status)

    async def _busy(self, request: Request, error: Exception) -> Response:
        """It takes a moment; what was typed is given back, since nothing was done with it."""
        fields = await self.form(request, MOST_FIELDS) if request.method == "POST" else {}
        response = self.page("typed", 503, title=self.say("busy_title"), about="busy_text", text=typed_in(fields))
        response.headers["retry-after"] = "5"
        return response

    async def _broken(self, request: Request, error: Exception) -> Response:
        return self.message("broken_title", self.say("broken_text"), 500)


def storable(text: str) -> str:
    """Without what no database can keep; a line ends in one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _static(name: str, kind: str) -> Handler:
    async def answer(request: Request) -> Response:
        return FileResponse(FOLDER / "static" / name, media_type=kind, headers={"cache-control": "no-cache"})

    return answer
