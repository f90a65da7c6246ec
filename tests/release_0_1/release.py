"""What version 0.1 left behind: its database and its phones, and all that the tests need of the program of now.

Every import of the program stands here and nowhere else in this folder.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from alembic import command
from sqlalchemy import Connection, MetaData, create_engine, types

from bot import copies
from bot.bootstrap import keep_edition, texts
from bot.content.markup import plain as as_read
from bot.content.screen import Button, Screen
from bot.domain.ids import ChatId
from bot.phone.door import phone_doors
from bot.phone.exchange import Exchange
from bot.phone.message import NotShownError, Version
from bot.phone.phone import Phone
from bot.phone.town import Town, TurnSeen
from bot.rooms import HOUSE
from bot.settings import Settings
from bot.turn.incoming import Commanded, Incoming, Replied, Spoke, Tapped, from_json
from bot.turn.ports import RefusedError, UnitOfWork
from bot.turn.records import Outgoing
from bot.turn.runner import Runner, TurnResult
from storage import migrate
from storage.database import Database

__all__ = [
    "AT",
    "BOT",
    "LAST_REVISION",
    "PHONES",
    "Commanded",
    "Database",
    "Incoming",
    "NotShownError",
    "Outgoing",
    "Phone",
    "Replied",
    "Spoke",
    "Tapped",
    "Town",
    "TurnResult",
    "TurnSeen",
    "UnitOfWork",
    "from_json",
    "migrate",
]

FOLDER = Path(__file__).parent
PHONES: dict[str, Any] = json.loads((FOLDER / "phones.json").read_text(encoding="utf-8"))
AT = datetime.fromisoformat(PHONES["at"])
"""The moment at which version 0.1 went down."""
BOT: int = PHONES["bot"]["id"]
LAST_REVISION = "0007"
"""Of the tables of version 0.1."""

T = TypeVar("T")


# --- the database, as it was left ---


def write_sqlite(path: Path) -> None:
    """The file as version 0.1 left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / "database.sql").read_text(encoding="utf-8"))


def write_postgres(url: str, file: Path) -> None:
    """The same rows in a PostgreSQL database that is empty: the tables of then, row by row, and what counts on."""
    engine = create_engine(url)
    with engine.begin() as connection, closing(sqlite3.connect(file)) as kept:
        configuration = migrate.config()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, LAST_REVISION)
        tables = MetaData()
        tables.reflect(connection)
        kept.row_factory = sqlite3.Row
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                _copy(connection, table, kept)
    engine.dispose()


def _copy(connection: Connection, table: Any, kept: sqlite3.Connection) -> None:
    rows = [dict(row) for row in kept.execute(f'SELECT * FROM "{table.name}"')]
    for row in rows:
        row.update({column.name: _value(column.type, row[column.name]) for column in table.columns})
    if rows:
        connection.execute(table.insert(), rows)
    if "id" in table.columns:
        counted = kept.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
        last = max([counted[0] if counted else 0, *(row["id"] for row in rows)])
        if last:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), {last})")


def _value(kind: Any, value: Any) -> Any:
    """What SQLite keeps as a number or text, as PostgreSQL wants it. Moments are kept in UTC."""
    if value is None:
        return None
    if isinstance(kind, types.Boolean):
        return bool(value)
    if isinstance(kind, types.DateTime):
        return datetime.fromisoformat(f"{value}+00:00")
    return date.fromisoformat(value) if isinstance(kind, types.Date) else value


# --- what is in it ---

TYPED = {
    "person": ("name",),
    "collaboration": ("name",),
    "partner": ("name", "sector"),
    "answer": ("conversation", "step", "kind", "value", "item"),
    "settlement": ("run", "number", "form"),
    "reaction": ("card", "choice"),
    "ask_link": ("ask", "offer", "degree"),
    "board": ("subject", "text", "state"),
    "seat": ("board", "person"),
    "reply": ("text",),
    "contribution": ("question", "text", "withdrawn"),
    "goal": ("text", "version"),
    "ballot": ("subject", "person", "choice", "reason"),
    "minutes_check": ("correction", "confirmed"),
    "minutes": ("body",),
    "agreement": ("what", "owner_name", "due", "look_back", "repeat", "state", "shared"),
    "agreement_event": ("kind", "due", "note"),
    "looked_back": ("day", "result"),
    "commitment": ("stand", "condition", "term", "shared"),
    "shared_answer": ("question",),
    "said_in_group": ("text",),
    "prompt": ("about", "occasion", "response"),
    "yearly": ("on", "decision"),
    "pulse_answer": ("motive", "choice"),
    "content": ("version", "files"),
}
"""Where what people typed and chose stands, by table. A version that moves it says here where it went."""


