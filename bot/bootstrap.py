"""The composition root: the only place where the parts are joined into a program."""

import asyncio
import gc
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import structlog

from bot import checked
from bot.content.instrument import Instrument
from bot.content.load import edition, load_instrument, read_edition
from bot.content.phrases import load_phrases
from bot.rooms import HOUSE, check_own_dialogs
from bot.scheduling.ticker import Ticker
from bot.serving.address import DEFAULT_LISTEN, Address
from bot.serving.paths import Look
from bot.serving.vitals import Vitals
from bot.serving.watch import PortTakenError, Watch
from bot.settings import Mode, Settings
from bot.telegram.budget import Budget
from bot.telegram.connection import Connection, on_this_machine
from bot.telegram.door import TelegramDoor
from bot.telegram.mini_app import opened_by
from bot.turn.clock import ClockCheck
from bot.turn.context import Texts
from bot.turn.door import Door, Doors
from bot.turn.host import Host
from bot.turn.ports import StorageTroubleError, UnitOfWork
from bot.turn.runner import Runner
from storage import migrate
from storage.copies import keeping
from storage.copies.erasures import Erasures
from storage.database import Database
from storage.examination import examine
from storage.right import RightToWork

if TYPE_CHECKING:  # loaded where there is a page, and where letters are sent
    from bot.web.address import Site
    from bot.web.mailing import Mailer

log = structlog.get_logger(__name__)

Now = Callable[[], datetime]
ERASURES = "erasures.jsonl"
"""In the data folder: who was erased, by random keys, so that a copy from before does not bring them back."""
_A_DAY = 86_400.0
"""Seconds."""
_LOOK_SECONDS = 2.0


def system_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


class CannotStartError(Exception):
    """The program can not go on; the message is one plain sentence for whoever runs it."""


def texts(earlier: Mapping[str, Instrument] | None = None) -> Texts:
    """The content, with the editions that rounds began with."""
    return Texts(load_instrument(), load_phrases(), earlier or {})


def keep_edition(uow: UnitOfWork) -> dict[str, Instrument]:
    """Keep the texts of now for the rounds that begin with them; the earlier editions, by version."""
    version = load_instrument().content_version
    if not uow.editions.keep(version, edition()):
        raise CannotStartError(
            f"The texts of the instrument changed, but their version is still {version}: raise content_version."
        )
    return {old: read_edition(files) for old, files in uow.editions.all().items() if old != version}


def bot_id(token: str) -> int:
    """The id that stands before the colon of a token."""
    number, colon, secret = token.partition(":")
    if not number.isdecimal() or not colon or not secret:
        raise CannotStartError("TELEGRAM_BOT_TOKEN is not a bot token: it looks like 123456789:AAE... from BotFather.")
    return int(number)


def bring_up_to_date(settings: Settings, at: datetime) -> str:
    """Bring the database to the newest schema, after looking whether it can be used and copying it; the revision.

    Raises `UnusableError` with what is the matter with it.
    """

    def copy(found: str, newest: str) -> None:
        from storage.copies.making import make

        path = keeping.fresh(settings.data_dir, f"before-{newest}", at)
        make(settings.database, path, at=at, program=found)
        log.info("copied_before_migration", path=str(path))

    examine(settings.database)

    return migrate.upgrade(settings.database, before=copy)


