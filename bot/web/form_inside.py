"""The whole form inside Telegram. Who it is comes with each request in headers, and never from a cookie.

The page itself is the same for everybody and says nothing of anybody; its script asks for the form.
"""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.address import FORM, IN_TELEGRAM
from bot.web.form import FormPage, Outcome, Who
from bot.web.form_view import NOTHING
from bot.web.opened import Openings, Tells

if TYPE_CHECKING:
    from bot.web.app import Pages

TOLD, KEY = "x-telegram-init-data", "x-samenspraak-sleutel"
"""The headers: what Telegram told the page, and the key that the page made."""
OPENS = "open"
"""The field of a request that asks for the form."""


class FormInTelegram:
    """`/formulier/number/telegram`."""

    def __init__(self, pages: "Pages", page: FormPage, tells: Tells) -> None:
        self._pages, self._page, self._tells = pages, page, tells
        self._openings = Openings(pages.now())

    async def form(self, request: Request) -> Response:
        """The empty page; its script sends what Telegram told, and gets the form or what became of a row."""
        number = request.path_params["form"]
        if request.method != "POST":
            return self._pages.page("form_app", target=_target(number))
        who = await self._who(request, number)
        if who is None:
            return JSONResponse({}, 401)
        fields = await self._page.fields(request)
        if OPENS in fields:
            parts = self._page.parts(who, Outcome(await self._page.read(who.chat, number), NOTHING))
            drawn = self._pages.paper.draw("form_inside", go_on=False, **{**parts, "target": _target(number)})
            return JSONResponse({"html": drawn})
        return self._page.answer(who, await self._page.outcome(who, number, fields), fields)

    async def _who(self, request: Request, number: int) -> Who | None:
        """Who asks; None when that is not sure. Raises what answers that this form is not theirs."""
        said, key = request.headers.get(TOLD, ""), request.headers.get(KEY, "")
        told = self._tells(said) if said else None
        if told is None or not self._openings.lets_in(told, said, key, self._pages.now()):
            return None
        await self._page.read(told.chat, number)
        if not self._openings.opens(told, said, key, self._pages.now()):  # another page may have been faster
            return None
        return Who(told.chat, key)


def _target(number: int) -> str:
    return f"{FORM}/{number}{IN_TELEGRAM}"
