"""Who looks at a chat now, so that they hear at once that something came or changed. In memory."""

import asyncio

from bot.domain.ids import ChatId

MOST_PER_CHAT = 6
MOST = 2000


class Watchers:
    """One event for each window that looks."""

    def __init__(self) -> None:
        self._of: dict[ChatId, set[asyncio.Event]] = {}
        self._count = 0
        self.closed = False

    def enter(self, chat: ChatId) -> asyncio.Event | None:
        """From now on a window hears of this chat; None when there are too many, and it must ask by itself."""
        there = self._of.get(chat, set())
        if self.closed or len(there) >= MOST_PER_CHAT or self._count >= MOST:
            return None
        event = asyncio.Event()
        self._of.setdefault(chat, set()).add(event)
        self._count += 1
        return event

    def leave(self, chat: ChatId, event: asyncio.Event) -> None:
        """It looks no more."""
        there = self._of.get(chat, set())
        if event in there:
            there.discard(event)
            self._count -= 1
        if not there:
            self._of.pop(chat, None)

    def changed(self, chat: ChatId) -> None:
        """Something came or changed."""
        for event in self._of.get(chat, ()):
            event.set()

    def close(self) -> None:
        """All go."""
        self.closed = True
        for chat in tuple(self._of):
            self.changed(chat)
