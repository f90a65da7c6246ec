"""Says to people that nothing can be kept for a while: past the outbox, which is in the storage that does not work."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.content.sizes import TOAST_LIMIT
from bot.domain.ids import ChatId
from bot.telegram.again import at_last, seconds
from bot.telegram.budget import Budget
from bot.turn.incoming import CameOrWent, Incoming, Moved, Tapped

log = structlog.get_logger(__name__)

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]


class Apology:
    """Each tap hears it once, in an alert; each chat once for as long as it lasts, in a message."""

    def __init__(self, call: Call, budget: Budget) -> None:
        self._call = call
        self._budget = budget
        self._taps: set[int] = set()
        self._chats: set[ChatId] = set()

    def over(self) -> None:
        """It works again: the next time everybody hears it anew."""
        self._taps.clear()
        self._chats.clear()

    async def tell(self, meant: Sequence[Incoming], sentence: str) -> None:
        """Tell who did this, unless they heard it."""
        for one in meant:
            match one.body:
                case Tapped(_, query):
                    if one.update not in self._taps:
                        self._taps.add(one.update)
                        await self.answer(query, sentence, alert=True)
                case CameOrWent() | Moved():
                    pass
                case _:
                    if one.chat not in self._chats:
                        self._chats.add(one.chat)
                        await self._write(one, sentence)

    async def answer(self, query: str, words: str | None, *, alert: bool = False) -> None:
        """Answer a tap; an alert stays until it is closed."""
        values: dict[str, Any] = {"callback_query_id": query}
        if words:
            values["text"] = words[:TOAST_LIMIT]
        if alert:
            values["show_alert"] = True
        try:
            await at_last(lambda: self._call("answerCallbackQuery", values))
        except BadRequest:
            log.info("answered_too_late")
        except TelegramError as error:
            log.info("answer_failed", reason=type(error).__name__)

    async def _write(self, to: Incoming, sentence: str) -> None:
        values: dict[str, Any] = {"chat_id": to.chat, "text": sentence}
        if to.thread:
            values["message_thread_id"] = to.thread
        async with self._budget.place(to.chat):
            try:
                await self._call("sendMessage", values)
            except RetryAfter as error:
                self._budget.refused(to.chat, seconds(error.retry_after))
            except TelegramError as error:
                log.info("apology_failed", reason=type(error).__name__)
