"""Sends what turns have left in the outbox: in order per chat, chats side by side, within Telegram's limits.

A message leaves the outbox only after Telegram has it. A crash between the two shows one message twice, never zero
times: Telegram has no key by which it would know it had it already.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.content.screen import Button
from bot.domain.ids import ChatId, LiveMessageId
from bot.telegram.again import at_last, seconds
from bot.telegram.budget import Budget
from bot.telegram.fitting import as_html
from bot.turn.backoff import Backoff, Outage
from bot.turn.door import Sent
from bot.turn.ports import StorageTroubleError
from bot.turn.records import Outgoing
from bot.turn.rendering import aside

log = structlog.get_logger(__name__)

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""A Bot API method with its parameters; returns the result as Telegram gave it, raises PTB's errors."""


Render = Callable[[Outgoing], bytes]
Done = Callable[[list[Sent]], Awaitable[None]]
Lost = Callable[[ChatId, Sequence[Outgoing]], Awaitable[None]]
Moved = Callable[[ChatId, ChatId], Awaitable[None]]
Fits = Callable[[Outgoing], Awaitable[bool]]


async def _always(_: Outgoing) -> bool:
    return True


PICTURE_NAME = "motieven.png"
_UNCHANGED = "message is not modified"
_CANNOT_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_CHAT = ("chat not found", "user is deactivated", "bot can't initiate conversation")


