"""One chat, private or a group: what stands in it, and how it is looked up. Only the exchange puts anything there."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.domain.ids import ChatId
from bot.phone.message import Message, NotShownError, Spot, Version
from bot.turn.incoming import Replied, Spoke
from bot.turn.records import Outgoing

FIRST = 101
"""The number of the first message in a chat, so that a made-up low number is that of none."""


@dataclass(slots=True)
class Chat:
    """The history of one chat. Everybody in a group sees the same one."""

    id: ChatId
    title: str = ""
    messages: list[Message] = field(default_factory=list)
    here: bool = True
    """The bot can send here: nobody blocked it or took it out."""
    held: bool = False
    """Nothing arrives just now; what is for this chat waits in `waiting`."""
    waiting: deque[Outgoing] = field(default_factory=deque)
    next_number: int = FIRST

    @property
    def private(self) -> bool:
        """Whether it is that of one person."""
        return self.id > 0

    # --- looking ---

    def of_bot(self, topic: int | None = None) -> list[Message]:
        """What the bot said, oldest first; in all topics unless one is named."""
        return [m for m in self.messages if m.by_bot and topic in (None, m.topic)]

    @property
    def newest(self) -> Message:
        """The lowest message of the bot."""
        return self.find("")

    def find(self, words: str, topic: int | None = None) -> Message:
        """The lowest message of the bot that says this now."""
        for message in reversed(self.of_bot(topic)):
            if words in message.text:
                return message
        raise NotShownError(f"{self.called} reads nowhere: {words}")

    def number(self, message: int) -> Message | None:
        """The message with this number."""
        return next((m for m in self.messages if m.id == message), None)

    def spots(self, *, old: bool = False, topic: int | None = None) -> Iterator[Spot]:
        """Every button that can be pressed, of the lowest message first; of `old` ones those that are no more."""
        for message in reversed(self.of_bot(topic)):
            versions = message.versions[:-1] if old else message.versions[-1:]
            for version in reversed(versions):
                yield from (Spot(message.id, button, message.topic) for button in version.buttons)

    def spot(self, label: str, *, old: bool = False, topic: int | None = None) -> Spot:
        """The button of this name that is on a screen now; an old one that is on none any more."""
        for spot in self.spots(old=old, topic=topic):
            if spot.button.label == label:
                return spot
        raise NotShownError(f"{self.called} sees no button [{label}]")

    @property
    def token(self) -> str:
        """What the newest link carries, in a text or below it, also one that is gone by now."""
        for message in reversed(self.of_bot()):
            for version in reversed(message.versions):
                if tokens := version.tokens:
                    return tokens[-1]
        raise NotShownError(f"{self.called} has no link")

    def heard(self, author: ChatId | None, *names: str) -> list[Message]:
        """What this person said to the bot with one of these commands, oldest first; an answer has an empty name."""
        mine = [m for m in self.messages if m.heard is not None and m.author == author]
        return [m for m in mine if m.heard is not None and _name(m.heard) in names]

    def last_said(self, author: ChatId | None, beginning: str) -> Message:
        """The last message of this person that begins so."""
        for message in reversed(self.messages):
            if not message.by_bot and message.author == author and message.text.startswith(beginning):
                return message
        raise NotShownError(f"{author} said nothing in {self.called} that begins with: {beginning}")

    @property
    def called(self) -> str:
        """For whoever reads that something went wrong."""
        return self.title or str(self.id)

    @property
    def text(self) -> str:
        """All that the bot ever said here, every version of it."""
        return "\n".join(version.text for message in self.of_bot() for version in message.versions)

    # --- changing ---

    def put(self, version: Version, *, by_bot: bool, author: ChatId | None = None, topic: int = 0) -> Message:
        """A new message below everything, with the next number."""
        message = Message(self.next_number, [version], by_bot, author, topic=topic)
        self.next_number += 1
        self.messages.append(message)
        return message

    def changeable(self, number: int | None) -> Message | None:
        """The message of the bot that may be edited under this number; None when a new one must be sent."""
        message = None if number is None else self.number(number)
        return message if message is not None and message.by_bot and not message.kept_only else None

    def move(self, to: ChatId) -> None:
        """It became a supergroup: the history comes along, and nothing of it can be changed any more."""
        self.id = to
        for message in self.messages:
            message.kept_only = True

    def clear(self) -> None:
        """Somebody throws the history away."""
        self.messages.clear()

    def copy(self) -> "Chat":
        """One that can go on by itself."""
        return replace(self, messages=[m.copy() for m in self.messages], waiting=deque(self.waiting))


def _name(heard: Replied | Spoke) -> str:
    """The command, or nothing for an answer."""
    return heard.name if isinstance(heard, Spoke) else ""
