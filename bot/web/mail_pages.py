"""Pages about e-mail: one's own address, confirming it, asking for a link, and no more notices.

Opening a link does nothing; a tap does. Of an address nobody hears whether it is known.
"""

import asyncio
import hmac
import re
import time
from collections.abc import Callable
from secrets import token_urlsafe
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.domain.invitation import token_hash
from bot.turn.mail import LetterKind, MailAddress
from bot.turn.ports import UnitOfWork
from bot.web.address import COME_IN, MAIL, STOP
from bot.web.entry import address_of
from bot.web.limits import Limit
from bot.web.signing import read_stamp, sign, stamp
from bot.web.window import Window, fresh_secret

if TYPE_CHECKING:
    from bot.web.app import Pages

T = TypeVar("T")

_ADDRESS = re.compile(r"[^\s@<>\"',;:\\()\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
LONGEST = 254


class MailPages:
    """Answers where letters can be sent; otherwise there is nothing here."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._asked = Limit(5, 900.0)
        """How often a link, or another address, may be asked for."""

    # --- one's own address ---

    async def own(self, request: Request) -> Response:
        """`/e-mail`: the address there is, another one, or none."""
        self._must_be_possible()
        window = await self._pages.window(request)
        if window is None or window.person is None:
            return self._pages.ended()
        if request.method == "POST":
            return await self._change(request, window)
        return await self._show(window)

    async def _show(self, window: Window, note: str = "", status: int = 200) -> Response:
        person = window.person
        assert person is not None
        one = await self._pages.run(lambda uow: uow.mail.of(person.id))
        seal = stamp(window.secret, self._pages.numbers.next())
        return self._pages.page("mail", status, window, state=_state(one), one=one, note=note, seal=seal)

    async def _change(self, request: Request, window: Window) -> Response:
        person, form = window.person, await self._pages.form(request)
        assert person is not None
        number = read_stamp(window.secret, form.get("zegel", ""))
        if number is None or not self._pages.numbers.fresh(number):
            return await self._show(window, self._pages.say("stale"), 403)
        what, address = form.get("doe", ""), form.get("adres", "").strip()
        if what == "weg":
            await self._pages.run(lambda uow: uow.mail.forget(person.id))
        elif what in ("aan", "uit"):
            await self._pages.run(lambda uow: uow.mail.set_notices(person.id, what == "aan"))
        elif len(address) > LONGEST or not _ADDRESS.fullmatch(address):
            return await self._show(window, self._pages.say("mail_wrong"))
        elif self._asked.reached(f"person {person.id}"):
            return await self._show(window, self._pages.say("too_often_text"), 429)
        else:
            self._asked.count(f"person {person.id}")
            key, now = token_urlsafe(32), self._pages.now()

            def ask(uow: UnitOfWork) -> None:
                uow.mail.forget(person.id)
                uow.mail.ask(person.id, address, key, now)
                uow.mail.put(person.id, LetterKind.CONFIRM, now)

            await self._pages.run(ask)
            self._pages.letters_wait()
        return self._pages.kept(self._pages.go(MAIL), window)

    async def confirm(self, request: Request) -> Response:
        """`/e-mail/token`: the question whether this is your address, and then it is."""
        self._must_be_possible()
        token = request.path_params["token"]
        if request.method != "POST":
            return self._asks("mail_confirm", f"{MAIL}/{token}", request)
        if not await self._sealed(request, f"{MAIL}/{token}"):
            return self._pages.message("not_sealed_title", self._pages.say("not_sealed_text"), 403)
        found = await self._evenly(lambda uow: self._confirm(uow, token))
        return self._pages.message(
            f"mail_{found}_title", self._pages.say(f"mail_{found}"), 200 if found == "confirmed" else 404
        )

    def _confirm(self, uow: UnitOfWork, token: str) -> str:
        one = uow.mail.confirms(token_hash(token), self._pages.now())
        if one is None:
            return "no_link"
        other = uow.mail.confirmed(one.address)
        if other is not None and other.person != one.person:
            return "others"
        uow.mail.confirm(one.person, self._pages.now())
        return "confirmed"

    # --- a link to come in ---

    async def come_in(self, request: Request) -> Response:
        """`/link`: asks for the address, and always answers the same, as fast."""
        self._must_be_possible()
        if request.method != "POST":
            return self._asks("mail_come_in", COME_IN, request)
        if not await self._sealed(request, COME_IN):
            return self._pages.message("not_sealed_title", self._pages.say("not_sealed_text"), 403)
        address = (await self._pages.form(request)).get("adres", "").strip()
        keys = (f"from {address_of(request)}", f"to {address.lower()}")
        if not any(self._asked.reached(key) for key in keys):
            for key in keys:
                self._asked.count(key)
            await self._evenly(lambda uow: self._send_link(uow, address))
            self._pages.letters_wait()
        else:
            await asyncio.sleep(self._pages.even_out)
        return self._pages.message("mail_asked_title", self._pages.say("mail_asked"))

    def _send_link(self, uow: UnitOfWork, address: str) -> None:
        one = uow.mail.confirmed(address) if len(address) <= LONGEST else None
        if one is not None:
            uow.mail.put(one.person, LetterKind.COME_IN, self._pages.now())

    # --- no more notices ---

    async def stop(self, request: Request) -> Response:
        """`/afmelden/key`: what that means, and then no more. A mail program may send the form by itself (RFC 8058)."""
        self._must_be_possible()
        key = request.path_params["key"]
        if request.method != "POST":
            return self._asks("mail_stop", f"{STOP}{key}", request)

        def end(uow: UnitOfWork) -> None:
            one = uow.mail.by_key(key)
            if one is not None:
                uow.mail.set_notices(one.person, False)

        await self._evenly(end)
        return self._pages.message("mail_stopped_title", self._pages.say("mail_stopped"))

    # --- what they share ---

    def _must_be_possible(self) -> None:
        if not self._pages.sends_letters:
            raise HTTPException(404)

    def _asks(self, template: str, action: str, request: Request) -> Response:
        """Looks nothing up: the same page for every link."""
        before = self._pages.cookies.before(request) or fresh_secret()
        response = self._pages.page(template, action=action, seal=sign(before, f"mail {action}"))
        self._pages.cookies.keep_before(response, before)
        return response

    async def _sealed(self, request: Request, action: str) -> bool:
        before, form = self._pages.cookies.before(request), await self._pages.form(request)
        right = sign(before, f"mail {action}")
        return bool(before) and hmac.compare_digest(form.get("zegel", "").encode(), right.encode())

    async def _evenly(self, work: Callable[[UnitOfWork], T]) -> T:
        """What comes of it, after as long whatever it is."""
        began = time.monotonic()
        found = await self._pages.run(work)
        await asyncio.sleep(max(self._pages.even_out - (time.monotonic() - began), 0))
        return found


def _state(one: MailAddress | None) -> str:
    if one is None:
        return "none"
    if one.refused_at is not None:
        return "refused"
    if one.confirmed_at is None:
        return "waits"
    return "on" if one.notices else "off"
