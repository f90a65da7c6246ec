"""The way out: messages are put on the pages of their chats and leave the outbox in the same transaction.

So each stands there exactly once, whatever happens in between.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import structlog

from bot.domain.ids import ChatId
from bot.domain.invitation import LIFETIME
from bot.turn.door import Sent
from bot.turn.host import Host
from bot.turn.mail import LetterKind
from bot.turn.ports import StorageTroubleError, UnitOfWork
from bot.turn.records import Outgoing
from bot.web.live import Watchers

log = structlog.get_logger(__name__)


class NotKeptError(Exception):
    """What somebody did cannot be kept now; it is kept as soon as that is possible."""


class Keeping:
    """Takes messages over at once, and keeps them in the background, in order."""

    def __init__(
        self,
        host: Host,
        now: Callable[[], datetime],
        watchers: Watchers,
        secret: Callable[[str], bool],
        letters: Callable[[], None] | None = None,
    ) -> None:
        """`secret` tells whether a text holds a link that lets somebody in: it must not stand there for long.

        `letters` has letters that wait taken up; None where nobody is written to.
        """
        self._letters = letters
        self._host, self._now, self._watchers, self._secret = host, now, watchers, secret
        self._waiting: deque[Outgoing] = deque()
        self._task: asyncio.Task[None] | None = None

    def enqueue(self, messages: Sequence[Outgoing]) -> None:
        """Keep these, in this order."""
        self._waiting.extend(messages)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._keep_all())

    async def settled(self, within: float) -> None:
        """Return when all that was handed over is kept, or after so many seconds."""
        if self._task is not None and not self._task.done():
            await asyncio.wait({self._task}, timeout=within)

    async def stop(self) -> None:
        """Keep what can be kept; the rest stays in the outbox for the next start."""
        if self._task is not None:
            with suppress(StorageTroubleError):
                await self._task

    async def _keep_all(self) -> None:
        while self._waiting:
            batch = list(self._waiting)
            self._waiting.clear()
            fitting = [one for one in batch if not one.prompt or await self._host.fits(one)]
            try:
                await self._keep(fitting)
            except StorageTroubleError:  # the program ends; they stand in the outbox
                return
            except Exception as error:
                log.error("page_not_kept", messages=len(fitting), reason=type(error).__name__, exc_info=True)

    async def _keep(self, batch: Sequence[Outgoing]) -> None:
        ids = {one.id for one in batch}

        def keep(uow: UnitOfWork) -> None:
            now, touched = self._now(), dict[ChatId, int]()
            for one in uow.post.waiting():  # as they are now: a name may have gone from them, or all of them
                if one.id in ids:
                    number = touched.setdefault(one.chat, uow.shown.touched(one.chat) + 1)
                    self._put(uow, one, number, now)

        await self._host.sent([Sent(one) for one in batch], keep)
        if self._letters is not None and any(one.unasked for one in batch):
            self._letters()
        for chat in {one.chat for one in batch}:
            self._watchers.changed(chat)

    def _put(self, uow: UnitOfWork, message: Outgoing, touched: int, now: datetime) -> None:
        if message.placed is not None:
            message = replace(message, edits=uow.post.placed(message.placed).message)
        kept_for = LIFETIME if self._holds_link(message) else None
        number = uow.shown.put(message, touched, now, None if kept_for is None else now + kept_for)
        if self._letters is not None and message.unasked and number is not None:
            _write_to_whom_it_is_for(uow, message, now)
        if message.placed is not None and number is not None:
            uow.post.was_placed(message.placed, number, pinned=False)

    def _holds_link(self, message: Outgoing) -> bool:
        copied = (button.copy for row in message.screen.buttons for button in row)
        return self._secret(message.screen.html) or any(self._secret(text) for text in copied)


def _write_to_whom_it_is_for(uow: UnitOfWork, message: Outgoing, now: datetime) -> None:
    """Nobody sees a page that is not open: a letter tells them that something stands there."""
    person = uow.people.in_chat(message.chat)
    to = None if person is None else uow.mail.of(person.id)
    if to is not None and to.may_be_told:
        uow.mail.put(to.person, LetterKind.NOTICE, now)