_OF_TALK = "JOIN discussion d ON d.run = q.run"
_SAID = "FROM question_contribution c JOIN question q ON q.id = c.question"
_CALLED = "'goal.' || CAST(COALESCE(q.was, q.id) AS TEXT)"
MOVED = {
    "board": "SELECT about AS subject, text, state FROM question WHERE kind = 'motive'",
    "seat": "SELECT question AS board, person FROM question_seat",
    "reply": f"SELECT c.text {_SAID} WHERE q.kind = 'motive'",
    "asked": f"SELECT q.id FROM question q {_OF_TALK} WHERE q.kind = 'asked' AND q.placed IS NOT NULL",
    "stood": f"SELECT s.placed FROM question_stood s JOIN question q ON q.id = s.question {_OF_TALK}",
    "contribution": f"SELECT q.about AS question, c.text, c.withdrawn {_SAID} {_OF_TALK}",
    "goal": "SELECT text, number AS version FROM question WHERE kind = 'proposal'",
    "ballot": f"SELECT CASE WHEN q.kind = 'asked' THEN q.about ELSE {_CALLED} || '.' || CAST(b.wording AS TEXT) END"
    " AS subject, b.person, b.choice, b.reason FROM question_ballot b JOIN question q ON q.id = b.question",
    "asked_in_group": "SELECT s.placed FROM question_stood s JOIN question q ON q.id = s.question"
    " WHERE q.kind = 'asked' AND q.run NOT IN (SELECT run FROM discussion)",
    "said_in_group": f"SELECT c.text {_SAID} WHERE q.kind = 'asked' AND q.run NOT IN (SELECT run FROM discussion)",
}
"""Where the rows of a table stand today that is no more."""


def _tables(connection: Connection) -> dict[str, str]:
    """Each table that there is or was, as something to select from."""
    tables = MetaData()
    tables.reflect(connection)
    gone = {name: f"({where}) AS moved" for name, where in MOVED.items() if name not in tables.tables}
    return {name: f'"{name}"' for name in tables.tables} | gone


def typed(connection: Connection) -> dict[str, tuple[int, str]]:
    """For each of these tables how many rows there are, and a digest of what stands in them."""
    quoted = {table: ", ".join(f'"{column}"' for column in columns) for table, columns in TYPED.items()}
    there = _tables(connection)
    rows = {
        table: connection.exec_driver_sql(f"SELECT {columns} FROM {there[table]}").all()
        for table, columns in quoted.items()
    }
    return {table: (len(found), _digest(found)) for table, found in rows.items()}


def _digest(rows: Any) -> str:
    lines = sorted("|".join(_text(value) for value in row) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _text(value: Any) -> str:
    """The same for both backends."""
    return "" if value is None else str(int(value)) if isinstance(value, bool) else str(value)


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {there}").scalar_one()
        for name, there in sorted(_tables(connection).items())
    }


# --- the program on it ---


class Undone(Exception):  # noqa: N818 (it is no error)
    """A turn was taken and is given back, with what it led to."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


def _give_back(result: Any) -> NoReturn:
    raise Undone(result)


@dataclass(frozen=True)
class Opened:
    """The database in the hands of the program of now."""

    database: Database
    runner: Runner

    def undone(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` leads to. Nothing of it is kept, so that the next one finds everything as it was."""

        def then_back(uow: UnitOfWork) -> NoReturn:
            try:
                result = work(uow)
            except RefusedError as refused:
                raise RefusedError(lambda afresh, instead=refused.instead: _give_back(instead(afresh))) from None
            _give_back(result)

        try:
            self.database.run_sync(then_back)
        except Undone as undone:
            result: T = undone.result
            return result
        raise AssertionError("it was kept")

    def taps(self, who: str, chat: int, message: int, data: str) -> TurnResult:
        """Somebody taps a button, and it never happened."""
        return self.does(who, chat, Tapped(data, "q", message))

    def does(self, who: str, chat: int, body: Any, at: datetime = AT) -> TurnResult:
        """Somebody does something, and it never happened."""
        person = ChatId(PHONES["people"].get(who, chat))
        incoming = Incoming(PHONES["last_update"] + 1, ChatId(chat), chat > 0, person, who, body, title="Groep")
        return self.undone(lambda uow: self.runner.take(uow, incoming, at + timedelta(seconds=5)))

    def apology(self) -> str:
        """What is said when a turn failed by a mistake of ours."""
        incoming = Incoming(PHONES["last_update"] + 1, ChatId(1), True, ChatId(1), "", Tapped("", "q", 1))
        return self.undone(lambda uow: self.runner.apologise(uow, incoming, AT)).toast or ""

    def town(self) -> Town:
        """All phones as they were left, with the program behind them."""
        return Town(self.database, self.runner, AT, _exchange())


