"""The browser as a door: what a turn may know of it, its opening and closing, and where its pages are served."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.turn.door import Ability
from bot.turn.host import Host
from bot.turn.records import Outgoing
from bot.web.address import CALENDAR, LOGIN, Site
from bot.web.app import Pages
from bot.web.guard import App, Guard
from bot.web.keeping import Keeping
from bot.web.letters import Writer
from bot.web.limits import Limit
from bot.web.live import MOST, Watchers
from bot.web.mailing import Mailer, Mailing
from bot.web.mirror import Mirror
from bot.web.opened import Tells

BLOCK = 1
"""The number of this door in the numbers of its chats. Never changed."""
EVEN_OUT = 0.3
"""Seconds which every try to come in takes at least, whether its link is known or not."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Pages beside each other in one window: which origin may frame them, and whether each keeps a connection open."""

    framed_by: str = ""
    live: bool = True
    """A browser has few connections to one address: without them each page asks every few seconds."""


class WebDoor:
    """Chats as pages: the private one, groups that are made here, and groups of other doors as they stand there."""

    name = "web"
    block = BLOCK
    called = ""
    way_in = "in_de_browser"
    can: Collection[Ability] = frozenset(
        {Ability.EDIT, Ability.FILES, Ability.ALERT, Ability.LINKS, Ability.DIRECT, Ability.OWN_GROUPS}
    )

    def __init__(
        self,
        site: Site,
        serve: Callable[[str, App], None],
        now: Callable[[], datetime],
        *,
        even_out: float = EVEN_OUT,
        wrong: Limit | None = None,
        mailer: Mailer | None = None,
        tells: Tells | None = None,
        beside: Beside | None = None,
    ) -> None:
        """`serve` answers all paths below one. `wrong` is how often links that do not work may be tried.

        Without a `mailer` nobody is written to. `tells` knows who opened a page inside another door; None where no
        other door opens pages. `beside` is how the demo shows pages beside each other.
        """
        self.site = site
        self._serve, self._now, self._even_out = serve, now, even_out
        self._wrong = wrong or Limit(20, 600.0)
        self._mailer, self._tells = mailer, tells
        if mailer is not None:
            self.can = {*self.can, Ability.WRITES}
        self._mailing: Mailing | None = None
        self._beside = beside or Beside()
        self._watchers = Watchers(MOST if self._beside.live else 0)
        self._pages: Pages | None = None
        self._others: dict[str, Pages] = {}
        self._keeping: Keeping | None = None

    def link(self, token: str = "") -> str:
        """The link that lets somebody in; without a token the page itself."""
        return self.site.login(token) if token else f"{self.site.origin}{self.site.base}/"

    def calendar(self, token: str) -> str | None:
        """Only at an address that others can reach."""
        return self.site.calendar(token) if self.site.secure else None

    def link_to_group(self, token: str) -> str:
        """There are no groups here to which something could be added."""
        return self.link()

    def token_in(self, link: str) -> str | None:
        """What stands behind the place where people come in."""
        if link == self.link():
            return ""
        begins = self.site.login("")
        return link.removeprefix(begins) if link.startswith(begins) else None

    async def connect(self, host: Host) -> None:
        """From now on the pages answer; until `open` they say that it takes a moment."""
        letters = self._letters_wait if self._mailer is not None else None
        self._keeping = Keeping(host, self._now, self._watchers, self._lets_in, letters)
        self._pages = self._served_at(self.site, host)
        if self._mailer is not None:
            writer = Writer(self._pages.paper, self.site, self._mailer.sender)
            self._mailing = Mailing(host, self._now, writer, self._mailer.server)
            self._pages.mails_by(self._mailing)
        host.look_on(Mirror(BLOCK, self._now, self._watchers))

    def _served_at(self, site: Site, host: Host) -> Pages:
        assert self._keeping is not None, "not connected"
        given = (self._keeping, self._watchers, self._now, self._wrong, self._even_out, self._tells)
        pages = Pages(self, site, host, *given)
        self._serve(f"{site.base}/", Guard(pages.app, site, self._beside.framed_by))
        return pages

    def also_at(self, site: Site) -> None:
        """Serve the same pages below another address as well, with cookies of its own. When open."""
        if site.base in self._others:
            return
        assert self._pages is not None, "not connected"
        pages = self._served_at(site, self._pages.host)
        pages.numbers, pages.is_open = self._pages.numbers, self._pages.is_open
        self._others[site.base] = pages

    async def open(self) -> None:
        """Take up what an earlier run left, in order, and let people in."""
        assert self._pages is not None, "not connected"
        for incoming in await self._pages.host.left(self):
            await self._pages.host.take(incoming)
        self._pages.is_open = True
        self._letters_wait()

    def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Put these on their pages."""
        assert self._keeping is not None, "not connected"
        self._keeping.enqueue(messages)

    async def stop(self) -> None:
        """Let nobody in, finish what came in, keep what can be kept."""
        self._watchers.close()
        for pages in (*self._others.values(), *([self._pages] if self._pages is not None else ())):
            await pages.stop()
        if self._keeping is not None:
            await self._keeping.stop()
        if self._mailing is not None:
            await self._mailing.stop()

    def _letters_wait(self) -> None:
        """Have letters that may wait taken up."""
        if self._mailing is not None:
            self._mailing.wake()

    def _lets_in(self, text: str) -> bool:
        return LOGIN in text or "?start" in text or f"{CALENDAR}/" in text
