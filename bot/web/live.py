"""Who looks at a chat now, so that they hear at once that something came or changed. In memory."""

import asyncio

from bot.domain.ids import ChatId

MOST_PER_CHAT = 6
MOST_PER_GROUP = 200
MOST = 2000


class Watchers:
    """One event for each window that looks."""

    def __init__(self, most: int = MOST) -> None:
        """At most so many look at once; with 0 nobody is told, and each asks by itself."""
        self._most = most
        self._of: dict[ChatId, set[asyncio.Event]] = {}
        self._count = 0
        self.closed = False

    def enter(self, *chats: ChatId, most: int = MOST_PER_CHAT) -> asyncio.Event | None:
        """From now on a window hears of these chats; None when there are too many, and it must ask by itself.

        `most` is how many may look at the first of them.
        """
        if self.closed or len(self._of.get(chats[0], ())) >= most or self._count >= self._most:
            return None
        event = asyncio.Event()
        for chat in chats:
            self._of.setdefault(chat, set()).add(event)
        self._count += 1
        return event

    def leave(self, event: asyncio.Event, *chats: ChatId) -> None:
        """It looks no more."""
        self._count -= event in self._of.get(chats[0], ())
        for chat in chats:
            there = self._of.get(chat, set())
            there.discard(event)
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
