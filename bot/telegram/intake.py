"""The way in: an update is on disk before Telegram hears that we have it.

python-telegram-bot confirms updates before they are handled, so a crash would lose them. Here `DurableBot.get_updates`
stores a whole batch in one commit before it returns, and the queue's `put` does the same for the webhook. What was
stored and never finished is put in the queue again at the next start.

While the storage cannot be used nothing is confirmed: Telegram keeps it, and tells us of it again with each poll.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram.again import pause_after, until_done
from bot.telegram.inbound import meant_for_us, readable
from bot.turn.backoff import Backoff, Outage
from bot.turn.host import always_at_work
from bot.turn.incoming import Incoming
from bot.turn.ports import StorageTroubleError

log = structlog.get_logger(__name__)

Store = Callable[[list[Incoming]], Awaitable[list[Incoming]]]
"""Puts updates on disk, however long that takes; returns those that were not there yet, in order."""
Tell = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Is told of updates that are not on disk as soon as they should be."""

IN_DOUBT = 0.5
"""Seconds after which we listen though we may not be at work: who says something hears that it waits."""
PATIENCE = 1.0
"""Seconds after which people hear that what they said is not kept yet. Then Telegram is asked for more of it."""


async def _tell_nobody(_: Sequence[Incoming]) -> None:
    return


class NotStoredError(Exception):
    """An update is not on disk yet: Telegram must send it again."""


AtWork = Callable[[], Awaitable[None]]
"""Returns when updates may be fetched."""


