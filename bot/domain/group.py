"""Groups: which chat belongs to which circle of people, and how that comes about.

A *binding* joins a group (or one topic of it) to a partner or to a whole collaboration. It is made from a
*binding request*, of which one half is known: a link knows what is bound and not yet where, `/koppel` where and not
yet what.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import (
    BindingId,
    BindingRequestId,
    ChatId,
    CollaborationId,
    InvitationId,
    LiveMessageId,
    PartnerId,
    PersonId,
    RoundId,
)

REQUEST_LIFETIME = timedelta(hours=1)
"""Everybody in the group can read the link that bound it, so it must not work for long."""


JOIN_LIFETIME = timedelta(days=365)
"""How long the way in that stands below the messages in a group works; it can be taken back at any time."""


@dataclass(frozen=True, slots=True)
class ChatThread:
    """A chat, or one topic of it; `thread` 0 is the chat itself."""

    chat: ChatId
    thread: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """A group that belongs to a partner, or (`partner` None) to the whole collaboration.

    `join_token` is the open half of `invitation`: it stands in the group for everybody to read.
    """

    id: BindingId
    chat_thread: ChatThread
    title: str
    collaboration: CollaborationId
    partner: PartnerId | None
    bound_by: PersonId
    bound_at: datetime
    invitation: InvitationId | None = None
    join_token: str | None = None
    status: LiveMessageId | None = None
    """The status message."""
    status_of: str | None = None
    """Which round, in which state, that message was posted for."""
    ended_at: datetime | None = None
    beside: ChatId | None = None
    """The chat of another door in which what stands here is shown as well; None while nobody looks there."""

    def covers(self, partner: PartnerId) -> bool:
        """Whether the people of this partner belong to its circle."""
        return self.partner is None or self.partner == partner


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """Half a binding. A link has `token_hash` and `collaboration`; `/koppel` has `chat_thread`."""

    id: BindingRequestId
    made_by: PersonId
    expires_at: datetime
    token_hash: str | None = None
    collaboration: CollaborationId | None = None
    partner: PartnerId | None = None
    chat_thread: ChatThread | None = None
    title: str = ""
    used_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether it can (still) be used at `now`."""
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who did something in a bound group. `partner` is whom they speak for there, once they had to choose.

    `long_message` and `long_at` are of their newest text that was so long that it may have been cut.
    """

    person: PersonId
    partner: PartnerId | None = None
    long_message: int | None = None
    long_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads a group in a round: past the motives on its boards, and through the reveal."""

    binding: BindingId
    round: RoundId
    led_by: PersonId
    panel: LiveMessageId | None = None
    """The message in which they go on, in private; None until there is one, and after it was put aside."""
    step: int | None = None
    """How far the group is through the reveal, 0 for its beginning; None while nobody goes through it together."""
    stands: LiveMessageId | None = None
    """The message in the group in which that step stands."""
    version: int = 0
    """0 for one that was never kept."""
