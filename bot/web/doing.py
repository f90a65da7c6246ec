"""What somebody does on a page becomes a turn: the form is read and checked, and the answer to it is kept."""

import re
import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from starlette.responses import Response

from bot.content.markup import plain
from bot.domain.ids import ChatId, PersonId
from bot.domain.invitation import token_hash
from bot.turn.door import Ability
from bot.turn.doors import own_chat
from bot.turn.incoming import Incoming
from bot.turn.ports import UnitOfWork
from bot.turn.runner import TurnResult
from bot.turn.shown import LINK_LASTS
from bot.web.keeping import NotKeptError
from bot.web.signing import read_stamp
from bot.web.window import Window

if TYPE_CHECKING:
    from bot.web.app import Pages

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
BROWSER = "browser"
"""The command that this door answers itself."""
_MOST_SAID = 300
"""Characters of what stands in somebody's own chat, told beside a group."""


@dataclass(frozen=True, slots=True)
class Given:
    """A form that was drawn for this window: its number, the button it was sent with, what that carries, the text."""

    number: int
    by: str
    what: str
    text: str
    sent: int

    def told(self) -> tuple[int, str]:
        """The number of the message to which it belongs, 0 for none, and what else the button carries."""
        number, _, option = self.what.partition(".")
        known = number.isascii() and number.isdecimal() and len(number) < 16
        return (int(number) if known else 0), option


class StaleError(Exception):
    """The form is too old, or was not drawn for this window."""


class TooFastError(Exception):
    """No hand is that fast."""


class Holder(Protocol):
    """Who sent a form: their chat, and with what its number was signed."""

    @property
    def chat(self) -> ChatId: ...

    @property
    def secret(self) -> str: ...


Again = Callable[[Window, str], Awaitable[Response]]


class Doing:
    """Reads forms, has turns taken, and tells what became of them."""

    def __init__(self, pages: "Pages") -> None:
        self._pages = pages

    def given(self, window: Holder, form: dict[str, str], names: tuple[str, ...]) -> Given:
        """The form, by the first of these buttons that it was sent with. Raises `StaleError`, `TooFastError`."""
        key = str(window.chat)
        if self._pages.often.reached(key):
            raise TooFastError
        self._pages.often.count(key)
        by = next((name for name in names if form.get(name)), "")
        signed, _, what = form.get(by, "").partition(".")
        number = read_stamp(window.secret, signed)
        if number is None or not self._pages.numbers.fresh(number):
            raise StaleError
        return Given(number, by, what, form.get("tekst", "").strip(), int(self._pages.now().timestamp()))

    def lost(self, text: str) -> Response:
        """For who is not in any more: what was typed is given back."""
        return self._pages.page("typed", 401, title=self._pages.say("ended_title"), about="ended_text", text=text)

    async def take(
        self, window: Window, incoming: Incoming, text: str, back: str, unread: Again | None = None
    ) -> Response:
        """One turn; then on to the page from which it came. `unread` shows it with what was typed and not taken."""
        try:
            result = await self._pages.turn(incoming)
        except NotKeptError:
            about = {"title": self._pages.say("busy_title"), "about": "not_kept"}
            return self._pages.page("typed", 503, window, text=text, **about)
        if result is not None and result.unread and unread is not None:
            return await unread(window, text)
        if result is not None:
            said, id_ = self._said(window, incoming, result), window.session.id
            gone = await self._pages.run(lambda uow: _after(uow, id_, window, said))
            if gone:
                return self._goodbye(window.chat, result, forgotten=gone == "chat")
        return self._pages.kept(self._pages.go(f"{back}#nu"), window)

    def _said(self, window: Window, incoming: Incoming, result: TurnResult) -> str:
        """The answer to it. In a group also what can only be read in one's own chat, and that it was kept."""
        if result.toast or incoming.private:
            return result.toast or ""
        told = (one for one in result.outgoing if one.chat == window.chat and one.placed is None)
        own = next((plain(one.screen.html) for one in told), "")
        if own:
            short = own if len(own) <= _MOST_SAID else f"{own[:_MOST_SAID]}…"
            return self._pages.say("in_your_chat", text=short)
        return self._pages.say("noted") if result.reaction else ""

    def _goodbye(self, chat: ChatId, result: TurnResult, *, forgotten: bool) -> Response:
        """Their window ended with what they did: what there is to say is said here, and kept nowhere."""
        said = "\n\n".join(plain(one.screen.html) for one in result.outgoing if one.chat == chat)
        response = self._pages.message("out_title", said if forgotten else self._pages.say("out_text"))
        self._pages.cookies.forget(response)
        return response

    async def another(self, window: Window) -> Response:
        """`/browser`: a link that opens another window, once. It is shown here alone; its hash is kept."""
        assert window.person is not None, "nobody who could come in"
        door, person = self._pages.door, window.person.id
        others = [one for one in self._pages.host.runner.doors.every if one is not door and Ability.LINKS in one.can]
        known = await self._pages.run(lambda uow: {one for one in others if own_chat(uow, person, one.block)})
        tokens = {one: secrets.token_urlsafe(24) for one in (door, *others) if one not in known}
        ends_at = self._pages.now() + LINK_LASTS
        await self._pages.run(lambda uow: _add_links(uow, tokens.values(), person, ends_at))
        link, *more = (one.link(token) for one, token in tokens.items())
        return self._pages.page("link", window=window, link=link, others=more, there=bool(known))


def _add_links(uow: UnitOfWork, tokens: Iterable[str], person: PersonId, ends_at: datetime) -> None:
    for token in tokens:
        uow.windows.add_link(token_hash(token), person, ends_at)


def _after(uow: UnitOfWork, session: int, window: Window, said: str) -> str:
    """Keep the answer to a tap with the window; what is gone where it ended with the turn."""
    if uow.windows.by_hash(token_hash(window.secret)) is not None:
        uow.windows.say(session, said)
        return ""
    return "window" if uow.chats.name(window.chat) is not None else "chat"
