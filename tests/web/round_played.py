"""Plays the script of a round through whichever doors, and writes down what everybody saw at each step."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from round_script import Binds, Changes, Days, InGroup, Leads, Own, Script, Step
from web_house import NOW, Browser, House, read

from bot import example
from bot.content.markup import plain
from bot.domain.group import ChatThread
from bot.phone.chat import Chat
from bot.phone.message import Version
from bot.phone.phone import Phone
from bot.turn.incoming import Incoming
from bot.turn.ports import UnitOfWork
from bot.turn.runner import TurnResult
from bot.web.limits import Limit
from storage.database import Database

NAMES = tuple(name.split()[0] for name in example.PEOPLE)
GROUP = "/groep/1"
PHONE, PAGE = "phone", "page"
STANDS = (
    "SELECT coalesce(first.name, more.name), max(touched) FROM page_message AS shown"
    " LEFT JOIN person AS first ON first.chat = shown.chat LEFT JOIN person_chat ON person_chat.chat = shown.chat"
    " LEFT JOIN person AS more ON more.id = person_chat.person GROUP BY shown.chat"
)
"""Whose page each is, and how far it is."""
AT_ONCE = timedelta(minutes=1)
"""So much later the next thing is done, whatever was needed for this one."""
LATELY = 4
LOOKS_AFTER = timedelta(days=29)


@dataclass(frozen=True, slots=True)
class Sight:
    """A text that stood somewhere, with the buttons below it."""

    text: str
    labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, version: Version) -> "Sight":
        """As it stands on a phone."""
        return cls(version.text.strip(), tuple(one.label for one in version.buttons if one.option))


@dataclass
class Seen:
    """What came into sight of somebody, or in the group, at each step; the answers to what they did."""

    by: dict[str, dict[int, list[Sight]]] = field(default_factory=dict)
    moving: dict[str, list[Sight]] = field(default_factory=dict)
    """What was new while they changed doors."""
    ever: dict[str, set[Sight]] = field(default_factory=dict)
    answers: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, who: str, step: int, sight: Sight, *, moving: bool) -> None:
        """Unless they saw it before."""
        ever = self.ever.setdefault(who, set())
        if sight in ever:
            return
        ever.add(sight)
        if moving:
            self.moving.setdefault(who, []).append(sight)
        else:
            self.by.setdefault(who, {}).setdefault(step, []).append(sight)


class Played:
    """One play. `at` is the door by which each of them is in now."""

    def __init__(self, house: House, at: Mapping[str, str], *, moves: bool) -> None:
        self.house, self.at, self.moves = house, dict(at), moves
        self.seen = Seen()
        self.pages: dict[str, Browser] = {}
        self._step = 0
        self._clock = NOW
        self._phones = 0
        self._stands: dict[str, int] = {}
        self._both: set[str] = set()
        self._acted = ""

    # --- the parts ---

    @property
    def own_page(self) -> bool:
        """Whether the group is a page."""
        return PHONE not in self.at.values()

    @property
    def there(self) -> Chat:
        return self.house.phones.phones.group("Groep")

    async def play(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self._step += 1
            try:
                await self._play(step)
            except Exception as error:
                error.add_note(f"step {self._step}: {step}")
                raise

    async def _play(self, step: Step) -> None:
        match step:
            case Own(who, does):
                for one in does:
                    await self._once(who, self._own, one)
            case InGroup(who, does, below):
                await self._once(who, lambda who, one: self._in_group(who, one, below), does)
            case Leads(who, label):
                await self._once(who, self._leads, label)
            case Days(number):
                await self._days(number)
            case Binds(who):
                await self._binds(who)
            case Changes():
                self._clock += AT_ONCE
                if self.moves:
                    await self._changes(step)

    async def _once(self, who: str, act: Callable, what: str) -> None:
        self._clock += AT_ONCE
        self.house.now, self._acted = self._clock, who
        said = await act(who, what)
        self.seen.answers.append((self._step, who, said))
        await self._look()

    # --- in one's own chat ---

    async def _own(self, who: str, one: str) -> str:
        if self.at[who] == PAGE:
            browser = await self._page(who)
            await (browser.taps(one[1:-1]) if one.startswith("[") else browser.types(one))
            return browser.said
        phone = self.house.phone(who)
        return await self.house.take(self._tap(phone, one[1:-1]) if one.startswith("[") else phone.types(one))

    def _tap(self, phone: Phone, label: str) -> Incoming:
        """A button that came lately: an old one would do something else than is meant."""
        lately = [one.message for one in self.house.phones.phones.seen if one.chat == phone.chat.id][-LATELY:]
        found = (m for at in reversed(lately) if (m := phone.chat.number(at)) and label in m.now.labels)
        message = next(found, None)
        assert message is not None, f"{phone.name} was shown no button {label} lately"
        return phone.taps_on(message, label)

    async def _page(self, who: str, path: str = "/gesprek") -> Browser:
        browser = self.pages[who]
        if browser.path != path or path == GROUP:  # what stands in the group may have changed by others
            await browser.get(path)
        if "Kom binnen" in browser.page:
            await browser.goes_to(1)
            await browser.get(path)
            self.house.now = self._clock
        return browser

    # --- in the group ---

    async def _in_group(self, who: str, one: str, below: str) -> str:
        if self.at[who] == PAGE:
            return await self._on_the_page(await self._page(who, GROUP), one, below)
        phone = self.house.phone(who).at(self.there)
        if one.startswith("["):
            return await self.house.take(phone.taps_on(phone.find(below), one[1:-1]))
        return await self.house.take(phone.types(one) if one.startswith("/") else phone.replies(one, phone.find(below)))

    async def _on_the_page(self, browser: Browser, one: str, below: str) -> str:
        command, _, text = one.partition(" ")
        if one.startswith("["):
            await browser.taps_on(below, one[1:-1])
        elif command in SPOKEN:
            await browser.says(text, by=SPOKEN[command])
        elif one.startswith("/"):
            await browser.taps(next(knob.label for knob in browser.knobs if knob.label.startswith(f"{one} ")))
        else:
            answer = re.search(rf'href="({GROUP}\?op=\d+)#schrijf"', browser.card(below))
            assert answer is not None, f"no answer below {below}"
            await browser.get(answer[1])
            await browser.says(one)
        return browser.said

    async def _leads(self, who: str, label: str) -> str:
        if self.at[who] == PHONE:
            return await self.house.take(self.house.phone(who).taps(label))
        browser = await self._page(who, GROUP)
        await browser.taps(next(knob.label for knob in browser.knobs if knob.name == "paneel" and knob.label == label))
        return browser.said

    # --- time, and doors ---

    async def _days(self, number: int) -> None:
        """All that is due comes at its own moment; who has a page looks there now and then, so that it stays open."""
        until = self._clock + timedelta(days=number)
        while self._clock < until:
            self._clock = min(until, self._clock + LOOKS_AFTER)
            while (due := await self.house.database.run(lambda uow: uow.timers.next_due())) and due <= self._clock:
                self.house.now = max(self.house.now, due)
                fired = await self.house.database.run(self._fire)
                self.house.host.deliver(fired.outgoing)
                await self._settle()
            self.house.now = self._clock
            for browser in self.pages.values():
                await browser.get("/gesprek")
        self._acted = ""
        await self._look()

    def _fire(self, uow: UnitOfWork) -> TurnResult:
        return self.house.runner.fire(uow, uow.timers.claim(self.house.now, 1)[0], self.house.now)

    async def _settle(self) -> None:
        keeping = self.house.web._keeping
        assert keeping is not None
        await keeping.settled(5.0)
        await self.house.deliver()

    async def _changes(self, step: Changes) -> None:
        """To the other door. That the question of now is shown there once more is nothing new."""
        who, other = step.who, PHONE if self.at[step.who] == PAGE else PAGE
        self.house.now, self._acted = self._clock, ""
        if who not in self._both:
            await (self._into_the_browser(who) if other == PAGE else self._onto_the_phone(who))
            self._both.add(who)
        self.at[who] = other
        if other == PAGE:
            await self.pages[who].get("/gesprek")
        if step.in_group:
            await self._in_group(who, step.by, "")
        elif step.by:
            await self._own(who, step.by)
        await self._look(moving=True)

    async def _into_the_browser(self, who: str) -> None:
        await self._own(who, "/browser")
        self.pages[who] = self.house.browser()
        link = re.search(r"https://samen\.example/u/[\w-]+", self.house.phone(who).newest.text)
        assert link is not None, self.house.phone(who).newest.text
        await self.pages[who].comes_in(link[0])

    async def _onto_the_phone(self, who: str) -> None:
        await self._own(who, "/browser")
        link = re.search(r"https://t\.me/\w+\?start=([\w-]+)", self.pages[who].page)
        assert link is not None, self.pages[who].text
        self.at[who] = PHONE
        await self._own(who, f"/start {link[1]}")
        await self._own(who, "[Ja, dit ben ik]")

    async def _binds(self, who: str) -> None:
        for one in ("/overzicht", "[Groepen]", "[Groep voor HLO Zorg in de wijk]"):
            await self._once(who, self._own, one)
        if self.own_page:
            await self._once(who, self._own, "[Maak een groep in de browser]")
            return
        link = self.house.phone(who).chat.token
        await self._once(who, lambda who, one: self.house.take(self.house.phone(who).at(self.there).opens(one)), link)

    # --- looking ---

    async def page_shows_the_group(self) -> None:
        """Where a page shows a group of Telegram, it is what stands there, word for word."""
        binding = await self.house.database.run(lambda uow: uow.groups.at(ChatThread(self.there.id)))
        if binding is None or binding.beside is None:
            return
        shown = await self.house.database.run(lambda uow: uow.shown.all(binding.beside))
        on_page = {one.there: plain(one.message.screen.html) for one in shown}
        there = {message.id: message.text for message in self.there.of_bot()}
        assert on_page == {number: text for number, text in there.items() if number in on_page}
        came_in = min(number for number, text in there.items() if "leest hier ook iemand mee" in text)
        assert on_page.keys() >= {number for number in there if number >= came_in}

    async def _look(self, *, moving: bool = False) -> None:
        """What everybody sees now that they did not see before."""
        await self._settle()
        names = {self.house.phone(name).chat.id: name for name in NAMES} | {self.there.id: "group"}
        arrived = self.house.phones.phones.seen
        found = [(names[one.chat], Sight.of(one.version)) for one in arrived[self._phones :]]
        self._phones = len(arrived)
        for name in self._changed():
            found += [(name, one) for one in await self._cards(name)]
        for who, one in found:
            self.seen.add(who, self._step, one, moving=moving)

    def _changed(self) -> list[str]:
        """Whose pages changed since they were looked at last; that of the group is called so."""
        with self.house.database.engine.connect() as connection:
            stands = {(name or "page").split()[0]: stand for name, stand in connection.exec_driver_sql(STANDS)}
        changed = [name for name, stand in stands.items() if self._stands.get(name) != stand]
        self._stands = stands
        return changed

    async def _cards(self, called: str) -> list[Sight]:
        """What stands there; at that of the group they look in turn."""
        viewers = sorted(self.pages)
        who, path = (viewers[self._step % len(viewers)], GROUP) if called == "page" else (called, "/gesprek")
        page = self.pages[who]
        fresh = who == self._acted and page.path == path  # as it came in answer to what they did
        return sights(page.page if fresh else await page.get(path))


def sights(page: str) -> list[Sight]:
    """The cards of a page, in the order in which they came, without the panel beside a group."""
    found = re.findall(r'<article class="card".*?</article>', page.partition("<aside")[0], re.DOTALL)
    return [_sight(one) for one in reversed(found)]


def _sight(card: str) -> Sight:
    text = re.search(r'<div class="text">(.*?)</div>', card, re.DOTALL)
    labels = re.findall(r'<button [^>]*?name="tik" [^>]*>(.*?)</button>', card, re.DOTALL)
    return Sight(read(text[1]) if text else "", tuple(read(label) for label in labels))


SPOKEN = {"/punt": "Verstuur als punt", "/doel": "Stel voor als doel"}


@asynccontextmanager
async def played(script: Script, at: Mapping[str, str], *, moves: bool = False) -> AsyncIterator[Played]:
    """A play of the example, to its end. `moves`: people change doors where the script says so."""
    numbers = count(1)
    with Database("sqlite://", bot=1) as database:
        house = House(database, NOW, fresh=lambda: f"item{next(numbers)}")
        chats = [await house.chat(name) if at[name] == PAGE else house.phone(name).chat.id for name in NAMES]
        await database.run(lambda uow: example.seed(uow, house.runner.texts, chats, NOW, script.phases))
        await house.start()
        house.web._pages.often = Limit(10_000, 60.0)  # type: ignore[union-attr]
        play = Played(house, at, moves=moves)
        for name in NAMES:
            if at[name] == PAGE:
                play.pages[name] = await house.window(await house.chat(name))
        await play.play(script.steps)
        yield play
        await house.stop()
