"""The example with a phone and a page for everybody, its group on both, a large screen, and letters.

After each step the answers that came, what arrived on phones, and all pages of some people are read by `DoorWatch`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from random import Random
from typing import Any

import httpx
import structlog
from form_reading import Form
from visibility_doors_watch import Answer, DoorWatch
from visibility_facts import Facts, read_facts
from visibility_step import SECRET
from web_house import NOW, Browser, House

from bot import example
from bot.domain.collaboration import Role
from bot.phone.chat import Chat
from bot.phone.message import NotShownError
from bot.phone.phone import Phone
from bot.turn.ports import UnitOfWork
from bot.web.limits import Limit
from bot.web.mailing import Mailer
from storage.database import Database

PEOPLE = ("Bo", "Anna", "Bram", "Carla", "Daan", "Sam")
"""Sam is a stakeholder: phase 3 only, and no reading along."""
NOBODY = "Olga"
"""Has a phone, takes part in nothing, and is not in in any browser."""
EVERYBODY = (*PEOPLE, NOBODY)
PHONE, PAGE = "phone", "page"
GROUP = "/groep/1"
ADDED = ("", " <b>&amp;_*</b> 🌱", " ‏שלום‏", "\ntweede regel")
PATHS = (
    "/gesprek",
    "/deel",
    "/stand",
    "/eerder?voor=999999",
    GROUP,
    f"{GROUP}/deel",
    f"{GROUP}/eerder?voor=999999",
    f"{GROUP}/stand",
    "/groep/2",
    "/formulier/1",
    "/formulier/2",
    "/formulier/3",
    "/scherm",
    "/e-mail",
    "/",
)
"""All pages that show something, with numbers that are one's own and others."""
STREAMS = ("/gebeurtenissen", f"{GROUP}/gebeurtenissen", "/scherm/gebeurtenissen")
FILES = ("/bestand/", f"{GROUP}/bestand/", "/scherm/bestand/")
PARTS = 4
"""One of so many parts of all pages is looked at after a step."""
MOST_TAPS = 40
ON = ("Indienen", "Begin met de motieven", "Klaar", "Verder met de vragen", "Overslaan")
"""What leads on through phase 1, the last first."""
Wrap = Callable[[Any], Any]


