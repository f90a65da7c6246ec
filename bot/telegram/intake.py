"""The way in: an update is on disk before Telegram hears that we have it.

python-telegram-bot confirms updates before they are handled, so a crash would lose them. Here `DurableBot.get_updates`
stores a whole batch in one commit before it returns, and the queue's `put` does the same for the webhook. What was
stored and never finished is put in the queue again at the next start.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot.telegram.inbound import to_incoming
from bot.turn.incoming import Incoming

Store = Callable[[list[Incoming]], Awaitable[list[Incoming]]]
"""Puts updates on disk; returns those that were not there yet, in order."""


class Intake(asyncio.Queue[object]):
    """The update queue of the application. What comes out of it are our own `Incoming`s."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._stored: dict[int, Incoming] = {}
        self.username = ""

    async def accept(self, updates: Sequence[Update]) -> None:
        """Put the updates that are for us on disk."""
        meant = [incoming for u in updates if (incoming := to_incoming(u, self.username)) is not None]
        if meant:
            self._stored.update({incoming.update: incoming for incoming in await self._store(meant)})

    async def put(self, item: object) -> None:
        """Called by the polling loop and by the webhook, which answers Telegram only after this returns."""
        if isinstance(item, Update):
            if item.update_id not in self._stored:
                await self.accept([item])
            incoming = self._stored.pop(item.update_id, None)
            if incoming is None:
                return
            item = incoming
        await super().put(item)


class DurableBot(ExtBot[None]):
    """A bot whose updates are on disk before the next poll confirms them."""

    __slots__ = ("_intake",)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with self._unfrozen():
            self._intake = intake

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """As the library's, and stored."""
        updates = await super().get_updates(*args, **kwargs)
        await self._intake.accept(updates)
        return updates
