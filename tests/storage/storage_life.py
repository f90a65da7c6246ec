"""A whole life in the program, on a database of choice: what people type and tap, and what they get to see."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import text

from bot import example
from bot.bootstrap import texts
from bot.content.screen import Screen
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase
from bot.example import Member
from bot.rooms import HOUSE
from bot.runner.incoming import Body, Commanded, Incoming, Replied, Said, Spoke, Tapped, to_json
from bot.runner.ports import UnitOfWork
from bot.runner.stage import Stage
from bot.runner.turn import Result, Runner
from storage.database import Database
from storage.schema import metadata

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
NAME = "Zebrina Kwakkelveld"
GROUP = ChatId(-501)
PEOPLE = {
    name: ChatId(5_000_000_000 + number) for number, name in enumerate(("Bo", "Zebrina", "Anna", "Carla", "Dirk"))
}
BOT = "samenspraak_bot"
T = TypeVar("T")
_LINK = re.compile(rf"https://t\.me/{BOT}\?start(?:group)?=([A-Za-z0-9_-]+)")


class Life:
    """Zebrina and Anna manage a programme together, Carla a practice partner; Bo leads, and Dirk may come in."""

    def __init__(self, database: Database, phases: frozenset[Phase] = frozenset(Phase)) -> None:
        self.database = database
        self.now = START
        self.texts = texts(BOT)
        self.runner = Runner(self.texts, HOUSE, fresh=lambda: f"item{self.update}")
        self.update = 0
        self.screens: dict[ChatId, dict[int, Screen]] = {}
        self.placed: dict[int, int] = {}
        self.holds: set[ChatId] = set()
        """Chats to which nothing can be sent just now: what is for them waits."""
        programme = [Member(PEOPLE["Zebrina"], NAME, Role.MANAGER), Member(PEOPLE["Anna"], "Anna Smit", Role.MANAGER)]
        practice = [Member(PEOPLE["Carla"], "Carla Boon", Role.MANAGER)]
        leads = Member(PEOPLE["Bo"], "Bo Blom", Role.FACILITATOR)
        database.run_sync(lambda uow: example.seed_with(uow, self.texts, leads, programme, practice, self.now, phases))

    def do(self, who: str, *things: str) -> str:
        """One thing after another, in private or (`Anna @`) in the group: what the last one was answered with."""
        shown = ""
        for thing in things:
            shown = self._one(who, thing)
        return shown

    def tap(self, who: str, data: str, chat: ChatId | None = None) -> str:
        """A button by what it carries, as an old message or a second tap may still press it."""
        return self._take(who, chat or PEOPLE[who], Tapped(data, "q", 1))

    def act(self, who: str, deed: Callable[[Stage], T]) -> T:
        """Something done at once, without the screens that lead to it. Nobody is shown anything."""
        self.now += timedelta(seconds=5)
        return self.look(lambda uow: deed(Stage(uow, self.now, self.texts, HOUSE, self.runner.fresh, PEOPLE[who])))

    def look(self, read: Callable[[UnitOfWork], T]) -> T:
        """What is kept."""
        return self.database.run_sync(read)

    def options(self, who: str) -> list[str]:
        """What the buttons of the newest screen carry."""
        newest = list(self.screens[PEOPLE[who]].values())[-1]
        return [button.option for row in newest.buttons for button in row]

    def _one(self, who: str, what: str) -> str:
        name, at, _ = who.partition(" @")
        chat = GROUP if at else PEOPLE[name]
        if what.startswith("["):
            message, option = self._button(chat, what[1:-1])
            return self._take(name, chat, Tapped(option, "q", message))
        if what.startswith("{link van "):
            return self._take(name, chat, Commanded("start", self._link(PEOPLE[what[10:-1]])))
        if what.startswith("/"):
            command, _, argument = what[1:].partition(" ")
            spoke = command in ("punt", "doel")
            return self._take(
                name, chat, Spoke(command, argument, self.update + 9000) if spoke else Commanded(command, argument)
            )
        if at:
            return self._take(name, chat, Replied(what, self.update + 9000, max(self.screens[chat])))
        return self._take(name, chat, Said(what))

    def _take(self, name: str, chat: ChatId, body: Body) -> str:
        self.update += 1
        person = PEOPLE[name]
        full = {"Zebrina": NAME}.get(name, name)
        incoming = Incoming(self.update, chat, chat > 0, person, full, body, title="Groep")
        self.now += timedelta(seconds=5)
        self.database.run_sync(lambda uow: uow.post.receive(incoming.update, to_json(incoming), self.now))
        result = self.database.run_sync(lambda uow: self.runner.take(uow, incoming, self.now))
        return self._deliver(result, chat)

    def wait(self, time: timedelta) -> None:
        """Whatever falls due fires at its own moment."""
        until = self.now + time
        while (due := self.database.run_sync(lambda uow: uow.timers.next_due())) is not None and due <= until:
            self.now = max(self.now, due)
            self._deliver(self.database.run_sync(self._fire), ChatId(0))
        self.now = until

    def _fire(self, uow: UnitOfWork) -> Result:
        return self.runner.fire(uow, uow.timers.claim(self.now, 1)[0], self.now)

    def _deliver(self, result: Result, chat: ChatId) -> str:
        sent = [one for one in result.outgoing if one.chat not in self.holds]
        for one in sent:
            kept = self.screens.setdefault(one.chat, {})
            edits = self.placed.get(one.placed, one.edits) if one.placed else one.edits
            message = edits if edits in kept else 100 + sum(map(len, self.screens.values()))
            kept[message] = one.screen
            if one.placed is not None:
                self.placed[one.placed] = message
        self.database.run_sync(lambda uow: self._delivered(uow, [one.id for one in sent], result))
        answers = [one.screen.html + (one.document or "") for one in sent if one.chat == chat]
        return "\n".join([*answers, result.toast or ""])

    def _delivered(self, uow: UnitOfWork, sent: Sequence[int], result: Result) -> None:
        uow.post.done(sent, self.now)
        for one in result.outgoing:
            if one.placed in self.placed:
                uow.post.was_placed(one.placed, self.placed[one.placed], pinned=True)

    def _button(self, chat: ChatId, label: str) -> tuple[int, str]:
        for message, screen in reversed(self.screens[chat].items()):
            for button in (b for row in screen.buttons for b in row):
                if button.label == label:
                    return message, button.option
        seen = "\n".join(f"{s.html} {[b.label for r in s.buttons for b in r]}" for s in self.screens[chat].values())
        raise AssertionError(f"no button [{label}] in:\n{seen[-1500:]}")

    def _link(self, chat: ChatId) -> str:
        found = [
            match[1]
            for screen in self.screens[chat].values()
            for text_ in (screen.html, *(b.url or "" for row in screen.buttons for b in row))
            if (match := _LINK.search(text_))
        ]
        return found[-1]

    def kept(self) -> dict[str, str]:
        """All there is in each table, as one text."""
        return self.database.run_sync(_rows)

    def where(self, *strings: str) -> set[str]:
        """The tables in which one of these stands."""
        return {name for name, rows in self.kept().items() if any(one in rows for one in strings)}


def _rows(uow: UnitOfWork) -> dict[str, str]:
    connection = uow.people._connection  # type: ignore[attr-defined]
    known = [table.name for table in metadata.sorted_tables]
    return {name: repr([tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]) for name in known}
