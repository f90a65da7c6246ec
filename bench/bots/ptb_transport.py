"""(b) The same as (a) on the project's transport, different chats at the same time, each chat in order."""

import asyncio
import os
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import Application, BaseUpdateProcessor, CallbackQueryHandler, CommandHandler

from bench.bots.question import answer, begin
from bot.telegram.transport import AiohttpRequest


class InChatOrder(BaseUpdateProcessor):
    """Handles the updates of one chat one after another."""

    def __init__(self, max_concurrent_updates: int) -> None:
        super().__init__(max_concurrent_updates)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        assert isinstance(update, Update)
        assert update.effective_chat is not None
        lock = self._locks.setdefault(update.effective_chat.id, asyncio.Lock())
        async with lock:
            await coroutine


def main() -> None:
    token, base_url = os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_BASE_URL"]
    builder = Application.builder().token(token).base_url(base_url).concurrent_updates(InChatOrder(256))
    application = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(1)).build()
    application.add_handler(CommandHandler("start", begin))
    application.add_handler(CallbackQueryHandler(answer))
    application.run_polling()


if __name__ == "__main__":
    main()