class Intake(asyncio.Queue[object]):
    """The update queue of the application. What comes out of it are our own `Incoming`s."""

    def __init__(self, store: Store, tell: Tell = _tell_nobody, at_work: AtWork = always_at_work) -> None:
        super().__init__()
        self._store = store
        self._tell = tell
        self.at_work = at_work
        self._storing: dict[int, asyncio.Task[None]] = {}
        """Updates that are being stored."""
        self._accepted: set[int] = set()
        """Updates that are in the queue already, and which the library is about to put there."""
        self.username = ""
        self.heard_at: float | None = None
        """When Telegram last answered a poll, or called, by the clock that is never set."""

    async def accept(self, updates: Sequence[Update]) -> bool:
        """Put the updates that are for us on disk, and then in the queue. Whether they are there now.

        Those who sent them hear of it where it takes long. It goes on by itself until it is done.
        """
        self.heard_at = time.monotonic()
        meant = meant_for_us(updates, self.username)
        new = [incoming for incoming in meant if incoming.update not in self._storing]
        if new:
            task = asyncio.create_task(self._keep(new))
            task.add_done_callback(_retrieve)
            self._storing.update((incoming.update, task) for incoming in new)
        if not await self._are_kept(meant):
            return False
        self._accepted.update(update.update_id for update in updates)
        return True

    async def _are_kept(self, meant: Sequence[Incoming]) -> bool:
        tasks = {task for one in meant if (task := self._storing.get(one.update)) is not None}
        if not tasks:
            return True
        done, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
        for task in done:
            task.result()
        if waiting:
            await self._tell([one for one in meant if one.update in self._storing])
        return not waiting

    async def _keep(self, meant: list[Incoming]) -> None:
        try:
            for incoming in await self._store(meant):
                self.put_nowait(incoming)
        finally:
            for incoming in meant:
                del self._storing[incoming.update]

    async def put(self, item: object) -> None:
        """Called by the polling loop and by the webhook, which answers Telegram only after this returns.

        Raises `NotStoredError` where Telegram must send it again.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        if item.update_id not in self._accepted and not await self.accept([item]):
            raise NotStoredError
        self._accepted.discard(item.update_id)

    async def close(self) -> None:
        """Store nothing more."""
        tasks = set(self._storing.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _retrieve(task: "asyncio.Task[None]") -> None:
    """Whoever asks for the same update again meets with the same mistake; nobody needs to hear of it twice."""
    if not task.cancelled():
        task.exception()


class DurableBot(ExtBot[None]):
    """A bot whose updates are on disk before the next poll confirms them, and which waits out bad weather by itself."""

    __slots__ = ("_backoff", "_fetched", "_intake", "_no_token", "_other_works", "_outage")

    def __init__(
        self, *args: Any, intake: Intake, outage: Outage, no_token: Callable[[InvalidToken], None], **kwargs: Any
    ) -> None:
        """`no_token` hears that Telegram no longer knows the token; then no more updates come."""
        super().__init__(*args, **kwargs)
        with self._unfrozen():
            self._intake = intake
            self._outage = outage
            self._no_token = no_token
            self._backoff = Backoff()
            self._fetched: list[Update] = []
            self._other_works = False
            """Whether somebody else asked for updates while we were in doubt."""

    async def _post(self, endpoint: str, *args: Any, **kwargs: Any) -> Any:
        """As the library's; but it would refuse a whole batch for one update, and write all of them in the log."""
        answer = await super()._post(endpoint, *args, **kwargs)
        if endpoint != "getUpdates":
            return answer
        self._fetched = [readable(raw, self) for raw in answer]
        return []

    async def _fetch(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        await super().get_updates(*args, **kwargs)
        fetched, self._fetched = self._fetched, []
        return tuple(fetched)

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """As the library's, and stored; none as long as they could not be fetched or stored. Not while another program
        is at work."""
        if kwargs.get("timeout") == timedelta(0):  # the last call, which only confirms what is in the queue
            with suppress(TelegramError):
                await super().get_updates(*args, **kwargs)
            return ()
        certain = await self._may_listen()
        try:
            updates = await self._fetch(*args, **kwargs)
            kept = await self._intake.accept(updates)
        except StorageTroubleError:  # the program ends
            return ()
        except InvalidToken as error:
            await self._without_token(error)
            return ()
        except TelegramError as error:
            self._other_works = not certain and isinstance(error, Conflict)
            await self._wait_after(error)
            return ()
        except Exception as error:
            log.error("updates_failed", reason=type(error).__name__, exc_info=True)
            await asyncio.sleep(self._backoff.next())
            return ()
        self._backoff.over()
        self._outage.over("updates")
        return updates if kept else ()

    async def _may_listen(self) -> bool:
        """Whether we are at work for certain. In doubt we listen all the same, as long as nobody else does: nothing can
        be stored then, so nothing is confirmed, and whoever is at work gets it too."""
        try:
            async with asyncio.timeout(None if self._other_works else IN_DOUBT):
                await self._intake.at_work()
        except TimeoutError:
            return False
        self._other_works = False
        return True

    async def _wait_after(self, error: TelegramError) -> None:
        self._outage.struck("updates", type(error).__name__, said=str(error))
        await asyncio.sleep(pause_after(error, self._backoff))

    async def _without_token(self, error: InvalidToken) -> None:
        """A proxy may answer 404 for a while; only Telegram says that somebody is not authorized."""
        if "unauthorized" in str(error).lower():
            self._no_token(error)
        await self._wait_after(error)

    async def get_me(self, *args: Any, **kwargs: Any) -> Any:
        """As the library's, however long it takes."""
        return await until_done(lambda: super(DurableBot, self).get_me(*args, **kwargs), "start", self._outage)

    async def set_my_commands(self, *args: Any, **kwargs: Any) -> bool:
        """As the library's, however long it takes."""
        return await until_done(lambda: super(DurableBot, self).set_my_commands(*args, **kwargs), "start", self._outage)

    async def set_webhook(self, *args: Any, **kwargs: Any) -> bool:
        """As the library's, however long it takes."""
        return await until_done(lambda: super(DurableBot, self).set_webhook(*args, **kwargs), "start", self._outage)

    async def delete_webhook(self, *args: Any, **kwargs: Any) -> bool:
        """As the library's, however long it takes."""
        return await until_done(lambda: super(DurableBot, self).delete_webhook(*args, **kwargs), "start", self._outage)
