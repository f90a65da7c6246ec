"""What `samenspraak check` looks at: each finding in plain words, with what to do where something is wrong."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.bootstrap import CannotStartError, bot_id
from bot.content.errors import ContentError
from bot.rooms import check_own_dialogs
from bot.settings import Settings
from bot.telegram.looking import look
from bot.turn.context import ZONE_WITHOUT_COLLABORATION
from storage import migrate
from storage.causes import UnusableError, folder_sentence
from storage.examination import examine


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked at."""

    subject: str
    fine: bool
    said: str

    @property
    def line(self) -> str:
        """As it is printed."""
        return f"{'ok ' if self.fine else 'NO '} {self.subject}: {self.said}"


def content() -> Probe:
    """Texts and dialogs."""
    try:
        steps = check_own_dialogs()
    except ContentError as error:
        return Probe("content", False, f"{error}. Mend this file, then check again.")
    return Probe("content", True, f"{steps} questions in all dialogs, every text is there and fits a phone")


async def surroundings(settings: Settings) -> list[Probe]:
    """Everything outside the program itself."""
    return [time_zone(), database(settings), *await telegram(settings)]


def time_zone() -> Probe:
    """Whether this machine knows the zone in which working hours are counted."""
    try:
        ZoneInfo(ZONE_WITHOUT_COLLABORATION)
    except ZoneInfoNotFoundError:
        return Probe("time zone", False, f"{ZONE_WITHOUT_COLLABORATION} is unknown. Install the package tzdata.")
    return Probe("time zone", True, f"{ZONE_WITHOUT_COLLABORATION} is known")


def database(settings: Settings) -> Probe:
    """Whether the database can be reached, and fits this program."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        current, head = examine(settings.database), migrate.head()
    except UnusableError as error:
        return Probe("database", False, str(error))
    except OSError as error:
        return Probe("database", False, folder_sentence(error))
    if current == head:
        return Probe("database", True, f"can be reached, at the newest revision ({head})")
    if current is None:
        return Probe("database", True, "can be reached and is empty; its tables are made at the first run")
    return Probe("database", False, f"is at revision {current}, this program needs {head}. Run: samenspraak migrate")


async def telegram(settings: Settings) -> list[Probe]:
    """The token, and what the bot may do in groups."""
    if settings.token is None:
        return [Probe("token", False, "TELEGRAM_BOT_TOKEN is not set. Get a token from @BotFather and set it.")]
    token = settings.token.get_secret_value()
    try:
        bot_id(token)
    except CannotStartError as error:
        return [Probe("token", False, str(error))]
    found = await look(token, settings.api_root, settings.mode.value, settings.webhook_url)
    return [Probe(*one) for one in found]
