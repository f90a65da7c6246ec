"""Drives the program from outside: the sandbox as Telegram, the bot as a process, people with thumbs.

Waits for what can be seen (calls, messages, rows on disk), never for a time; every wait has a generous deadline.
"""

import asyncio
import os
import re
import signal
import socket
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy import NullPool, create_engine, text

from bot import example
from bot.bootstrap import Program, texts
from bot.domain.ids import ChatId
from bot.sandbox.clock import SandboxClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import Settings
from bot.telegram.budget import Budget
from storage import migrate
from storage.database import Database

from . import warm

PATIENCE = 30.0
"""Seconds after which something that should happen has not happened. Never reached when all is well."""
ALARM = re.compile(r"^(ERROR|CRITICAL) |level='(error|critical)'|^Traceback |Exception ignored", re.MULTILINE)
GUEST = "Gast Voorbeeld"
SIGNS = "✓★● "


class BotDiedError(Exception):
    """The bot's process has ended."""


async def until(condition, *, within=PATIENCE, what="it"):
    """Wait until `condition()` is true, and give what it gave."""
    deadline = asyncio.get_running_loop().time() + within
    while not (found := condition()):
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError(f"{what} did not happen within {within} s")
        await asyncio.sleep(0.004)
    return found


class House:
    """A sandbox, a database with the example in it, and the bot. `world` is the sandbox's, for what is not here."""

    module = warm.PROGRAM

    def __init__(self, folder: Path, database_url: str | None = None, clock: SandboxClock | None = None):
        """`clock` is that of Telegram."""
        self.folder = folder
        self.world = World(clock=clock)
        self.server = SandboxServer(self.world)
        self.url = database_url or f"sqlite:///{folder / 'samenspraak.db'}"
        self.phones: dict[str, Phone] = {}
        self.process: warm.Process | None = None
        self.logs: list[Path] = []
        self.environment: dict[str, str] = {}
        self.expected = re.compile(r"(?!)")
        """What may stand in the log at ERROR: a line or a traceback in which this is found."""
        self._engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)

    # --- opening and closing ---

    async def __aenter__(self):
        await self.server.start()
        return self

    async def __aexit__(self, kind, error, trace):
        self.kill()
        await self.server.stop()
        self._engine.dispose()
        if kind is None:
            self.check_logs()

    def seed(self, *more_people: str):
        """Put the example into the database. Everybody has started the bot, but for the guest and `more_people`."""
        names = (*example.PEOPLE, GUEST, *more_people)
        users = dict(zip(names, self.world.seed([_split(name) for name in names]), strict=True))
        self.make_database()
        chats = [ChatId(users[name].id) for name in example.PEOPLE]
        with Database(self.url, bot=self.world.bot.id) as database:
            now = self.world.clock.now()
            database.run_sync(lambda uow: example.seed(uow, texts(), chats, now))
        for name in example.PEOPLE:
            self.world.user_starts(users[name])
        self.world.queue.drop_pending()
        self.phones = {name.partition(" ")[0]: Phone(self, user) for name, user in users.items()}

    def make_database(self):
        """All tables with nothing in them."""
        file = self.folder / "samenspraak.db"
        if self.url == f"sqlite:///{file}":
            file.write_bytes(_migrated())
        else:
            migrate.upgrade(self.url)

    def __getitem__(self, name: str) -> "Phone":
        return self.phones[name]

    def phone_of(self, user) -> "Phone":
        """The phone of somebody who is not in the example."""
        return Phone(self, user)

    def check_logs(self):
        """No alarm in any log but the expected ones, and never the token."""
        for path in self.logs:
            said = path.read_text()
            assert self.world.bot_token not in said, "the token stands in the log"
            for entry in _entries(said):
                assert not ALARM.search(entry) or self.expected.search(entry), f"the bot logged:\n{entry}"

    @property
    def log(self) -> str:
        """Everything the bot's processes have said."""
        return "\n".join(path.read_text() for path in self.logs)

    # --- the process ---

    def environ(self, **more: str) -> dict[str, str]:
        """Only what the program is documented to read, and where its code is when that is set."""
        return {
            "PATH": os.defpath,
            **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
            "TELEGRAM_API_BASE_URL": self.server.base_url,
            "TELEGRAM_BOT_TOKEN": self.world.bot_token,
            "SAMENSPRAAK_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            **({} if "WEBHOOK_URL" in self.environment else {"LISTEN": "127.0.0.1:0"}),
            **self.environment,
            **more,
        }

    def launch(self):
        """Start the process and do not wait for it."""
        assert self.process is None
        self.logs.append(self.folder / f"bot-{len(self.logs)}.log")
        self.logs[-1].touch()  # so that it can be read at once
        where = {"env": self.environ(), "cwd": self.folder, "out": self.logs[-1]}
        self.process = warm.start("run", module=self.module, **where)

    async def start(self):
        """Start the bot and wait until it listens."""
        calls = self.world.journal.counts
        before = calls["deleteWebhook"] + calls["setWebhook"]
        self.launch()
        await self.until(lambda: calls["deleteWebhook"] + calls["setWebhook"] > before, what="listening")
        if (address := urlsplit(self.environment.get("WEBHOOK_URL", ""))).port:
            await self.until(lambda: _is_open(address.hostname, address.port), what="opening the port")

    def kill(self):
        """SIGKILL, at once."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait(PATIENCE)

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(process.wait, PATIENCE)

    async def restart(self):
        self.kill()
        await self.start()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    # --- waiting and looking ---

    async def until(self, condition, *, what="it"):
        """As `until`, and gives up at once when the bot has died."""

        def look():
            if not self.alive:
                raise BotDiedError(self.logs[-1].read_text()[-2000:])
            return condition()

        try:
            return await until(look, what=what)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; the log ends with\n{self.log[-2000:]}") from None

    async def settled(self):
        """All that came in has been handled, and all that this led to has been sent."""
        await self.until(self.is_settled, what="settling")

    def is_settled(self) -> bool:
        return (
            len(self.world.queue) == 0
            and not self.rows('SELECT 1 FROM inbox WHERE finished_at IS NULL AND "update" >= 0')
            and not self.rows("SELECT 1 FROM outbox WHERE done_at IS NULL")
        )

    def rows(self, query: str, **values) -> list[tuple]:
        """What a query finds in the bot's database."""
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def value(self, query: str, **values):
        return self.rows(query, **values)[0][0]

    def count(self, rest: str, **values) -> int:
        return self.value(f"SELECT count(*) FROM {rest}", **values)

    def everything(self) -> str:
        """All that is kept, as one text to search in."""
        if self._engine.dialect.name == "sqlite":
            tables = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        else:
            tables = [name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return "\n".join(f"{table}: {row}" for table in tables for row in self.rows(f'SELECT * FROM "{table}"'))

    def answers(self, phone: "Phone", dialog: str = "preparation") -> dict[str, tuple[str, str]]:
        """The answers on disk of one person: step, and kind and value."""
        found = self.rows(
            "SELECT a.step, a.kind, a.value FROM answer a JOIN conversation c ON c.id = a.conversation "
            "WHERE c.chat = :chat AND c.dialog = :dialog",
            chat=phone.id,
            dialog=dialog,
        )
        return {step: (kind, value) for step, kind, value in found}

    def counted(self) -> Counter:
        """How often each method was called that changes something people see."""
        counts = self.world.journal.counts
        return Counter(
            {m: counts[m] for m in counts if m.startswith(("send", "edit", "deleteMessage", "forward", "copy"))}
        )

    def calls(self, *methods: str, chat: int | None = None) -> list:
        """The calls of these methods, oldest first."""
        return [
            call
            for call in self.world.calls
            if call.method in methods and (chat is None or str(call.params.get("chat_id")) == str(chat))
        ]


class HouseWithin(House):
    """The same with the bot in this very process, on the sandbox's clock, so that days can pass at once."""

    def __init__(self, folder: Path, start: datetime):
        super().__init__(folder)
        self.world.clock.offset = start - self.world.clock.now()
        self.now = self.world.clock.now
        """The clock of the bot; that of Telegram is the world's."""
        self.program: Program | None = None

    async def __aexit__(self, kind, error, trace):
        await self.stop()
        await super().__aexit__(kind, error, trace)

    async def start(self):
        settings = Settings(
            token=SecretStr(self.world.bot_token),
            api_base_url=self.server.base_url,
            database_url=self.url,
            data_dir=self.folder,
        )
        self.program = Program(settings, now=self.now, budget=Budget(rates=None))
        await self.program.start()

    async def stop(self):
        program, self.program = self.program, None
        if program is not None:
            await program.stop()

    @property
    def alive(self) -> bool:
        return self.program is not None

    async def wait_for(self, at: datetime):
        """Let the clock come to this moment, and everything happen that is due by then."""
        self.world.jump(at - self.world.clock.now())
        await self.program.ticker.tick()
        await self.settled()


class Phone:
    """One person's chat with the bot."""

    def __init__(self, house: House, user):
        self.house = house
        self.user = user
        self.id = user.id
        self.world = house.world

    @property
    def messages(self) -> list:
        """What the bot has said here, oldest first."""
        return [m for m in self.world.messages(self.user) if m.sender_id == self.world.bot.id]

    @property
    def last(self) -> str:
        """The text of the newest message of the bot."""
        return self.messages[-1].text if self.messages else ""

    @property
    def screen(self):
        """The newest message of the bot that has buttons."""
        return next(m for m in reversed(self.messages) if m.inline_keyboard)

    @property
    def text(self) -> str:
        return self.screen.text

    @property
    def labels(self) -> list[str]:
        return labels_of(self.screen)

    def has(self, label: str) -> bool:
        return any(found.lstrip(SIGNS) == label for found in self.labels)

    # --- without waiting ---

    def tap(self, label: str, message=None):
        """Press a button by its label, a leading sign left out or not."""
        message = message or self.screen
        found = [b for row in message.inline_keyboard for b in row if b["text"].lstrip(SIGNS) == label]
        found += [b for row in message.inline_keyboard for b in row if b["text"] == label]
        assert found, f"no button {label!r} among {labels_of(message)} below:\n{message.text}"
        return self.world.user_presses(self.user, self.user, message.id, found[0]["text"])

    def write(self, words: str):
        return self.world.user_sends(self.user, self.user, words)

    # --- and wait until the bot is done ---

    async def press(self, label: str, message=None) -> str:
        """Press, wait until all is done, and give the toast."""
        query = self.tap(label, message).query
        answer = await self.house.until(lambda: query.answer, what=f"an answer to {label!r}")
        await self.house.settled()
        return answer.text

    async def say(self, words: str) -> str:
        """Write something, wait until all is done, and give the bot's newest message."""
        self.write(words)
        await self.house.settled()
        return self.last

    async def open(self, link: str) -> str:
        self.world.user_opens_link(self.user, link)
        await self.house.settled()
        return self.last


@cache
def _migrated() -> bytes:
    """A file to copy, so that not every test migrates one."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "samenspraak.db"
        migrate.upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def _is_open(host: str, port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex((host, port)) == 0


def free_port() -> int:
    """On which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def labels_of(message) -> list[str]:
    return [button["text"] for row in message.inline_keyboard for button in row]


def _split(name: str) -> tuple[str, str]:
    first, _, last = name.partition(" ")
    return first, last


def _entries(log: str) -> list[str]:
    """The log in entries: a line that begins like one, with the lines of a traceback after it."""
    return re.split(r"\n(?=timestamp=|[A-Z]+ [\w.]+ )", log)
