"""A house with two doors: phones in memory, and browsers on pages. What a browser shows is read from its HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from bot.bootstrap import texts
from bot.domain.ids import ChatId
from bot.phone.door import PhoneDoor
from bot.phone.exchange import Exchange
from bot.phone.phone import Phone
from bot.rooms import HOUSE
from bot.turn.door import Doors, Sent
from bot.turn.host import Host
from bot.turn.incoming import Incoming
from bot.turn.records import Outgoing
from bot.turn.runner import Runner, fresh_id
from bot.web.address import Site
from bot.web.door import Beside, WebDoor
from bot.web.limits import Limit
from bot.web.mailing import Mailer
from bot.web.opened import Tells
from bot.web.window import opened
from storage.database import Database

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""A Tuesday, at ten in the Netherlands."""
SITE = Site.parse("https://samen.example")


class PhonesDoor(PhoneDoor):
    """Phones in memory as a door of a host."""

    def __init__(self, forms: Callable[[int], str] | None = None) -> None:
        """`forms` is the address at which a form opens inside this door."""
        super().__init__()
        object.__setattr__(self, "forms", forms)
        object.__setattr__(self, "phones", Exchange())
        object.__setattr__(self, "sent", [])

    phones: Exchange
    sent: list[Outgoing]
    forms: Callable[[int], str] | None
    __slots__ = ("forms", "phones", "sent")

    def form(self, number: int) -> str | None:
        return None if self.forms is None else self.forms(number)

    async def connect(self, host: Host) -> None: ...

    async def open(self) -> None: ...

    async def stop(self) -> None: ...

    def deliver(self, messages: Sequence[Outgoing]) -> None:
        self.sent.extend(messages)


class House:
    """The program with its doors, and a clock that goes on by five seconds for everything that is done."""

    def __init__(
        self,
        database: Database,
        now: datetime,
        site: Site = SITE,
        wrong: Limit | None = None,
        mailer: Mailer | None = None,
        fresh: Callable[[], str] = fresh_id,
        tells: Tells | None = None,
        beside: Beside | None = None,
    ) -> None:
        """With `tells` phones open a form inside."""
        self.database, self.now, self.site = database, now, site
        self.phones = PhonesDoor(site.form_in_telegram if tells is not None else None)
        self.served: dict[str, object] = {}
        given = {"even_out": 0.0, "wrong": wrong, "mailer": mailer, "tells": tells, "beside": beside}
        self.web = WebDoor(site, self.served.__setitem__, lambda: self.now, **given)
        self.runner = Runner(texts(), HOUSE, Doors([self.phones, self.web]), fresh=fresh)
        self.host = Host(database, self.runner, lambda: self.now, [self.phones, self.web])

    async def start(self) -> House:
        await self.host.start()
        await self.deliver()
        return self

    async def stop(self) -> None:
        await self.host.stop()

    def phone(self, name: str) -> Phone:
        return self.phones.phones.person(name)

    async def take(self, incoming: Incoming) -> str:
        """What somebody with a phone does; the answer to a tap."""
        self.now += timedelta(seconds=5)
        await self.host.receive([incoming])
        result = await self.host.take(incoming)
        await self.deliver()
        return result.toast or ""

    async def deliver(self) -> None:
        """What is on its way to phones arrives; pages have it already."""
        while self.phones.sent:
            sent = list(self.phones.sent)
            self.phones.sent.clear()
            for one in sent:  # each gets its number, as from Telegram
                delivery = self.phones.phones.deliver([one])
                placed = {found.placed: found for found in delivery.placed}
                number = next((change.message for change in delivery.changes if change.new), None)
                if one.id in delivery.done:
                    await self.host.sent([_sent(one, placed, number)])

    def browser(self, below: str | None = None, **headers: str) -> Browser:
        """A browser in which nobody is in, at the address of the page or another one below."""
        app = self.served[f"{self.site.base if below is None else below}/"]
        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        said = {"sec-fetch-site": "same-origin", "origin": "null", **headers}
        return Browser(self, httpx.AsyncClient(transport=transport, base_url=self.site.origin, headers=said))

    async def window(self, chat: ChatId) -> Browser:
        """A browser in which somebody is in already."""
        found = await self.database.run(lambda uow: opened(uow, chat, self.now, shared=False))
        browser = self.browser()
        browser.client.cookies.set("__Host-samenspraak", found.secret, domain="samen.example", path="/")
        await browser.get("/gesprek")
        return browser

    async def chat(self, name: str) -> ChatId:
        return await self.host.chat(self.web, name)


def _sent(one, placed, number):
    there = placed.get(one.placed)
    return Sent(one, number) if there is None else Sent(one, there.message, there.pinned)


@dataclass
class Knob:
    label: str
    name: str
    value: str


