"""The chat as a page: what stands there, what somebody taps and types, pictures and documents, and live updates."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.group import Binding
from bot.turn.forms import FormPlace
from bot.turn.incoming import Body, Commanded, Incoming, Said, Tapped
from bot.turn.ports import UnitOfWork
from bot.turn.shown import ShownMessage
from bot.web.address import CHAT, FORM
from bot.web.doing import BROWSER, COMMAND, Doing, Given, StaleError, TooFastError
from bot.web.looks import Card, card
from bot.web.showing import EARLIER, Files, live, number_before, standing
from bot.web.signing import stamp
from bot.web.window import Window

if TYPE_CHECKING:
    from bot.web.app import Pages

BY = ("tik", "opdracht", "opent", "zegel")
"""By which buttons a form of this page is sent."""


Standing = tuple[tuple[ShownMessage, ...], tuple[ShownMessage, ...], int]
"""The newest, the earlier ones, and how far the page is."""


class Talk:
    """The pages of somebody who is in."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages
        self._doing = Doing(pages)
        self._files = Files(pages)

    async def chat(self, request: Request) -> Response:
        """`/gesprek`: the chat; a form that is sent is something that somebody does."""
        if request.method == "POST":
            return await self._does(request)
        window = await self._pages.window(request)
        return self._pages.ended() if window is None else await self._show(window)

    # --- what stands there ---

    async def _show(self, window: Window, note: str = "", text: str = "", status: int = 200) -> Response:
        (newest, earlier, touched), groups, forms = await self._pages.run(lambda uow: self._all(uow, window))
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
            groups=[(group.id, group.title) for group in groups],
            forms=[(f"{FORM}/{form.subject}", self._pages.paper.phrases.plain(form.header)) for form in forms],
            target=CHAT,
            place="",
        )

    def _all(self, uow: UnitOfWork, window: Window) -> tuple[Standing, tuple[Binding, ...], tuple[FormPlace, ...]]:
        runner, now = self._pages.host.runner, self._pages.now()
        groups = runner.groups_of(uow, window.chat, now)
        return standing(uow, window.chat), groups, runner.forms_of(uow, window.chat, now)

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
        before = number_before(request)
        found = await self._pages.run(lambda uow: uow.shown.before(window.chat, before, EARLIER + 1))
        more = found[EARLIER - 1].number if len(found) > EARLIER else 0
        return self._pages.page(
            "earlier", window=window, earlier=self._cards(window, found[:EARLIER]), more=more, target=CHAT, place=""
        )

    async def file(self, request: Request) -> Response:
        """`/bestand/number`: the picture or document of a message of one's own."""
        window = await self._pages.window(request)
        if window is None:
            return self._pages.ended()
        return await self._files.of(window.chat, request.path_params["number"])

    # --- what somebody does ---

    async def _does(self, request: Request) -> Response:
        form = await self._pages.form(request)
        window = await self._pages.window(request)
        text = form.get("tekst", "")
        if window is None:
            return self._doing.lost(text)
        try:
            given = self._doing.given(window, form, BY)
        except TooFastError:
            return await self._show(window, self._pages.say("too_fast"), text, 429)
        except StaleError:
            return await self._show(window, self._pages.say("stale"), text, 403)
        body = _body(given)
        if body is None:
            return await self._show(window, self._pages.say("empty"), text)
        if isinstance(body, Commanded) and body.name == BROWSER:
            if window.person is None:
                return await self._show(window, self._pages.say("agree_first"))
            return await self._doing.another(window)
        incoming = Incoming(given.number, window.chat, True, window.chat, "", body)
        return await self._doing.take(window, incoming, text, CHAT, lambda same, typed: self._show(same, text=typed))

    # --- live ---

    async def part(self, request: Request) -> Response:
        """`/deel`: the newest and earlier messages, for a page that updates itself."""
        window = await self._pages.window(request)
        if window is None:
            return JSONResponse({}, 401)
        newest, earlier, touched = await self._pages.run(lambda uow: standing(uow, window.chat))
        parts = {
            "nu": self._pages.paper.draw("cards", cards=self._cards(window, newest), place="", target=CHAT),
            "eerder": self._pages.paper.draw(
                "cards", cards=self._cards(window, earlier[:EARLIER]), place="", target=CHAT
            ),
        }
        return self._pages.kept(JSONResponse({"stand": str(touched), **parts}), window)

    async def stand(self, request: Request) -> Response:
        """`/stand`: how far the page is, for who asks every few seconds."""
        stand = await self._stand(request)
        return JSONResponse({}, 401) if stand is None else JSONResponse({"stand": stand})

    async def events(self, request: Request) -> Response:
        """`/gebeurtenissen`: the same number, whenever it changes."""
        window = await self._pages.window(request)
        if window is None:
            return Response(status_code=204)
        return live(self._pages, (window.chat,), lambda: self._stand(request))

    async def _stand(self, request: Request) -> str | None:
        window = await self._pages.window(request)
        return None if window is None else str(await self._pages.run(lambda uow: uow.shown.touched(window.chat)))


def _body(given: Given) -> Body | None:
    """What somebody did; None for nothing."""
    if given.by == "tik":
        number, option = given.told()
        return Tapped(option, "", number) if number else None
    if given.by == "opdracht":
        return Commanded(given.what) if given.what else None
    if given.by == "opent":
        return Commanded("start", given.what) if given.what else None
    if not given.text:
        return None
    if (command := COMMAND.fullmatch(given.text)) is not None:
        return Commanded(command[1].lower(), (command[2] or "").strip())
    return Said(given.text, given.sent)