def restored(url: str, folder: Path) -> str:
    """A copy of what version 0.1 left, restored as another database: its URL."""
    place = Settings(token=None, database_url=f"sqlite:///{folder / 'restored.db'}", data_dir=folder)
    copies.backup(place.model_copy(update={"database_url": url}), folder / "copy", AT)
    copies.restore(place, folder / "copy", AT + timedelta(hours=1))
    return place.database


def opened(url: str) -> Opened:
    """Bring it up to date and begin, as the program does at its start."""
    migrate.upgrade(url)
    database = Database(url, bot=BOT)
    earlier = database.run_sync(keep_edition)
    return Opened(database, Runner(texts(earlier), HOUSE, phone_doors()))


def _exchange() -> Exchange:
    phones = Exchange()
    for name, chat in PHONES["people"].items():
        phones.person(name, ChatId(chat))
    for name, group in PHONES["groups"].items():
        phones.group(name, ChatId(group["chat"]), title=name.capitalize())
    for chat, messages in PHONES["chats"].items():
        one = phones.chat(ChatId(int(chat)))
        for message in messages:
            one.next_number = message["id"]
            one.put(Version(Screen(message["text"], _rows(message))), by_bot=True)
        one.next_number = PHONES["last_message"] + 1
    phones.updates = PHONES["last_update"]
    return phones


def _rows(message: dict[str, Any]) -> tuple[tuple[Button, ...], ...]:
    rows = message.get("buttons", [])
    return tuple(tuple(Button(b["label"], b.get("data", ""), b.get("link")) for b in row) for row in rows)


# --- what stands on the phones ---


@dataclass(frozen=True)
class Shown:
    """A button or a link on a phone, and whose it is to tap."""

    who: str
    chat: int
    message: int
    label: str
    data: str = ""
    link: str = ""

    def tap(self) -> Incoming:
        """It is tapped."""
        person = ChatId(PHONES["people"][self.who])
        body = Tapped(self.data, "q", self.message)
        return Incoming(PHONES["last_update"] + 1, ChatId(self.chat), self.chat > 0, person, self.who, body)


@dataclass(frozen=True)
class Target:
    """A message in a group that can be answered, and who is there."""

    group: str
    members: list[str]
    chat: int
    message: int
    kind: str


def to_answer() -> list[Target]:
    """Every message in a group that can be answered, the newest first."""
    return [
        Target(name, group["members"][:3], group["chat"], message["id"], message["replies_are_for"])
        for name, group in PHONES["groups"].items()
        for message in reversed(PHONES["chats"][str(group["chat"])])
        if "replies_are_for" in message
    ]


def shown() -> Iterator[Shown]:
    """Every button and link on every phone, the newest message first; in a group for two of its people."""
    people = {chat: name for name, chat in PHONES["people"].items()}
    members = {group["chat"]: group["members"][:2] for group in PHONES["groups"].values()}
    for key, messages in PHONES["chats"].items():
        chat = int(key)
        for message in reversed(messages):
            links = [{"label": "", "link": link} for link in message.get("links", [])]
            for button in [*(b for row in message.get("buttons", []) for b in row), *links]:
                for who in members[chat] if chat < 0 else [people[chat]]:
                    yield Shown(who, chat, message["id"], **button)


def different(buttons: Iterator[Shown]) -> list[Shown]:
    """Each button once; but of all the questions that a talk asked before its newest, one button will do."""
    newest: dict[str, tuple[int, str]] = {}
    found: dict[tuple[Any, ...], Shown] = {}
    for one in buttons:
        kind, *rest = one.data.split(":")
        asked = (one.message, rest[1]) if kind == "c" else None
        if asked and (asked != newest.setdefault(rest[0], asked) or one.message < PHONES["last_day"]):
            found.setdefault((one.who, one.chat, rest[0]), one)
        else:
            found.setdefault((one.who, one.chat, one.data or one.link), one)
    return list(found.values())


def read_as(html: str) -> str:
    """A message as a person reads it."""
    return as_read(html)