class Letters:
    """Takes all letters."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.came = asyncio.Event()

    async def send(self, message: EmailMessage) -> None:
        self.taken.append(message)
        self.came.set()


@dataclass
class Kept:
    """A moment to come back to."""

    data: bytes
    phones: Any
    cookies: dict[str, dict[str, str]]
    rest: dict[str, Any]


@dataclass
class Doors:
    """One play. `run` does something and has all that came of it read."""

    wrap: Wrap = lambda app: app
    """Around the pages, to plant a leak in what they answer."""
    chance: Random = field(default_factory=Random)
    secrets: int = 0
    addresses: dict[str, int] = field(default_factory=dict)
    _read: int = 0
    _letters: int = 0
    _turn: int = 0

    def __post_init__(self) -> None:
        self.loop = asyncio.Runner()
        self.database = Database("sqlite://", bot=1)
        self.letters = Letters()
        self.house = House(self.database, NOW, mailer=Mailer(self.letters, "Samenspraak <bot@samen.example>"))
        self.chats = {name: int(self.house.phone(name).chat.id) for name in EVERYBODY}
        self.there: Chat = self.house.phones.phones.group("Groep")
        self.watch = DoorWatch(int(self.there.id))
        self.answers: list[Answer] = []
        self.pages: dict[str, Browser] = {}
        self.screen: Browser | None = None
        self.facts = Facts()

    # --- beginning and ending ---

    @classmethod
    def at(cls, kept: Kept, wrap: Wrap = lambda app: app) -> Doors:
        """A play that goes on from a moment that was kept."""
        doors = cls(wrap)
        connection = doors.database.engine.raw_connection()
        try:
            connection.dbapi_connection.deserialize(kept.data)  # type: ignore[union-attr]
        finally:
            connection.close()
        object.__setattr__(doors.house.phones, "phones", kept.phones.copy())
        doors.there = doors.house.phones.phones.group("Groep")
        for name, value in deepcopy(kept.rest).items():
            setattr(doors, name, value)
        doors.house.now = NOW + timedelta(days=1)
        doors.loop.run(doors._opens(kept.cookies))
        return doors

    async def _opens(self, cookies: dict[str, dict[str, str]]) -> None:
        await self.house.start()
        self._wrapped()
        for name, jar in cookies.items():
            browser = self._browser(name)
            for key, value in jar.items():
                browser.client.cookies.set(key, value, domain="samen.example", path="/")

    def keep(self) -> Kept:
        connection = self.database.engine.raw_connection()
        try:
            data = connection.dbapi_connection.serialize()  # type: ignore[union-attr]
        finally:
            connection.close()
        every = {**self.pages, "scherm": self.screen} if self.screen is not None else dict(self.pages)
        cookies = {name: dict(one.client.cookies.items()) for name, one in every.items() if one is not None}
        names = ("watch", "secrets", "addresses", "facts", "_read")
        rest = deepcopy({name: getattr(self, name) for name in names})
        return Kept(data, self.house.phones.phones.copy(), cookies, rest)

    def begin(self) -> Doors:
        """Everybody in by both doors, the group bound, one address confirmed."""
        self.loop.run(self._begin())
        return self

    async def _begin(self) -> None:
        await self.database.run(self._seed)
        await self.house.start()
        self._wrapped()
        self._look_at_facts()
        await self.house.take(self.house.phone("Bo").at(self.there).types("/koppel"))
        for name in PEOPLE:
            await self.house.take(self.house.phone(name).types("/browser"))
            link = re.search(r"https://samen\.example/u/[\w-]+", self.house.phone(name).newest.text)
            assert link is not None, self.house.phone(name).newest.text
            await self._browser(name).comes_in(link[0])
        await self._confirms("Carla")
        await self._both_in_group()

    def _seed(self, uow: UnitOfWork) -> None:
        people = [example.Member(self.chats[name], f"{name} van {name}dam", role) for name, role in (  # type: ignore[arg-type]
            ("Bo", Role.FACILITATOR), ("Anna", Role.MANAGER), ("Bram", Role.PARTICIPANT), ("Carla", Role.MANAGER),
            ("Daan", Role.PARTICIPANT), ("Sam", Role.STAKEHOLDER),
        )]  # fmt: skip
        example.seed_with(uow, self.house.runner.texts, people[0], people[1:3], people[3:], NOW)

    def _wrapped(self) -> None:
        self.house.served[f"{self.house.site.base}/"] = self.wrap(self.house.served[f"{self.house.site.base}/"])
        self.house.web._pages.often = Limit(100_000, 60.0)  # type: ignore[union-attr]

    def _browser(self, name: str) -> Browser:
        browser = self.house.browser()
        viewer = self.chats.get(name) if name in PEOPLE else None

        async def keeps(response: httpx.Response) -> None:
            await response.aread()
            url, headers = response.url, tuple((k.lower(), v) for k, v in response.headers.items())
            own = tuple((k, v) for k, v in headers if k != "content-type")
            path = url.raw_path.decode()
            self.answers.append(Answer(viewer, response.request.method, path, response.status_code, own, response.text))

        browser.client.event_hooks = {"response": [keeps]}
        if name == "scherm":
            self.screen = browser
        else:
            self.pages[name] = browser
        return browser

    async def _confirms(self, name: str) -> None:
        browser, address = self.pages[name], f"{name.lower()}@zorg.example"
        self.addresses[address] = self.chats[name]
        await browser.get("/e-mail")
        await browser.post("/e-mail", {"zegel": _seal(browser), "adres": address, "doe": "bewaar"})
        async with asyncio.timeout(5):
            await self.letters.came.wait()
        link = re.search(r"https://samen\.example(/e-mail/\S+)", str(self.letters.taken[-1]))
        assert link is not None
        await browser.get(link[1])
        await browser.post(link[1], {"zegel": _seal(browser)})

    async def _both_in_group(self) -> None:
        for name in ("Carla", "Bo"):
            await self.pages[name].goes_to(1)
        bo = self.pages["Bo"]
        await bo.get(GROUP)
        await bo.taps("Op het grote scherm")
        code = re.search(r'class="code">([A-Z2-9]{4}-[A-Z2-9]{4})<', bo.page)
        assert code is not None, bo.text
        screen = self._browser("scherm")
        await screen.get("/scherm")
        await screen.post("/scherm", {"code": code[1]})

    def close(self) -> None:
        self.loop.run(self._ends())
        self.loop.close()
        self.database.close()

    async def _ends(self) -> None:
        await self.house.stop()
        for browser in (*self.pages.values(), self.screen):
            if browser is not None:
                await browser.client.aclose()

    # --- reading ---

    def run(self, does: Coroutine[Any, Any, Any], *looking: str) -> None:
        """Something happens; then all that came of it is read, and all pages of those who look, or some of them."""
        self._turn += 1
        with structlog.testing.capture_logs() as logged:
            self.loop.run(self._run(does, looking))
        self.watch.nobodys(str(logged), "the log", self.facts)

    async def _run(self, does: Coroutine[Any, Any, Any], looking: tuple[str, ...]) -> None:
        said = await does
        keeping = self.house.web._keeping
        assert keeping is not None
        await keeping.settled(5.0)
        await self.house.deliver()
        self._look_at_facts()
        if isinstance(said, tuple):
            self.watch.text(said[0], said[1], "a toast", self.facts)
        self._answers_are_right()
        self._phones_are_right()
        for name in looking:
            await self.looks(name)
        if not looking:
            await self.looks(EVERYBODY[self._turn % len(EVERYBODY)], self._turn % PARTS)
        self._answers_are_right()
        await asyncio.sleep(0)
        for letter in self.letters.taken[self._letters :]:
            self.watch.letter(letter, self.facts, self.addresses)
        self._letters = len(self.letters.taken)

    def _look_at_facts(self) -> None:
        with self.database.engine.connect() as connection:
            self.facts = read_facts(connection)
        self.watch.learn(self.facts)

    def _answers_are_right(self) -> None:
        answers, self.answers = self.answers, []
        for answer in answers:
            self.watch.page(answer, self.facts)

    def _phones_are_right(self) -> None:
        seen = self.house.phones.phones.seen
        for one in seen[self._read :]:
            version = one.version
            parts = [version.text, version.picture or "", version.document or "", *version.labels]
            for part in [*parts, *(f"{button.option} {button.url}" for button in version.buttons)]:
                self.watch.text(int(one.chat), part, "a message", self.facts)
        self._read = len(seen)

    async def looks(self, name: str, part: int | None = None) -> None:
        """At all there is, or at some of it; with numbers that are theirs and that are not."""
        browser = self.pages.get(name) or self._browser(name)
        files = [f"{path}{number + self._turn % 9}" for path in FILES for number in range(1, 4)]
        every = [*PATHS, *STREAMS, *files]
        for path in every if part is None else every[part::PARTS]:
            if path in STREAMS:
                await self._listens(name, browser, path)
            else:
                await browser.get(path)
        if self.screen is not None:
            await self.screen.get("/scherm" if self._turn % 2 else "/scherm/deel")
            if part is None:
                await self._listens("scherm", self.screen, "/scherm/gebeurtenissen")

    async def looks_at(self, name: str, path: str) -> None:
        """At one page; at that of the large screen whoever it is."""
        screen = path.startswith("/scherm") and self.screen is not None
        browser = self.screen if screen else self.pages.get(name) or self._browser(name)
        assert browser is not None
        if path in STREAMS:
            await self._listens("scherm" if screen else name, browser, path)
        else:
            await browser.get(next((one for one in PATHS if one.startswith(f"{path}?")), path))

    async def _listens(self, name: str, browser: Browser, path: str) -> None:
        """To the live updates of a page, until two of them came."""
        jar = "; ".join(f"{key}={value}" for key, value in browser.client.cookies.items())
        headers = [(b"host", self.house.site.host.encode()), (b"cookie", jar.encode())]
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        scope |= {"headers": headers, "root_path": "", "scheme": "https", "http_version": "1.1"}
        scope |= {"server": ("samen.example", 443), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}}
        sent: list[dict[str, Any]] = []
        enough = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await enough.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)
            if len(sent) > 2:
                enough.set()

        app: Any = self.house.served[f"{self.house.site.base}/"]
        async with asyncio.timeout(5):
            await app(scope, receive, send)
        body = b"".join(one.get("body", b"") for one in sent).decode()
        own = tuple((k.decode().lower(), v.decode()) for k, v in sent[0]["headers"])
        viewer = self.chats.get(name) if name in PEOPLE else None
        self.answers.append(Answer(viewer, "GET", path, sent[0]["status"], own, body))

    # --- what people do ---

    def secret(self, who: str) -> str:
        """A text that nobody else ever types."""
        self.secrets += 1
        planted = f"geheim-{who.lower()}-{self.secrets}z"
        self.watch.told.authors[planted] = self.chats[who]
        return planted

    def words(self, who: str) -> str:
        return self.secret(who) + self.chance.choice(ADDED)

    def phone(self, who: str, *, in_group: bool = False) -> Phone:
        phone = self.house.phone(who)
        return phone.at(self.there) if in_group else phone

    async def types(self, who: str, text: str, door: str) -> tuple[int, str]:
        if door == PAGE and who in self.pages:
            browser = await self._page(who, "/gesprek")
            if browser.status == 200 and 'name="zegel"' in browser.page:
                await browser.types(text)
            return self.chats[who], browser.said
        return self.chats[who], await self.house.take(self.phone(who).types(text))

    async def taps(self, who: str, door: str, label: str = "") -> tuple[int, str]:
        """A button with this label, or any that was shown lately."""
        if door == PAGE and who in self.pages:
            browser = await self._page(who, "/gesprek")
            found = [one for one in browser.knobs if one.name == "tik" and label in ("", one.label)]
            if found:
                knob = found[0] if label else self.chance.choice(found)
                await browser.post("/gesprek", {knob.name: knob.value})
            return self.chats[who], browser.said
        phone = self.phone(who)
        lately = [m for m in phone.chat.of_bot()[-4:] for b in m.now.buttons if b.option and label in ("", b.label)]
        if not lately:
            return self.chats[who], ""
        message = lately[-1] if label else self.chance.choice(lately)
        one = label or self.chance.choice([b.label for b in message.now.buttons if b.option])
        return self.chats[who], await self.house.take(phone.taps_on(message, one))

    async def _page(self, who: str, path: str) -> Browser:
        browser = self.pages[who]
        await browser.get(path)
        return browser

    async def speaks(self, who: str, door: str, how: str) -> tuple[int, str]:
        """In the group: an answer, a point or a goal."""
        text = self.words(who)
        if self.facts.sees_reveals_of(self.chats[who], 1):
            self.watch.aloud.update(SECRET.findall(text))
        if door == PAGE and who in self.pages:
            browser = await self._page(who, GROUP)
            label = {"punt": "Verstuur als punt", "doel": "Stel voor als doel"}.get(how, "Verstuur antwoord")
            found = next((one for one in browser.knobs if one.label == label and one.value), None)
            if found is not None:
                await browser.post(GROUP, {"tekst": text, found.name: found.value})
            return self.watch.group, ""
        phone = self.phone(who, in_group=True)
        try:
            to = self.chance.choice(self.there.of_bot()[-3:])
            await self.house.take(phone.replies(text if how == "antwoord" else f"/{how} {text}", to))
        except NotShownError:
            pass
        return self.watch.group, ""

    async def taps_in_group(self, who: str, door: str, label: str = "") -> tuple[int, str]:
        """Any button that stands there, or beside it on one's panel."""
        if door == PAGE and who in self.pages:
            browser = await self._page(who, GROUP)
            names = ("tik", "paneel", "binnen", "opdracht")
            found = [one for one in browser.knobs if one.name in names and label in ("", one.label)]
            if found:
                knob = self.chance.choice(found)
                await browser.post(GROUP, {knob.name: knob.value})
            return self.chats[who], browser.said
        phone = self.phone(who, in_group=True)
        lately = [(m, b.label) for m in self.there.of_bot()[-4:] for b in m.now.buttons if b.option]
        lately = [one for one in lately if label in ("", one[1])]
        if not lately:
            return self.chats[who], await self.house.take(phone.types("/gesprek"))
        message, one = self.chance.choice(lately)
        return self.chats[who], await self.house.take(phone.taps_on(message, one))

    async def fills_a_row(self, who: str, number: int = 0) -> None:
        """A row of the whole form, or an attempt at that of another partner with the seal of one's own."""
        browser = self.pages.get(who) or self._browser(who)
        own = re.search(r'href="(/formulier/\d+)"', await browser.get("/gesprek"))
        if own is None:
            await browser.get(f"/formulier/{number or 1}")
            return
        form = await Form.of(browser, own[1])
        rows = re.findall(r'name="g\.([^"]+)"', browser.page)
        if not rows:
            return
        row = self.chance.choice(rows)
        form.fills(row, self.chance.choice(("ja", "enigszins")), self.words(who))
        value = re.search(rf'name="bewaar" value="([^"]*\.{re.escape(row)})"', browser.page)
        assert value is not None
        await browser.post(f"/formulier/{number}" if number else own[1], {**form.fields, "bewaar": value[1]})

    async def fills_all(self, who: str) -> None:
        """The whole form at once, then what the chat still asks, to the end; now and then on the phone."""
        browser = self.pages[who]
        form = await Form.of(browser)
        rows = re.findall(r'name="g\.([^"]+)"', browser.page)
        for row in rows:
            yes = self.chance.random() < 0.5
            form.fills(row, "ja" if yes else "nee", self.words(who) if yes else None)
        await form.saves(rows[0])
        await self.types(who, "/invullen", PAGE)
        for _ in range(MOST_TAPS):
            label = await self._first_of(who, ON)
            door = PAGE
            if self.chance.random() < 0.2:
                door = PHONE
                await self.types(who, "/verder", door)
            if label == "Overslaan" and self.chance.random() < 0.6:
                await self.types(who, self.words(who), door)
            elif label:
                await self.taps(who, door, label)
            else:
                return

    async def _first_of(self, who: str, labels: tuple[str, ...]) -> str:
        there = (await self._page(who, "/gesprek")).labels
        return next((one for one in labels if one in there), "")

    async def settles(self, who: str) -> None:
        await self.types(who, "/overzicht", PAGE)
        for _ in range(MOST_TAPS):
            label = await self._first_of(who, ("Zoals ik het invulde", "Begin", "Vaststellen"))
            if not label:
                return
            await self.taps(who, PAGE, label)

    async def reveals(self) -> None:
        for does in ("/overzicht", "Onthullen", "Onthullen"):
            await (self.types("Bo", does, PAGE) if does.startswith("/") else self.taps("Bo", PAGE, does))

    async def begins_to_talk(self) -> None:
        await self.house.take(self.phone("Bo", in_group=True).types("/gesprek"))
        await self.taps("Bo", PHONE, "In één ruimte")

    async def leaves(self, who: str) -> None:
        await self.types(who, "/stop", PHONE)
        await self.types(who, "ja, ik stop", PHONE)

    async def waits(self, days: int) -> None:
        """All that is due comes at its moment."""
        until = self.house.now + timedelta(days=days)
        while (due := await self.database.run(lambda uow: uow.timers.next_due())) and due <= until:
            self.house.now = max(self.house.now, due)
            fired = await self.database.run(
                lambda uow: self.house.runner.fire(uow, uow.timers.claim(self.house.now, 1)[0], self.house.now)
            )
            self.house.host.deliver(fired.outgoing)
            keeping = self.house.web._keeping
            assert keeping is not None
            await keeping.settled(5.0)
            await self.house.deliver()
        self.house.now = until
        await asyncio.sleep(0.01)  # letters are written beside it


def _seal(browser: Browser) -> str:
    found = re.search(r'name="zegel" value="([^"]*)"', browser.page)
    assert found is not None, browser.page
    return found[1]
