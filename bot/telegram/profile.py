"""What Telegram shows of the bot before anybody says something to it: its commands, and what it is."""

from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.content.phrases import Phrasebook
from bot.engine.model import Phrase
from bot.turn.house import House

log = structlog.get_logger(__name__)


async def name_commands(bot: Bot, house: House, phrases: Phrasebook) -> None:
    """The commands that a phone offers, in private and in groups."""

    def named(commands: Sequence[str]) -> list[BotCommand]:
        return [BotCommand(name, phrases.plain(Phrase(f"commands.{name}"))) for name in commands]

    private = [command.name for command in house.commands if command.listed]
    await bot.set_my_commands(named(private), scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(named(house.group_command_names), scope=BotCommandScopeAllGroupChats())


async def introduce(bot: Bot, phrases: Phrasebook) -> None:
    """What it is, above Start and on its card. Only asked for where it differs, for Telegram takes few changes.

    The bot works as well without: what goes wrong here is told in the log, and tried again at the next start.
    """
    above_start, on_card = (phrases.plain(Phrase(f"welcome.{key}")) for key in ("description", "short_description"))
    try:
        if (await bot.get_my_description()).description != above_start:
            await bot.set_my_description(above_start)
        if (await bot.get_my_short_description()).short_description != on_card:
            await bot.set_my_short_description(on_card)
    except TelegramError as error:
        log.info("not introduced", error=type(error).__name__)
