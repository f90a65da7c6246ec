"""Coming in by a link, and going out. Opening a link does nothing: mail scanners open links. A tap does."""

import asyncio
import hmac
import ipaddress
import time
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.ids import ChatId
from bot.domain.invitation import token_hash
from bot.engine.model import Phrase
from bot.turn.doors import come_in, own_chat, window_closed
from bot.turn.doors import refusal as refusal_of
from bot.turn.incoming import Commanded, Incoming, Tapped
from bot.turn.ports import UnitOfWork
from bot.web.address import CHAT, LOGIN
from bot.web.signing import sign, stamp
from bot.web.window import Window, fresh_secret, look, opened

if TYPE_CHECKING:
    from bot.web.app import Pages


HERE = "p:hier"
"""What shows the question of now where somebody just came in."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A window was opened. `invited` when that was by an invitation, which must be begun."""

    window: Window
    invited: bool = False
    moved: bool = False
    """They were last somewhere else: what is asked now must be shown here."""


@dataclass(frozen=True, slots=True)
class Barred:
    """Nobody came in. `taken` when the link works, but somebody else is in here already."""

    why: Phrase
    taken: bool = False


class Entry:
    """The pages before and after the chat."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages

    async def start(self, request: Request) -> Response:
        """What it is, for who is not in."""
        if await self._pages.window(request) is not None:
            return self._pages.go(CHAT)
        return self._pages.message("start_title", self._pages.say("start_text"))

    async def guide(self, request: Request) -> Response:
        """`/handleiding`: the page for participants. It says nothing of anybody, so whoever asks may read it."""
        return self._pages.page("guide", window=await self._pages.window(request))

    async def login(self, request: Request) -> Response:
        """`/u/token`: the question whether this is you, and then the way in."""
        token = request.path_params["token"]
        return await (self._let_in if request.method == "POST" else self._ask)(request, token)

    async def _ask(self, request: Request, token: str) -> Response:
        """Looks nothing up: the same page for every link."""
        window = await self._pages.window(request)
        before = self._pages.cookies.before(request) or fresh_secret()
        response = self._pages.page(
            "login",
            window=window,
            action=f"{LOGIN}{token}",
            seal=_seal(before, token),
            name=window.person.name if window is not None and window.person is not None else "",
        )
        self._pages.cookies.keep_before(response, before)
        return response

    async def _let_in(self, request: Request, token: str) -> Response:
        """Every answer takes as long, whatever is the matter with the link."""
        began = time.monotonic()
        response = await self._try(request, token)
        await asyncio.sleep(max(self._pages.even_out - (time.monotonic() - began), 0))
        return response

    async def _try(self, request: Request, token: str) -> Response:
        pages, keys = self._pages, (f"address {address_of(request)}", f"token {token_hash(token)}")
        if any(pages.wrong.reached(key) for key in keys):
            response = pages.message("too_often_title", pages.say("too_often_text"), 429)
            response.headers["retry-after"] = "600"
            return response
        form, before = await pages.form(request), pages.cookies.before(request)
        if not before or not hmac.compare_digest(form.get("zegel", "").encode(), _seal(before, token).encode()):
            return self._not_sealed()
        secret, shared = pages.cookies.secret(request), "gedeeld" in form
        entered = await pages.run(lambda uow: self._enter(uow, token, secret, shared=shared))
        if isinstance(entered, Barred):
            return self._barred(entered, keys)
        chat = entered.window.chat
        body = Commanded("start", token) if entered.invited else Tapped(HERE, "", 0) if entered.moved else None
        if body is not None:
            await pages.turn(Incoming(pages.numbers.next(), chat, True, chat, "", body))
        return pages.kept(pages.go(f"{CHAT}#nu"), entered.window)

    def _barred(self, barred: Barred, keys: Iterable[str]) -> Response:
        said = self._pages.phrase(barred.why)
        if barred.taken:
            return self._pages.message("somebody_else_title", said, 409)
        for key in keys:
            self._pages.wrong.count(key)
        return self._pages.message("refused_title", said, 404)

    def _enter(self, uow: UnitOfWork, token: str, secret: str, *, shared: bool) -> Entered | Barred:
        """A window on the chat of whose link it is or, by an invitation, on one's own chat, or a new one.

        A window that was open before in this browser ends: nobody can have chosen the secret of the new one.
        """
        now, hashed = self._pages.now(), token_hash(token)
        person, here = uow.windows.link(hashed, now), look(uow, secret, now)
        if person is None:
            refusal = self._pages.host.runner.refuses(uow, token, now)
            if refusal is not None:
                return Barred(refusal)
            chat = here.chat if here is not None else self._new_chat(uow)
            return Entered(self._opened(uow, here, chat, shared=shared), invited=True)
        block = self._pages.door.block
        wrong = refusal_of(uow, person, here.person if here is not None else None, block)
        if wrong is not None:
            return Barred(wrong, taken=True)
        uow.windows.use_link(hashed, now)
        arrived = come_in(uow, person, own_chat(uow, person, block) or self._new_chat(uow), now)
        return Entered(self._opened(uow, here, arrived.chat, shared=shared), moved=arrived.elsewhere)

    def _opened(self, uow: UnitOfWork, before: Window | None, chat: ChatId, *, shared: bool) -> Window:
        if before is not None:
            uow.windows.end(before.session.id)
        return opened(uow, chat, self._pages.now(), shared=shared)

    def _new_chat(self, uow: UnitOfWork) -> ChatId:
        return uow.chats.resolve(self._pages.door.block, token_hex(16), group=False)

    async def leave(self, request: Request) -> Response:
        """`/uit`: first what it means, then out."""
        window = await self._pages.window(request)
        if window is None:
            return self._out()
        if request.method != "POST":
            seal = stamp(window.secret, self._pages.numbers.next())
            known = await self._pages.run(lambda uow: self._has_another(uow, window))
            return self._pages.page(
                "leave", window=window, other=known, seal=sign(window.secret, f"uit {seal}"), number=seal
            )
        form, id_ = await self._pages.form(request), window.session.id
        said, number = form.get("zegel", ""), form.get("nummer", "")
        if not hmac.compare_digest(said.encode(), sign(window.secret, f"uit {number}").encode()):
            return self._not_sealed(window)
        now = self._pages.now()

        def end(uow: UnitOfWork) -> None:
            uow.windows.end(id_)
            window_closed(uow, window.session.chat, now)

        await self._pages.run(end)
        return self._out()

    def _has_another(self, uow: UnitOfWork, window: Window) -> bool:
        """Whether somebody comes in by another door as well, and so can come back."""
        return window.person is not None and len(uow.people.chats(window.person)) > 1

    def _not_sealed(self, window: Window | None = None) -> Response:
        """A form that was not drawn for this browser, or a browser that keeps no cookies."""
        return self._pages.message("not_sealed_title", self._pages.say("not_sealed_text"), 403, window)

    def _out(self) -> Response:
        response = self._pages.message("out_title", self._pages.say("out_text"))
        self._pages.cookies.forget(response)
        return response


def _seal(before: str, token: str) -> str:
    """What only a form of ours can carry that was drawn for this browser and this link."""
    return sign(before, f"in {token}")


def address_of(request: Request) -> str:
    """Who asks; of the many addresses of version 6 that one household has, what they share."""
    host = request.client.host if request.client is not None else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(address) if address.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))