class Sender:
    """The way out. `enqueue` never waits; sending goes on in the background until `stop`."""

    def __init__(
        self,
        call: Call,
        budget: Budget,
        *,
        render: Render,
        done: Done,
        lost: Lost,
        moved: Moved,
        fits: Fits = _always,
        outage: Outage | None = None,
        not_made: Callable[[], str] = lambda: "",
    ) -> None:
        """`render` makes pictures and documents, in a thread; `done` takes messages out of the outbox.

        `not_made` is the sentence in place of a document that could not be made.

        `lost` and `moved` are told what became of a chat, `lost` also what did not arrive there; `outage` is told of
        messages that have to wait. `fits` is asked before each attempt whether something that came by itself may still
        go; it takes what may not out of the outbox.
        """
        self._fits = fits
        self._call = call
        self._budget = budget
        self._outage = outage or Outage("telegram")
        self._render, self._not_made = render, not_made
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
        backoff = Backoff()
        try:
            while queue:
                async with self._budget.place(chat):
                    sent = not queue or await self._deliver(chat, queue, queue.popleft())
                if sent:
                    backoff.over()
                else:
                    await asyncio.sleep(backoff.next())
        except asyncio.CancelledError:
            self._outage.left(chat)
            raise
        finally:
            self._outage.over(chat)
            if self._queues.get(chat) is queue:
                del self._queues[chat]

    async def _deliver(self, chat: ChatId, queue: deque[Outgoing], message: Outgoing) -> bool:
        """Send this one. What could not be sent goes back into the queue; False when it has to wait for the weather."""
        if message.placed is not None:
            message = replace(message, edits=self._placed.get(message.placed, message.edits))
        if message.if_there and message.edits is None:
            self._finish([Sent(message)])
            return True
        try:
            if message.prompt and not await self._fits(message):
                return True
            self._finish([await self._send(message)])
            self._budget.taken(chat)
        except RetryAfter as error:
            self._budget.refused(chat, seconds(error.retry_after))
            self._put_back(queue, message)
        except ChatMigrated as error:
            self._placed.clear()  # what stands in the old chat cannot be changed from the new one
            await self._moved(message.chat, ChatId(error.new_chat_id))
            self._put_back(queue, replace(message, chat=ChatId(error.new_chat_id), edits=None))
        except Forbidden:
            await self._give_up(queue, message)
        except BadRequest as error:
            await self._refused(queue, message, str(error))
        except TelegramError as error:
            self._outage.struck(chat, type(error).__name__, said=str(error))
            self._put_back(queue, message)
            return False
        self._outage.over(chat)
        return True

    async def _refused(self, queue: deque[Outgoing], message: Outgoing, why: str) -> None:
        said = why.lower()
        if message.edits is not None and any(text in said for text in _CANNOT_EDIT):
            if message.placed is not None:
                self._placed.pop(message.placed, None)
            self._put_back(queue, replace(message, edits=None))  # where nothing takes its place, that ends it
        elif any(text in said for text in _NO_CHAT):
            await self._give_up(queue, message)
        else:
            if _UNCHANGED not in said:
                log.error("message_refused", chat=message.chat, outbox=message.id, reason=why)
            self._finish([Sent(message)])

    def _put_back(self, queue: deque[Outgoing], message: Outgoing) -> None:
        """It goes first again, unless something newer takes its place."""
        if any(newer.replaces(message) for newer in queue):
            self._finish([Sent(message)])
        else:
            queue.appendleft(message)

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
        number = int(answer["message_id"])
        if message.placed is None:
            return Sent(message, number)
        self._placed[message.placed] = number
        return Sent(message, number, pinned=message.pin and await self._pin(message.chat, number))

    async def _pin(self, chat: ChatId, number: int) -> bool:
        """Pin it without a sound. Where the bot may not, nothing is lost."""
        values = {"chat_id": chat, "message_id": number, "disable_notification": True}
        try:
            await at_last(lambda: self._call("pinChatMessage", values))
        except TelegramError:
            return False
        return True

    async def _upload(self, message: Outgoing, method: str, kind: str, name: str) -> None:
        """A picture or document. Of a picture that does not come out nobody is told: the text says the same."""
        try:
            file = InputFile(await aside(self._render, message), filename=name)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a renderer must not hold up a chat
            log.error("picture_failed", outbox=message.id, kind=kind, reason=type(error).__name__)
            if kind == "document" and (said := self._not_made()):
                screen = replace(message.screen, html=f"{message.screen.html}\n\n{said}")
                await self._call("sendMessage", parameters(replace(message, screen=screen)))
            return
        await self._call(method, upload_parameters(message) | {kind: file})

    async def _give_up(self, queue: deque[Outgoing], message: Outgoing) -> None:
        """The chat is closed to us: nothing that waits for it will arrive."""
        refused = (message, *queue)
        self._finish([Sent(one) for one in refused])
        queue.clear()
        await self._lost(message.chat, refused)

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
            except StorageTroubleError as error:  # the program ends; they may appear once more
                log.warning("not_marked", messages=len(finished), reason=error.cause)
                return
            except Exception as error:  # noqa: BLE001 - they were sent; the next marking takes them along
                log.error("marking_failed", messages=len(finished), reason=type(error).__name__)
                self._finished = finished + self._finished
                return


def parameters(message: Outgoing) -> dict[str, Any]:
    """The parameters of the Bot API call for a message."""
    values: dict[str, Any] = {
        "chat_id": message.chat,
        "text": as_html(message.screen.html),
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
    values: dict[str, Any] = {"chat_id": message.chat, "caption": as_html(message.screen.html), "parse_mode": "HTML"}
    if message.thread:
        values["message_thread_id"] = message.thread
    return values | _keyboard(message)


def _keyboard(message: Outgoing) -> dict[str, Any]:
    """The buttons, where there are any."""
    if not message.screen.buttons:
        return {}
    rows = [[_button(button) for button in row] for row in message.screen.buttons]
    return {"reply_markup": {"inline_keyboard": rows}}


def _button(button: Button) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": button.label}
    if button.url and button.within:
        shown["web_app"] = {"url": button.url}
    elif button.url:
        shown["url"] = button.url
    elif button.copy:
        shown["copy_text"] = {"text": button.copy}
    else:
        shown["callback_data"] = button.option
    return shown | ({"style": button.tone.value} if button.tone else {})
