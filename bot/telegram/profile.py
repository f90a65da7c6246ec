"""What Telegram shows of the bot before anybody says something to it: its commands, and what it is."""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.content.phrases import Phrasebook
from bot.engine.model import Phrase
from bot.turn.house import House

log = structlog.get_logger(__name__)


async def name_commands(bot: Bot, house: House, phrases: Phrasebook) -> None:
    """The commands that a phone offers, in private and in groups."""

    private = [command.name for command in house.commands if command.listed]
    await bot.set_my_commands(_named(phrases, private), scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(_named(phrases, house.group_command_names), scope=BotCommandScopeAllGroupChats())


def _named(phrases: Phrasebook, commands: Sequence[str]) -> list[BotCommand]:
    return [BotCommand(name, phrases.plain(Phrase(f"commands.{name}"))) for name in commands]


class Menus:
    """The lists of commands of single chats. One that is there already is not sent again, also after a restart.

    They are no messages and wait for nothing: one that goes wrong is told in the log, and comes with the next offer.
    """

    def __init__(self, bot: Callable[[], Bot], phrases: Callable[[], Phrasebook]) -> None:
        self._bot, self._phrases = bot, phrases
        self._known: dict[int, tuple[str, ...]] = {}
        """What each chat shows, as far as we have seen it since the start."""
        self._wanted: dict[int, tuple[str, ...]] = {}
        self._work: asyncio.Task[None] | None = None

    def offer(self, chat: int, names: Sequence[str]) -> None:
        """Have a chat show these; none: those for everybody."""
        if self._known.get(chat) == tuple(names):
            self._wanted.pop(chat, None)
            return
        self._wanted[chat] = tuple(names)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._bring())

    async def stop(self) -> None:
        """Bring no more."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    async def _bring(self) -> None:
        while self._wanted:
            chat, names = self._wanted.popitem()
            try:
                await self._bring_one(chat, names)
            except TelegramError as error:
                log.info("no_commands", reason=type(error).__name__)

    async def _bring_one(self, chat: int, names: tuple[str, ...]) -> None:
        bot, scope = self._bot(), BotCommandScopeChat(chat)
        if chat not in self._known:
            self._known[chat] = tuple(one.command for one in await bot.get_my_commands(scope=scope))
        if self._known[chat] == names:
            return
        if names:
            # that of the library, which gives up: nothing hangs on it
            await Bot.set_my_commands(bot, _named(self._phrases(), names), scope=scope)
        else:
            await bot.delete_my_commands(scope=scope)
        self._known[chat] = names


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
