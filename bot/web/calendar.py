"""The days of a collaboration for the calendar of one person, by an address that holds a secret and nothing else."""

import asyncio
import time
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.invitation import TOKEN, token_hash
from bot.turn import rendering
from bot.turn.ports import UnitOfWork
from bot.turn.served import Served
from bot.web.entry import address_of

if TYPE_CHECKING:
    from bot.web.app import Pages

KIND = "text/calendar; charset=utf-8"


class CalendarPage:
    """`/agenda/token.ics`. Whatever is the matter with an address, the answer is the same and takes as long."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages

    async def days(self, request: Request) -> Response:
        began = time.monotonic()
        response = await self._answer(request)
        await asyncio.sleep(max(self._pages.even_out - (time.monotonic() - began), 0))
        return response

    async def _answer(self, request: Request) -> Response:
        """How often somebody may ask depends on where they ask from, and never on the address they ask for."""
        key = f"agenda {address_of(request)}"
        if self._pages.wrong.reached(key) or self._pages.often.reached(key):
            return Response(status_code=429)
        self._pages.often.count(key)
        token, now = request.path_params["token"], self._pages.now()
        hashed = token_hash(token if TOKEN.fullmatch(token) else "")

        def find(uow: UnitOfWork) -> Served | None:
            return self._pages.host.runner.calendar(uow, hashed, now)

        found = await self._pages.run(find)
        if found is None:
            self._pages.wrong.count(key)
            return Response(status_code=404)
        renderers = self._pages.host.runner.house.renderers
        body = await rendering.aside(rendering.render, renderers, found.renderer, found.data)
        return Response(body, media_type=KIND, headers={"cache-control": "no-store"})