@dataclass
class Browser:
    """What somebody sees and does. Forms are sent as a browser sends them; an answer that leads on is followed."""

    house: House
    client: httpx.AsyncClient
    page: str = ""
    status: int = 0
    path: str = ""
    history: list[str] = field(default_factory=list)

    async def get(self, path: str) -> str:
        return await self._follow(await self.client.get(path, headers={"origin": ""}))

    async def post(self, path: str, data: dict[str, str], **headers: str) -> str:
        self.house.now += timedelta(seconds=5)
        answer = await self.client.post(path, data=data, headers=headers)
        followed = await self._follow(answer)
        await self.house.deliver()
        return followed

    async def _follow(self, answer: httpx.Response) -> str:
        while answer.is_redirect:
            answer = await self.client.get(answer.headers["location"].partition("#")[0], headers={"origin": ""})
        self.page, self.status, self.path = answer.text, answer.status_code, answer.url.path
        return self.page

    # --- what is seen ---

    @property
    def cards(self) -> list[str]:
        """The texts that stand on the page, the newest first as they stand there."""
        found = re.findall(r'<article class="card".*?</article>', self.page, re.DOTALL)
        texts_ = [re.search(r'<div class="text">(.*?)</div>', one, re.DOTALL) for one in found]
        return [read(one[1]) if one else "" for one in texts_]

    @property
    def now(self) -> str:
        """What stands under Nu."""
        part = re.search(r'<div id="nieuw".*?</div>\s*<form class="write"', self.page, re.DOTALL)
        assert part is not None, self.page
        return part[0]

    @property
    def newest(self) -> str:
        return self.cards[0]

    @property
    def said(self) -> str:
        """The status line."""
        found = re.search(r'role="status" aria-live="polite">(.*?)</p>', self.page, re.DOTALL)
        return read(found[1]) if found else ""

    @property
    def knobs(self) -> list[Knob]:
        found = re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', self.page, re.DOTALL)
        return [Knob(read(label), name, html.unescape(value)) for name, value, label in found]

    @property
    def labels(self) -> list[str]:
        return [knob.label for knob in self.knobs if knob.name == "tik"]

    def knob(self, label: str) -> Knob:
        found = next((knob for knob in self.knobs if knob.label == label), None)
        assert found is not None, f"no button {label}: {self.labels}"
        return found

    @property
    def text(self) -> str:
        """All that can be read."""
        return read(re.sub(r"<(head|script).*?</\1>", "", self.page, flags=re.DOTALL))

    def card(self, words: str) -> str:
        """The HTML of the first message that says this."""
        found = re.findall(r'<article class="card".*?</article>', self.page, re.DOTALL)
        return next(one for one in found if words in read(one))

    # --- what is done ---

    @property
    def _here(self) -> str:
        """The page to which forms are sent: that of a group, or the chat."""
        group = re.match(r".*/groep/\d+", self.path)
        return group[0] if group is not None else f"{self.house.site.base}/gesprek"

    async def goes_to(self, group: int) -> str:
        """To the page of a group; who comes in as the first says so."""
        await self.get(f"{self.house.site.base}/groep/{group}")
        return await self.taps("Kom binnen") if "Kom binnen" in self.page else self.page

    async def says(self, text: str, by: str = "Verstuur antwoord") -> str:
        """In a group: an answer to what lies on the table, or what another button makes of it."""
        knob = self.knob(by)
        return await self.post(self._here, {"tekst": text, knob.name: knob.value})

    async def taps_on(self, words: str, label: str) -> str:
        """A button below the message that says this."""
        found = re.findall(
            r'<button [^>]*?name="(\w+)" value="([^"]*)"[^>]*>(.*?)</button>', self.card(words), re.DOTALL
        )
        name, value = next((name, html.unescape(value)) for name, value, text in found if read(text) == label)
        return await self.post(self._here, {name: value})

    async def taps(self, label: str) -> str:
        knob = self.knob(label)
        place = f"{self.house.site.base}/gesprek" if knob.name == "opent" else self._here
        return await self.post(place, {knob.name: knob.value})

    async def types(self, text: str) -> str:
        return await self.post(f"{self.house.site.base}/gesprek", {"tekst": text, "zegel": self.knob("Verstuur").value})

    async def does(self, *what: str) -> str:
        """One thing after another: `[label]` is tapped, all else typed."""
        for one in what:
            await (self.taps(one[1:-1]) if one.startswith("[") else self.types(one))
        return self.newest

    async def comes_in(self, link: str, **more: str) -> str:
        """Open a link and say that it is you."""
        path = link.removeprefix(self.house.site.origin)
        await self.get(path)
        return await self.post(path, {"zegel": self.knob("Ja, dit ben ik").value, **more})


def read(marked: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", marked)).strip()


async def invited(house: House, role: str = "deelnemer") -> str:
    """The link for the browser that Bo makes for somebody of the second partner."""
    bo = house.phone("Bo")
    for label in ("Uitnodigen", "Zorggroep Noord", f"Link voor één {role}"):
        if label == "Uitnodigen":
            await house.take(bo.types("/menu"))
        await house.take(bo.taps(label))
    found = re.search(r"https://samen\.example/u/[\w-]+", bo.newest.text)
    assert found is not None, bo.newest.text
    return found[0]