class Program:
    """The bot with everything it needs, as one thing that starts and stops."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Now = system_now,
        budget: Budget | None = None,
        serves: bool = False,
        beside: Door | None = None,
    ) -> None:
        """`now`, `budget` and the door `beside` Telegram are for the demo and for measurements.

        The real program takes the defaults, and serves.
        """
        if settings.token is None:
            raise CannotStartError("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather and set it.")
        token = settings.token.get_secret_value()
        self._settings = settings
        self._now = now
        erasures = Erasures(settings.data_dir / ERASURES)
        self.right = RightToWork(settings.database)
        self.database = Database(settings.database, bot_id(token), lease=self.right.lease, erasures=erasures)
        self._clock = ClockCheck(now)
        self._watch = _watch(settings, self._vitals) if serves else None
        serve = self._watch.serve if self._watch is not None else None
        site = _site(settings) if settings.web_url and self._watch is not None else None
        form = site.form_in_telegram if site is not None and site.secure else None
        self._telegram = TelegramDoor(_connection(settings, token), budget, self._clock, serve, form)
        self.doors: tuple[Door, ...] = (self._telegram, *_page(settings, site, token, self._watch, now))
        if beside is not None:
            self.doors = (*self.doors, beside)
        self._host: Host | None = None
        self.ticker: Ticker | None = None
        self._tidying: asyncio.TimerHandle | None = None
        self._asking_since: float | None = None
        """Since when Telegram was asked, by the clock that is never set."""

    async def start(self) -> None:
        """Check the content, wait until it is our turn, bring the database up to date, and begin."""
        self._settings.data_dir.mkdir(parents=True, exist_ok=True)
        checked.once(self._settings.data_dir, check_own_dialogs)
        try:
            await self.right.stand_by(self.database.run, self._stands_by)
            await self._open_watch()
            await asyncio.to_thread(bring_up_to_date, self._settings, self._now())
            await self.right.begin(self.database.run)
            self._asking_since = time.monotonic()
            self._ready("starting")  # from here on it may wait for Telegram, for as long as that takes
            earlier = await self.database.run(keep_edition)
            numbers_from = await self.database.run(lambda uow: uow.restorations.numbers_from())
            runner = Runner(texts(earlier), HOUSE, Doors(self.doors), numbers_from=numbers_from)
            self._host = Host(
                self.database, runner, self._now, self.doors, at_work=self.right.at_work, clock=self._clock
            )
            self.right.keep(self.database.run, self._host.catch_up)
            await self._host.start()
        except BaseException:
            await self.stop()
            raise
        self.ticker = Ticker(self._host.work, runner, self._now, self._host.enqueue, self._clock.is_right)
        self.ticker.start()
        self._tidy()
        _spare_the_collector()
        self._ready("working")
        if self._watch is not None:
            kind = re.match(r"\w*", self._settings.database)
            log.info("started", updates=self._settings.mode.value, database=kind[0] if kind else "")

    async def _stands_by(self) -> None:
        await self._open_watch()
        self._ready("standing by")

    def _ready(self, what: str) -> None:
        if self._watch is not None:
            self._watch.ready(what)

    async def _open_watch(self) -> None:
        if self._watch is not None:
            try:
                await self._watch.open()
            except PortTakenError as error:
                raise CannotStartError(str(error)) from None

    async def _vitals(self) -> Vitals:
        """How the program is doing now."""
        copied, now = keeping.remembered(self._settings.data_dir), self._now()
        heard = self._asking_since if self._telegram.heard_at is None else self._telegram.heard_at
        vitals = Vitals(
            self._role(),
            database=not self.right.trouble,
            trouble=self.right.trouble,
            last_poll=None if heard is None else time.monotonic() - heard,
            last_copy=None if copied is None else (now - copied).total_seconds(),
            polls=self._settings.mode is Mode.POLLING,
        )
        if self.ticker is None:
            return vitals
        if self._host is not None and (trouble := self._host.work.trouble):  # what cannot write may well read
            return replace(vitals, database=False, trouble=trouble.advice)
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                unsent, due = await self.database.run(lambda uow: (uow.post.waits_since(), uow.timers.next_due()))
        except StorageTroubleError as trouble:
            return replace(vitals, database=False, trouble=trouble.advice)
        except Exception:  # noqa: BLE001 - whatever it is: the database does not answer
            return replace(vitals, database=False)
        return replace(vitals, oldest_unsent=_age(unsent, now), oldest_overdue=_age(due, now))

    def _role(self) -> str:
        if self.right.stands_by:
            return "standing by"
        if self.ticker is None:
            return "starting"
        return "working" if self.right.holds() else "not working"

    async def until_ended(self) -> None:
        """Never returns; raises why the program cannot go on. Call it when it is started."""
        assert self._host is not None, "not started"
        await self._host.until_ended()

    async def stop(self) -> None:
        """Finish what was begun, and close. Also what was only half started."""
        if self._tidying is not None:
            self._tidying.cancel()
        if self._watch is not None:
            await self._watch.stop()
        if self._host is not None:
            self._host.work.wait_no_longer()
        if self.ticker is not None:
            await self.ticker.stop()
        if self._host is not None:
            await self._host.stop()
        await self._let_go()

    async def _let_go(self) -> None:
        await self.right.end(self.database.run)
        await self.database.stop()
        self.right.let_go()

    def _tidy(self) -> None:
        """Now and each day after: copies that are old go."""
        try:
            keeping.remove_old(self._settings.data_dir, self._now())
        except OSError as error:
            log.error("old_copies_stay", reason=type(error).__name__)
        self._tidying = asyncio.get_running_loop().call_later(_A_DAY, self._tidy)


def _age(since: datetime | None, now: datetime) -> float | None:
    """The seconds since; None for what is still to come."""
    return None if since is None or since > now else (now - since).total_seconds()


def _address(settings: Settings) -> tuple[Address, bool]:
    """Where to listen, and whether the program cannot do without."""
    webhook = settings.mode is Mode.WEBHOOK
    found = settings.listen or (on_this_machine(settings.webhook_url or "") if webhook else None) or DEFAULT_LISTEN
    try:
        return Address.parse(found), settings.listen is not None or webhook or bool(settings.web_url)
    except ValueError:
        raise CannotStartError(f"LISTEN is {found}, which is no address:port like {DEFAULT_LISTEN}.") from None


def _site(settings: Settings) -> "Site":
    """Where the page stands for the world. Nothing of it is loaded where it has no address."""
    from bot.web.address import Site

    try:
        return Site.parse(settings.web_url or "")
    except ValueError:
        raise CannotStartError(
            "WEB_URL is no address for a page; it looks like https://samenspraak.example.org, "
            "or http://127.0.0.1:8443 on this machine alone."
        ) from None


def _page(settings: Settings, site: "Site | None", token: str, watch: Watch | None, now: Now) -> tuple[Door, ...]:
    """The second door, where it has an address. Telegram opens a form there where that is https."""
    if site is None or watch is None:
        return ()
    from bot.web.door import WebDoor

    tells = opened_by(token) if site.secure else None
    return (WebDoor(site, watch.serve_below, now, mailer=_mailer(settings), tells=tells),)


def _mailer(settings: Settings) -> "Mailer | None":
    """By whom letters are sent; None without a mail server."""
    if settings.smtp_url is None and settings.mail_from is None:
        return None
    from email.utils import parseaddr

    from bot.web.mailing import Mailer
    from bot.web.smtp import MailServer

    if settings.smtp_url is None or "@" not in parseaddr(settings.mail_from or "")[1]:
        raise CannotStartError(
            "SMTP_URL and MAIL_FROM belong together: smtp://user:password@host:587, and samenspraak@example.org."
        )
    try:
        return Mailer(MailServer.parse(settings.smtp_url.get_secret_value()), settings.mail_from or "")
    except ValueError:
        raise CannotStartError("SMTP_URL is no address of a mail server; it looks like smtp://host:587.") from None


def _watch(settings: Settings, look: Look) -> Watch:
    address, needed = _address(settings)
    return Watch(address, look, needed=needed)


def _spare_the_collector() -> None:
    """Keep what was made at the start out of the garbage collector's rounds: they held up answers, measurably."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _connection(settings: Settings, token: str) -> Connection:
    # Without a secret anybody could play Telegram; it is told to Telegram at each start, so a fresh one will do.
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else token_urlsafe(32)
    if not re.match(r"https?://[^/\s]", settings.api_base_url):
        raise CannotStartError("TELEGRAM_API_BASE_URL is no address; it looks like https://api.telegram.org.")
    if settings.mode is Mode.WEBHOOK and settings.webhook_url is None:
        raise CannotStartError("SAMENSPRAAK_MODE is webhook, but WEBHOOK_URL is not set.")
    if settings.mode is Mode.WEBHOOK and not re.match(r"https?://[^/\s]", settings.webhook_url or ""):
        raise CannotStartError("WEBHOOK_URL is no address; it looks like https://bot.example.org/telegram.")
    url = settings.webhook_url if settings.mode is Mode.WEBHOOK else None
    return Connection(token, settings.api_root, url, secret)
