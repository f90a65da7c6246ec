"""A whole life in the program, on a database of choice: what people type and tap, and what they get to see."""

from collections.abc import Callable
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
from bot.phone.door import phone_doors
from bot.phone.phone import Phone
from bot.phone.town import Town
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.incoming import Body, Incoming, Tapped
from bot.turn.ports import UnitOfWork
from bot.turn.runner import Runner
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


class Life:
    """Zebrina and Anna manage a programme together, Carla a practice partner; Bo leads, and Dirk may come in."""

    def __init__(self, database: Database, phases: frozenset[Phase] = frozenset(Phase)) -> None:
        self.database = database
        self.texts = texts()
        runner = Runner(self.texts, HOUSE, phone_doors(), fresh=lambda: f"item{self.town.phones.updates}")
        self.town = Town(database, runner, START)
        self.group = self.town.phones.group("groep", GROUP, title="Groep")
        programme = [Member(PEOPLE["Zebrina"], NAME, Role.MANAGER), Member(PEOPLE["Anna"], "Anna Smit", Role.MANAGER)]
        practice = [Member(PEOPLE["Carla"], "Carla Boon", Role.MANAGER)]
        leads = Member(PEOPLE["Bo"], "Bo Blom", Role.FACILITATOR)
        database.run_sync(lambda uow: example.seed_with(uow, self.texts, leads, programme, practice, START, phases))

    def phone(self, who: str) -> Phone:
        """In private, or (`Anna @`) in the group."""
        name, at, _ = who.partition(" @")
        phone = self.town.phones.person(name, PEOPLE[name], full={"Zebrina": NAME, "Anna": "Anna Smit"}.get(name, name))
        return phone.at(self.group) if at else phone

    def do(self, who: str, *things: str) -> str:
        """One thing after another, in private or (`Anna @`) in the group: what the last one was answered with."""
        shown = ""
        for thing in things:
            phone = self.phone(who)
            shown = self._take(phone, self._incoming(phone, thing))
        return shown

    def does(self, who: str, body: Body) -> str:
        """Anything, also what no phone would do."""
        phone = self.phone(who)
        return self._take(phone, phone.does(body))

    def tap(self, who: str, data: str) -> str:
        """A button by what it carries, as an old message or a second tap may press it, in private or the group."""
        return self.does(who, Tapped(data, "", 1))

    def act(self, who: str, deed: Callable[[TurnContext], T]) -> T:
        """Something done at once, without the screens that lead to it. Nobody is shown anything."""
        self.town.now += timedelta(seconds=5)

        def work(uow: UnitOfWork) -> T:
            ctx = self.town.runner.ctx(uow, self.town.now, PEOPLE[who])
            done = deed(ctx)
            ctx.written()
            return done

        return self.look(work)

    def look(self, read: Callable[[UnitOfWork], T]) -> T:
        """What is kept."""
        return self.database.run_sync(read)

    def wait(self, time: timedelta) -> None:
        """Whatever falls due fires at its own moment."""
        self.town.pass_time(time)

    def hold(self, chat: ChatId) -> None:
        """Nothing can be sent there just now: what is for them waits."""
        self.town.phones.hold(chat)

    @property
    def now(self) -> datetime:
        return self.town.now

    # --- what is seen ---

    def screens(self, chat: ChatId) -> list[Screen]:
        """What stands in a chat now, oldest first."""
        return [message.screen for message in self.town.phones.said_to(chat)]

    def newest(self, chat: ChatId) -> Screen:
        """The lowest of these."""
        return self.screens(chat)[-1]

    def options(self, who: str) -> list[str]:
        """What the buttons of the newest screen carry."""
        return [button.option for row in self.newest(PEOPLE[who]).buttons for button in row]

    def _incoming(self, phone: Phone, what: str) -> Incoming:
        if what.startswith("["):
            return phone.taps(what[1:-1])
        if what.startswith("{link van "):
            return phone.opens(self.phone(what[10:-1]).chat.token)
        if phone.chat.private or what.startswith("/"):
            return phone.types(what)
        return phone.replies(what)

    def _take(self, phone: Phone, incoming: Incoming) -> str:
        seen = self.town.take(incoming)
        here = [one.version for one in seen.changes if one.chat == phone.chat.id]
        return "\n".join([*(one.screen.html + (one.document or "") for one in here), seen.toast])

    # --- what is kept ---

    def kept(self) -> dict[str, str]:
        """All there is in each table, as one text."""
        return self.database.run_sync(_rows)

    def where(self, *strings: str) -> set[str]:
        """The tables in which one of these stands."""
        return {name for name, rows in self.kept().items() if any(one in rows for one in strings)}


def _rows(uow: UnitOfWork) -> dict[str, str]:
    connection = uow.people._reads.connection  # type: ignore[attr-defined]
    known = [table.name for table in metadata.sorted_tables]
    return {name: repr([tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]) for name in known}
