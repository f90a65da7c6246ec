"""What became of outgoing messages. Data only, and the collecting of it."""

from dataclasses import dataclass, field

from bot.domain.ids import ChatId, LiveMessageId
from bot.phone.chat import Chat
from bot.phone.message import Version
from bot.turn.records import Outgoing


@dataclass(frozen=True, slots=True)
class Delivered:
    """One thing that people see happen: a message came, or one changed."""

    chat: ChatId
    message: int
    version: Version
    new: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """A message that is changed in place got its number."""

    placed: LiveMessageId
    message: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of outgoing messages: seen, dealt with (by their id), numbered, or for a chat that is closed."""

    changes: tuple[Delivered, ...] = ()
    done: tuple[int, ...] = ()
    placed: tuple[Placing, ...] = ()
    lost: tuple[ChatId, ...] = ()


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a tap; an alert has to be closed."""

    person: ChatId | None
    text: str
    alert: bool = False


@dataclass(slots=True)
class Delivering:
    """A delivery that is being made."""

    changes: list[Delivered] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    placed: list[Placing] = field(default_factory=list)
    lost: list[ChatId] = field(default_factory=list)

    def give_up(self, chat: Chat, message: Outgoing) -> None:
        """The chat is closed: nothing that waits for it will arrive."""
        self.done += [message.id, *(one.id for one in chat.waiting)]
        chat.waiting.clear()
        if chat.id not in self.lost:
            self.lost.append(chat.id)

    def result(self) -> Delivery:
        return Delivery(tuple(self.changes), tuple(self.done), tuple(self.placed), tuple(self.lost))
