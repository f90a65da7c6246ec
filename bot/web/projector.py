"""A group on a large screen: by a code, for some hours, without a person. It shows, and nothing can be done there.

Its audience is the group: it shows what the group was shown, and no more.
"""

import asyncio
import secrets
import time
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.ids import BindingId
from bot.domain.invitation import token_hash
from bot.turn.beside import Room
from bot.turn.ports import UnitOfWork
from bot.turn.shown import PROJECTOR_LASTS, ShownMessage
from bot.web.address import GROUP, PROJECTOR
from bot.web.entry import address_of
from bot.web.looks import Card, card
from bot.web.showing import Files, live
from bot.web.window import Window

if TYPE_CHECKING:
    from bot.web.app import Pages

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for each other."""
_LENGTH = 8
_LOOK_BACK = 4
"""So many messages before what lies on the table a picture may stand that belongs to it."""


async def give_code(pages: "Pages", window: Window, group: BindingId) -> Response:
    """A new code, which stands on this page alone; we keep its hash. The one before works no longer."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    ends_at = pages.now() + PROJECTOR_LASTS
    await pages.run(lambda uow: uow.windows.open_projector(token_hash(code), group, ends_at))
    return pages.page(
        "projector_code",
        window=window,
        code=f"{code[:4]}-{code[4:]}",
        address=f"{pages.site.origin}{pages.site.path(PROJECTOR)}",
        back=f"{GROUP}/{group}",
    )


@dataclass(frozen=True, slots=True)
class Projected:
    """What a large screen shows now, and how far that is."""

    room: Room
    shown: tuple[ShownMessage, ...]
    stand: str


class ProjectorPage:
    """The pages of a large screen."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._files = Files(pages)

    async def screen(self, request: Request) -> Response:
        """`/scherm`: the question for a code; then what lies on the table, large."""
        if request.method == "POST":
            return await self._let_in(request)
        found = await self._found(request)
        if found is None:
            return self._pages.page("projector_ask", place=PROJECTOR)
        return self._pages.page(
            "projector",
            cards=self._cards(found),
            stand=found.stand,
            title=found.room.binding.title,
            place=PROJECTOR,
            target=PROJECTOR,
        )

    async def _let_in(self, request: Request) -> Response:
        """Every answer takes as long, whatever is the matter with the code; wrong ones are counted."""
        began = time.monotonic()
        response = await self._try(request)
        await asyncio.sleep(max(self._pages.even_out - (time.monotonic() - began), 0))
        return response

    async def _try(self, request: Request) -> Response:
        key = f"code {address_of(request)}"
        if self._pages.wrong.reached(key):
            return self._pages.message("too_often_title", self._pages.say("too_often_text"), 429)
        form = await self._pages.form(request)
        code = "".join(letter for letter in form.get("code", "").upper() if letter in _LETTERS)[: _LENGTH + 1]
        now = self._pages.now()
        if await self._pages.run(lambda uow: uow.windows.projector(token_hash(code), now)) is None:
            self._pages.wrong.count(key)
            return self._pages.message("refused_title", self._pages.say("projector_wrong"), 404)
        response = self._pages.go(PROJECTOR)
        self._pages.cookies.keep_projector(response, code)
        return response

    async def _found(self, request: Request) -> Projected | None:
        """What the code of this browser shows; None where there is none that works."""
        code, now = self._pages.cookies.projector(request), self._pages.now()

        def find(uow: UnitOfWork) -> Projected | None:
            group = uow.windows.projector(token_hash(code), now) if code else None
            room = self._pages.host.runner.on_projector(uow, group, now) if group is not None else None
            return None if room is None else _projected(uow, room)

        return await self._pages.run(find)

    def _cards(self, found: Projected) -> list[Card]:
        """Without anything that could be tapped."""
        return [card(one, lambda number, option: "", lambda button: None) for one in found.shown]

    async def file(self, request: Request) -> Response:
        """`/scherm/bestand/number`: a picture that is shown there now."""
        found, number = await self._found(request), request.path_params["number"]
        if found is None or number not in {one.number for one in found.shown}:
            raise HTTPException(404)
        return await self._files.of(found.room.shown_in, number)

    async def part(self, request: Request) -> Response:
        """`/scherm/deel`: what changes, for a page that updates itself."""
        found = await self._found(request)
        if found is None:
            return JSONResponse({}, 401)
        drawn = self._pages.paper.draw("cards", cards=self._cards(found), place=PROJECTOR, target=PROJECTOR)
        return JSONResponse({"stand": found.stand, "nu": drawn, "eerder": ""})

    async def stand(self, request: Request) -> Response:
        """`/scherm/stand`: how far it is."""
        found = await self._found(request)
        return JSONResponse({}, 401) if found is None else JSONResponse({"stand": found.stand})

    async def events(self, request: Request) -> Response:
        """`/scherm/gebeurtenissen`: the same, whenever it changes."""
        found = await self._found(request)
        if found is None:
            return Response(status_code=204)
        return live(self._pages, (found.room.shown_in,), lambda: self._stand(request))

    async def _stand(self, request: Request) -> str | None:
        found = await self._found(request)
        return None if found is None else found.stand


def _projected(uow: UnitOfWork, room: Room) -> Projected:
    """What lies on the table, below a picture that belongs to it; while nothing does, what came last."""
    chat, table = room.shown_in, None
    if room.table is not None and (message := uow.post.placed(room.table).message) is not None:
        beside = room.binding.beside is not None
        table = uow.shown.numbered(chat, message) if beside else uow.shown.one(chat, message)
    if table is None:
        shown = uow.shown.newest(chat)
    else:
        before = (one for one in uow.shown.before(chat, table.number, _LOOK_BACK) if one.message.picture is not None)
        shown = (*islice(before, 1), table)
    return Projected(room, shown, str(uow.shown.touched(chat)))
