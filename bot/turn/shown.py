"""What a door keeps that shows a chat itself: its messages, who may look, and links that let somebody in once.

Telegram keeps its chats; a page in the browser has nobody else who would.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import BindingId, ChatId, PersonId
from bot.turn.records import Outgoing

SESSION_LASTS = timedelta(days=30)
"""After it was last used."""
SHARED_LASTS = timedelta(hours=12)
"""On a shared computer it ends with the window; this is for whoever leaves the window open."""
LINK_LASTS = timedelta(minutes=15)
"""How long a link works by which somebody comes in once more, or by another door."""
LEAST_OF_HASH = 40
"""So much of the hash of a link fits on a button and cannot be guessed."""
PROJECTOR_LASTS = timedelta(hours=8)
"""How long a code shows a group on a large screen."""
AFTER_LEAVING = timedelta(hours=24)
"""How long somebody who takes part in nothing any more can still see, take along or erase what is kept of them."""


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as it stands on a page. `touched` rises in its chat whenever something comes or changes."""

    number: int
    touched: int
    message: Outgoing
    at: datetime
    there: int | None = None
    """Its number at the door of its group, where that is another."""

    @property
    def in_group(self) -> int:
        """The number by which its group knows it."""
        return self.number if self.there is None else self.there


@dataclass(frozen=True, slots=True)
class Session:
    """A window that may show a chat. `said` is the answer to the last tap, which stays until the next."""

    id: int
    chat: ChatId
    made_at: datetime
    used_at: datetime
    ends_at: datetime
    shared: bool
    said: str = ""


class Shown(Protocol):
    """Messages on pages, per chat. A number is never given twice."""

    def put(self, message: Outgoing, touched: int, at: datetime, ends_at: datetime | None = None) -> int | None:
        """Show it: in place of the one it edits, where that is there, else as a new one. Returns its number.

        None for a chat that was forgotten: nothing is kept. `ends_at` is when it goes by itself.
        """
        ...

    def put_beside(self, message: Outgoing, chat: ChatId, number: int | None, touched: int, at: datetime) -> None:
        """Show a message of a group of another door in this chat. `number` is what the group knows it by."""
        ...

    def numbered(self, chat: ChatId, number: int) -> ShownMessage | None:
        """The message of such a group with this number."""
        ...

    def newest(self, chat: ChatId) -> tuple[ShownMessage, ...]:
        """What came or changed last, oldest first."""
        ...

    def before(self, chat: ChatId, number: int | None, limit: int) -> tuple[ShownMessage, ...]:
        """Those with a lower number, the highest first; all when there is no number."""
        ...

    def one(self, chat: ChatId, number: int) -> ShownMessage | None: ...
    def touched(self, chat: ChatId) -> int: ...
    def all(self, chat: ChatId) -> tuple[ShownMessage, ...]: ...
    def forget(self, chat: ChatId) -> None: ...


class Windows(Protocol):
    """Windows that may show a chat, and links that open another one. Of a secret only the hash is kept."""

    def open(
        self, token_hash: str, chat: ChatId, at: datetime, ends_at: datetime, *, shared: bool = False
    ) -> Session: ...
    def by_hash(self, token_hash: str) -> Session | None: ...
    def of(self, chat: ChatId) -> tuple[Session, ...]: ...
    def used(self, session: int, at: datetime, ends_at: datetime) -> None: ...
    def say(self, session: int, said: str) -> None: ...
    def end(self, session: int) -> None: ...
    def end_by(self, chat: ChatId, at: datetime) -> None:
        """None of this chat lasts longer than this."""
        ...

    def add_link(self, token_hash: str, person: PersonId, ends_at: datetime) -> None: ...
    def link(self, token_hash: str, at: datetime) -> PersonId | None:
        """Whose link this is; None for one that does not work. The beginning of the hash is enough, for a button."""
        ...

    def use_link(self, token_hash: str, at: datetime) -> PersonId | None:
        """The same, once."""
        ...

    def end_links(self, person: PersonId) -> None:
        """No link of somebody works any more."""
        ...

    def open_projector(self, token_hash: str, binding: BindingId, ends_at: datetime) -> None:
        """From now on this code shows a group on a large screen; an earlier one no longer does."""
        ...

    def projector(self, token_hash: str, at: datetime) -> BindingId | None:
        """The group that a code shows; None for one that does not work."""
        ...

    def purge(self, at: datetime) -> tuple[ChatId, ...]:
        """Remove what has ended, and chats in which nobody ever agreed and no window is open.

        The chats of which a window was removed.
        """
        ...
