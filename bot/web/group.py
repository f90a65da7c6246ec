"""A group as a page: what stands there, one's own answer, and beside it the panel of whoever leads.

Whoever may look is asked below the doors with every request. Everybody else gets the same answer for every number,
whether there is such a group or not.
"""

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.ids import BindingId
from bot.turn.beside import Room
from bot.turn.incoming import Body, CameIn, Commanded, Incoming, Replied, Spoke, Tapped
from bot.turn.ports import UnitOfWork
from bot.turn.shown import ShownMessage
from bot.web.doing import COMMAND, Doing, Given, StaleError, TooFastError
from bot.web.group_view import GroupView, Inside, in_group
from bot.web.projector import give_code
from bot.web.showing import EARLIER, Files, live, number_before
from bot.web.window import Window, look

if TYPE_CHECKING:
    from bot.web.app import Pages

BY = ("tik", "paneel", "antwoord", "spreekt", "opdracht", "binnen", "scherm")
"""By which buttons a form of this page is sent."""


class GroupPage:
    """The pages of a group."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._doing = Doing(pages)
        self._files = Files(pages)
        self._view = GroupView(pages)

    async def _inside(self, request: Request) -> Inside | None:
        """None for who is not in. Raises what answers that there is nothing, for whatever is not theirs."""
        secret, now = self._pages.cookies.secret(request), self._pages.now()
        number = BindingId(request.path_params["group"])

        def find(uow: UnitOfWork) -> tuple[Window | None, Room | None]:
            window = look(uow, secret, now) if secret else None
            if window is None:
                return None, None
            return window, self._pages.host.runner.room_of(uow, window.chat, number, now)

        window, room = await self._pages.run(find)
        if window is None:
            return None
        if room is None:
            raise HTTPException(404)
        return Inside(window, room)

    def _not_shown(self, inside: Inside) -> bool:
        return inside.not_shown(self._pages.door.block)

    # --- what stands there ---

    async def group(self, request: Request) -> Response:
        """`/groep/number`: the group; a form that is sent is something that somebody does there."""
        if request.method == "POST":
            return await self._does(request)
        inside = await self._inside(request)
        return (
            self._pages.ended() if inside is None else await self._show(inside, to=request.query_params.get("op", ""))
        )

    async def _show(self, inside: Inside, note: str = "", text: str = "", status: int = 200, to: str = "") -> Response:
        binding, view = inside.room.binding, self._view
        about = {"title": binding.title, "place": inside.path, "target": inside.path}
        if self._not_shown(inside):  # what whoever comes in as the first must know
            return self._pages.page("group_before", 200, inside.window, enter=view.value(inside, ""), **about)
        found = await self._pages.run(lambda uow: view.standing(uow, inside, to))
        answer, over = view.answer(inside, found)
        return self._pages.page(
            "group",
            status,
            inside.window,
            own=binding.beside is None,
            said=note or inside.window.session.said,
            text=text,
            to=answer,
            over=over,
            spoken=[(name, view.value(inside, name)) for name in inside.room.spoken],
            projector=view.value(inside, "aan") if inside.room.leads else "",
            commands=[(name, view.value(inside, name)) for name in view.commands()],
            stand=found.stand,
            more=found.more,
            **about,
            **view.parts(inside, found),
        )

    async def earlier(self, request: Request) -> Response:
        """`/groep/number/eerder?voor=number`: what stood there before."""
        inside = await self._inside(request)
        if inside is None:
            return self._pages.ended()
        before, room = number_before(request), inside.room
        found = await self._pages.run(lambda uow: uow.shown.before(room.shown_in, before, EARLIER + 1))
        return self._pages.page(
            "earlier",
            window=inside.window,
            earlier=self._view.cards(inside, found[:EARLIER], frozenset()),
            more=found[EARLIER - 1].number if len(found) > EARLIER else 0,
            place=inside.path,
            target=inside.path,
        )

    async def file(self, request: Request) -> Response:
        """`/groep/number/bestand/number`: a picture or document of the group."""
        inside = await self._inside(request)
        if inside is None:
            return self._pages.ended()
        return await self._files.of(inside.room.shown_in, request.path_params["number"])

    # --- what somebody does ---

    async def _does(self, request: Request) -> Response:
        form = await self._pages.form(request)
        text = form.get("tekst", "")
        inside = await self._inside(request)
        if inside is None:
            return self._doing.lost(text)
        try:
            given = self._doing.given(inside.window, form, BY)
        except TooFastError:
            return await self._show(inside, self._pages.say("too_fast"), text, 429)
        except StaleError:
            return await self._show(inside, self._pages.say("stale"), text, 403)
        if given.by == "paneel":
            return await self._leads_on(inside, given)
        if given.by == "scherm" and inside.room.leads and not self._not_shown(inside):
            return await give_code(self._pages, inside.window, inside.id)
        body = await self._pages.run(lambda uow: self._body(uow, inside, given))
        if body is None:
            return await self._show(inside, self._pages.say("empty"), text)
        binding, there = inside.room.binding, inside.room.binding.chat_thread
        who = inside.window.chat
        incoming = Incoming(given.number, there.chat, False, who, "", body, there.thread, binding.title)
        return await self._doing.take(inside.window, incoming, text, inside.path)

    async def _leads_on(self, inside: Inside, given: Given) -> Response:
        """A tap on the panel is one in one's own chat."""
        number, option = given.told()
        chat = inside.window.chat
        incoming = Incoming(given.number, chat, True, chat, "", Tapped(option, "", number))
        return await self._doing.take(inside.window, incoming, "", inside.path)

    def _body(self, uow: UnitOfWork, inside: Inside, given: Given) -> Body | None:
        """What somebody did in the group; None for nothing."""
        if given.by == "binnen":
            return CameIn()
        if self._not_shown(inside):
            return None
        if given.by == "opdracht":
            return Commanded(given.what) if given.what in self._view.commands() else None
        if given.by == "spreekt":
            known = given.text and given.what in self._pages.host.runner.house.spoken
            return Spoke(given.what, given.text, given.number, 0, given.sent) if known else None
        number, option = given.told()
        shown = uow.shown.one(inside.room.shown_in, number)
        if shown is None or not in_group(inside.room, shown):
            return None
        if given.by == "tik":
            return Tapped(option, "", shown.in_group)
        return self._words(given, shown) if given.text else None

    def _words(self, given: Given, shown: ShownMessage) -> Body:
        """What somebody typed: an answer below a message, or a command."""
        command = COMMAND.fullmatch(given.text)
        name = command[1].lower() if command is not None else ""
        behind = (command[2] or "").strip() if command is not None else ""
        if name in self._pages.host.runner.house.spoken:
            return Spoke(name, behind, given.number, shown.in_group, given.sent)
        if name in self._view.commands():
            return Commanded(name, behind)
        return Replied(given.text, given.number, shown.in_group, given.sent)

    # --- live ---

    async def part(self, request: Request) -> Response:
        """`/groep/number/deel`: what changes, for a page that updates itself."""
        inside = await self._inside(request)
        if inside is None:
            return JSONResponse({}, 401)
        found = await self._pages.run(lambda uow: self._view.standing(uow, inside, request.query_params.get("op", "")))
        parts, (to, over) = self._view.parts(inside, found), self._view.answer(inside, found)
        names = {"now": "nu", "earlier": "eerder", "panel": "paneel"}
        about = {"place": inside.path, "target": inside.path}
        drawn = {names[key]: self._pages.paper.draw("cards", cards=cards, **about) for key, cards in parts.items()}
        return self._pages.kept(JSONResponse({"stand": found.stand, "op": to, "over": over, **drawn}), inside.window)

    async def stand(self, request: Request) -> Response:
        """`/groep/number/stand`: how far it is, for who asks every few seconds."""
        stand = await self._stand(request)
        return JSONResponse({}, 401) if stand is None else JSONResponse({"stand": stand})

    async def events(self, request: Request) -> Response:
        """`/groep/number/gebeurtenissen`: the same, whenever it changes."""
        inside = await self._inside(request)
        if inside is None:
            return Response(status_code=204)
        return live(self._pages, (inside.room.shown_in, inside.window.chat), lambda: self._while_inside(request))

    async def _stand(self, request: Request) -> str | None:
        inside = await self._inside(request)
        return None if inside is None else await self._pages.run(lambda uow: self._view.stand(uow, inside))

    async def _while_inside(self, request: Request) -> str | None:
        try:
            return await self._stand(request)
        except HTTPException:  # they may not look any more
            return None
