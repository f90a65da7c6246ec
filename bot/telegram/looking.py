"""What can be seen of Telegram before the program starts: the token, and what the bot may do in groups."""

from datetime import UTC, datetime
from typing import NamedTuple

from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError

from bot.telegram.transport import AiohttpRequest
from bot.turn.clock import ClockCheck


class Seen(NamedTuple):
    """What was looked at, whether it is fine, and what to say of it."""

    subject: str
    fine: bool
    said: str


async def look(token: str, root: str, mode: str, webhook_url: str | None) -> list[Seen]:
    """Ask Telegram who we are. `mode` is how updates come in: polling or webhook."""
    clock = ClockCheck(lambda: datetime.now(UTC))
    bot = Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(dated=clock.heard),
        get_updates_request=AiohttpRequest(1),
    )
    try:
        await bot.initialize()
        return [*_rights(bot.bot), await _webhook(bot, mode, webhook_url), _clock(clock)]
    except InvalidToken:
        return [Seen("token", False, "Telegram does not know this token. Ask @BotFather for the right one.")]
    except TelegramError as error:
        return [Seen("telegram", False, f"cannot be reached ({error}). Check the network and TELEGRAM_API_BASE_URL.")]
    finally:
        await bot.shutdown()
        for request in bot._request:
            await request.shutdown()


def _rights(me: User) -> list[Seen]:
    found = [Seen("token", True, f"this is @{me.username}")]
    if me.can_join_groups:
        found.append(Seen("groups", True, "the bot may be added to groups"))
    else:
        found.append(Seen("groups", False, "the bot may not be added to groups. @BotFather: /setjoingroups, Enable."))
    if me.can_read_all_group_messages:
        advice = "is off: the bot gets every message of a group. @BotFather: /setprivacy, Enable."
        found.append(Seen("privacy mode", False, advice))
    else:
        found.append(Seen("privacy mode", True, "is on: in groups the bot sees only what is meant for it"))
    return found


def _clock(clock: ClockCheck) -> Seen:
    minutes = round(clock.differs_by.total_seconds() / 60)
    if clock.agrees:
        return Seen("clock", True, "agrees with that of Telegram")
    ahead = "ahead of" if minutes > 0 else "behind"
    said = f"is {abs(minutes)} minutes {ahead} that of Telegram, so nobody is reminded of anything. Set it right."
    return Seen("clock", False, said)


async def _webhook(bot: Bot, mode: str, webhook_url: str | None) -> Seen:
    info = await bot.get_webhook_info()
    if mode == "webhook" and webhook_url is None:
        return Seen("updates", False, "SAMENSPRAAK_MODE is webhook, but WEBHOOK_URL is not set.")
    waiting = info.pending_update_count
    if mode == "webhook" and waiting and info.last_error_message:
        why = f"{waiting} are waiting: Telegram cannot bring them ({info.last_error_message})"
        return Seen("updates", False, f"{why}. Check that the bot runs, WEBHOOK_URL, WEBHOOK_SECRET and the proxy.")
    if info.url and mode == "polling":
        return Seen("updates", True, "a webhook is set; it is taken away when the bot starts polling")
    return Seen("updates", True, f"come in by {mode}, {waiting} are waiting")
