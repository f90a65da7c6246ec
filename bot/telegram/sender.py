"""Sends what turns have left in the outbox: in order per chat, chats side by side, within Telegram's limits.

A message leaves the outbox only after Telegram has it. A crash between the two shows one message twice, never zero
times: Telegram has no key by which it would know it had it already.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.domain.ids import ChatId, LiveMessageId
from bot.telegram.budget import Budget
from bot.turn.door import Sent
from bot.turn.records import Outgoing

log = structlog.get_logger(__name__)

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""A Bot API method with its parameters; returns the result as Telegram gave it, raises PTB's errors."""


Render = Callable[[Outgoing], bytes]
Done = Callable[[list[Sent]], Awaitable[None]]
Lost = Callable[[ChatId], Awaitable[None]]
Moved = Callable[[ChatId, ChatId], Awaitable[None]]

_LONGEST_PAUSE = 30.0
PICTURE_NAME = "motieven.png"
_UNCHANGED = "message is not modified"
_CANNOT_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_CHAT = ("chat not found", "user is deactivated", "bot can't initiate conversation")


class Sender:
    """The way out. `enqueue` never waits; sending goes on in the background until `stop`."""

    def __init__(self, call: Call, budget: Budget, *, render: Render, done: Done, lost: Lost, moved: Moved) -> None:
        """`render` makes pictures and documents, in a thread; `done` takes messages out of the outbox.

        `lost` and `moved` are told what became of a chat.
        """
        self._call = call
        self._budget = budget
        self._render = render
        self._done = done
        self._lost = lost
        self._moved = moved
        self._queues: dict[ChatId, deque[Outgoing]] = {}
        self._placed: dict[LiveMessageId, int] = {}
        """Numbers that turns may not have read yet, of messages that were sent since the start."""
        self._finished: list[Sent] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._marking: asyncio.Task[None] | None = None

    def enqueue(self, messages: Iterable[Outgoing]) -> None:
        """Take messages over, in this order. Of one conversation's waiting screens only the newest is sent."""
        for message in messages:
            queue = self._queues.get(message.chat)
            if queue is None:
                queue = self._queues[message.chat] = deque()
                self._spawn(self._drain(message.chat, queue))
            outdated = [m for m in queue if message.replaces(m)]
            for old in outdated:
                queue.remove(old)
            if outdated:
                self._finish([Sent(old) for old in outdated])
            queue.append(message)

    async def idle(self) -> None:
        """Return when everything that was handed over has been sent and marked."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self, patience: float = 5.0) -> None:
        """Send what can be sent within `patience` seconds; the rest stays in the outbox for the next start.

        What Telegram has is marked, however long that takes: else it would be sent once more.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + patience
        while self._tasks and (left := until - clock()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        for task in self._tasks:
            if task is not self._marking:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _drain(self, chat: ChatId, queue: deque[Outgoing]) -> None:
        try:
            while queue:
                await self._budget.wait(chat)
                if queue:
                    await self._deliver(queue, queue.popleft())
        finally:
            if self._queues.get(chat) is queue:
                del self._queues[chat]

    async def _deliver(self, queue: deque[Outgoing], message: Outgoing) -> None:
        pause = 1.0
        if message.placed is not None:
            message = replace(message, edits=self._placed.get(message.placed, message.edits))
        while True:
            try:
                self._finish([await self._send(message)])
                return
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error.retry_after))
            except ChatMigrated as error:
                moved = replace(message, chat=ChatId(error.new_chat_id), edits=None)
                self._placed.clear()  # what stands in the old chat cannot be changed from the new one
                await self._moved(message.chat, moved.chat)
                message = moved
            except Forbidden:
                await self._give_up(queue, message)
                return
            except BadRequest as error:
                said = str(error).lower()
                if message.edits is not None and any(text in said for text in _CANNOT_EDIT):
                    message = replace(message, edits=None)
                    continue
                if any(text in said for text in _NO_CHAT):
                    await self._give_up(queue, message)
                    return
                if _UNCHANGED not in said:
                    log.error("message_refused", chat=message.chat, outbox=message.id, reason=str(error))
                self._finish([Sent(message)])
                return
            except (NetworkError, TelegramError) as error:
                log.warning("sending_again", chat=message.chat, reason=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _send(self, message: Outgoing) -> Sent:
        if message.picture is not None:
            await self._upload(message, "sendPhoto", "photo", PICTURE_NAME)
            return Sent(message)
        if message.document is not None:
            await self._upload(message, "sendDocument", "document", message.file)
            return Sent(message)
        if message.edits is not None:
            await self._call("editMessageText", parameters(message))
            return Sent(message)
        answer = await self._call("sendMessage", parameters(message))
        if message.placed is None:
            return Sent(message)
        number = self._placed[message.placed] = int(answer["message_id"])
        return Sent(message, number, pinned=message.pin and await self._pin(message.chat, number))

    async def _pin(self, chat: ChatId, number: int) -> bool:
        """Pin it without a sound. Where the bot may not, nothing is lost."""
        try:
            await self._call("pinChatMessage", {"chat_id": chat, "message_id": number, "disable_notification": True})
        except TelegramError:
            return False
        return True

    async def _upload(self, message: Outgoing, method: str, kind: str, name: str) -> None:
        """A picture or document; should it not come out, its text still says the same and nobody waits for it."""
        try:
            file = InputFile(await asyncio.to_thread(self._render, message), filename=name)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a renderer must not hold up a chat
            log.error("picture_failed", outbox=message.id, kind=kind, reason=type(error).__name__)
            return
        await self._call(method, upload_parameters(message) | {kind: file})

    async def _give_up(self, queue: deque[Outgoing], message: Outgoing) -> None:
        """The chat is closed to us: nothing that waits for it will arrive."""
        self._finish([Sent(message), *(Sent(one) for one in queue)])
        queue.clear()
        await self._lost(message.chat)

    def _finish(self, messages: list[Sent]) -> None:
        """Have them taken out of the outbox. What finishes while that is going on goes along the next time."""
        self._finished += messages
        if self._marking is None or self._marking.done():
            self._marking = self._spawn(self._mark())

    async def _mark(self) -> None:
        while self._finished:
            finished, self._finished = self._finished, []
            try:
                await self._done(finished)
            except Exception as error:  # noqa: BLE001 - they were sent; the next marking takes them along
                log.error("marking_failed", messages=len(finished), reason=type(error).__name__)
                self._finished = finished + self._finished
                return


def parameters(message: Outgoing) -> dict[str, Any]:
    """The parameters of the Bot API call for a message."""
    values: dict[str, Any] = {
        "chat_id": message.chat,
        "text": message.screen.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if message.edits is not None:
        values["message_id"] = message.edits
    elif message.thread:
        values["message_thread_id"] = message.thread
    return values | _keyboard(message)


def upload_parameters(message: Outgoing) -> dict[str, Any]:
    """The parameters of the Bot API call for a picture or document, but for the file itself."""
    values: dict[str, Any] = {"chat_id": message.chat, "caption": message.screen.html, "parse_mode": "HTML"}
    if message.thread:
        values["message_thread_id"] = message.thread
    return values | _keyboard(message)


def _keyboard(message: Outgoing) -> dict[str, Any]:
    """The buttons, where there are any."""
    if not message.screen.buttons:
        return {}
    rows = [
        [{"text": b.label, "url": b.url} if b.url else {"text": b.label, "callback_data": b.option} for b in row]
        for row in message.screen.buttons
    ]
    return {"reply_markup": {"inline_keyboard": rows}}


def _seconds(retry_after: int | timedelta) -> float:
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else float(retry_after)
