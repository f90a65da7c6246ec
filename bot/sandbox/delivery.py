"""The queue of updates for the bot: confirmation by offset, retention, long polling, remembered filters.

Knows nothing of what an update means. Webhook delivery takes from the same queue and lives in `webhook`.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import TERMINATED_BY_OTHER, TERMINATED_BY_WEBHOOK, WEBHOOK_IS_ACTIVE, ApiError

Json = dict[str, Any]

DAY = 86_400.0
RETENTION = {"callback_query": 150.0}
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
EPOCH = 1_767_225_600
MAX_TIMEOUT = 50
MAX_LIMIT = 100


@dataclass(slots=True)
class Entry:
    """An update waiting for confirmation; `expires_at` in Unix seconds of the sandbox's clock."""

    id: int
    kind: str
    payload: Json
    expires_at: float

    def as_update(self) -> Json:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(slots=True)
class Webhook:
    """Where updates go while a webhook is set, and how the last attempt went."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


class UpdateQueue:
    """All updates that are not yet confirmed, oldest first."""

    def __init__(self, clock: SandboxClock, *, changed: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._changed = changed
        self._entries: deque[Entry] = deque()
        self._first_expiry = math.inf
        self._poll: asyncio.Future[str] | None = None
        self._arrived = asyncio.Event()
        # A new world must not repeat the ids of an older one: a bot that remembers them would drop its updates.
        self.next_id = (clock.timestamp() - EPOCH) * 10
        self.allowed: list[str] = []
        self.webhook: Webhook | None = None

    def __len__(self) -> int:
        self._expire()
        return len(self._entries)

    def allows(self, kind: str) -> bool:
        """Whether the bot asked for this kind; an empty list means the default set."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def push(self, kind: str, payload: Json) -> None:
        """Add an update unless the bot's filter drops it; a waiting poll wakes at once."""
        if not self.allows(kind):
            return
        expires = self._clock.now().timestamp() + RETENTION.get(kind, DAY)
        self._entries.append(Entry(self.next_id, kind, payload, expires))
        self._first_expiry = min(self._first_expiry, expires)
        self.next_id += 1
        self._arrived.set()
        self._wake("update")
        self._changed()

    def _wake(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)

    def _expire(self) -> None:
        now = self._clock.now().timestamp()
        if now >= self._first_expiry:
            self._entries = deque(entry for entry in self._entries if entry.expires_at > now)
            self._first_expiry = min((entry.expires_at for entry in self._entries), default=math.inf)

    def confirm(self, offset: int) -> None:
        """Forget updates before `offset`; a negative one keeps only the last `-offset`."""
        before = len(self._entries)
        if offset < 0:
            while len(self._entries) > -offset:
                self._entries.popleft()
        while self._entries and self._entries[0].id < offset:
            self._entries.popleft()
        if len(self._entries) != before:
            self._changed()

    def drop_pending(self) -> None:
        self._entries.clear()

    def head(self) -> Entry | None:
        """The oldest update that is still worth delivering."""
        self._expire()
        return self._entries[0] if self._entries else None

    async def wait_for_update(self) -> None:
        """Return when there is at least one update."""
        while self.head() is None:
            self._arrived.clear()
            await self._arrived.wait()

    async def poll(self, *, offset: int, limit: int, wait: float, allowed: list[str] | None) -> list[Json]:
        """Answer getUpdates. `wait` in real seconds; a newer poll ends this one with a 409."""
        if self.webhook is not None:
            raise ApiError(409, WEBHOOK_IS_ACTIVE)
        if allowed is not None:
            self.allowed = allowed
        self._wake("other")
        self.confirm(offset)
        limit = min(max(limit, 1), MAX_LIMIT)
        if not self.head() and wait > 0:
            await self._wait(min(wait, MAX_TIMEOUT))
            self._expire()
        return [entry.as_update() for _, entry in zip(range(limit), self._entries, strict=False)]

    async def _wait(self, seconds: float) -> None:
        waiter: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = waiter
        handle = asyncio.get_running_loop().call_later(seconds, _finish, waiter)
        try:
            why = await waiter
        finally:
            handle.cancel()
            if self._poll is waiter:
                self._poll = None
        if why == "other":
            raise ApiError(409, TERMINATED_BY_OTHER)
        if why == "webhook":
            raise ApiError(409, TERMINATED_BY_WEBHOOK)

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Switch between polling and a webhook; setting one ends a waiting poll."""
        self.webhook = webhook
        if webhook is not None:
            self._wake("webhook")

    def release(self) -> None:
        """Let a waiting poll answer now with what there is; used when the server stops."""
        self._wake("stop")

    def as_json(self) -> Json:
        return {
            "entries": [asdict(entry) for entry in self._entries],
            "next_id": self.next_id,
            "allowed": self.allowed,
            "webhook": asdict(self.webhook) if self.webhook else None,
        }

    def load_json(self, body: Json) -> None:
        self._entries = deque(Entry(**entry) for entry in body["entries"])
        self._first_expiry = 0.0
        self.next_id = body["next_id"]
        self.allowed = body["allowed"]
        self.webhook = Webhook(**body["webhook"]) if body["webhook"] else None
        if self._entries:
            self._arrived.set()
            self._wake("update")


def _finish(waiter: asyncio.Future[str]) -> None:
    if not waiter.done():
        waiter.set_result("timeout")
