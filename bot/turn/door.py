"""The port of a door: Telegram, a terminal, phones in memory. A door turns what comes in into an `Incoming` for a chat,
and an `Outgoing` into what its people see. Nothing below a door knows which one it is.

References to messages are opaque: a number means something within its chat, to the door of that chat.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from bot.domain.chats import block_of
from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId
from bot.turn.records import Outgoing

if TYPE_CHECKING:  # the host is built on this
    from bot.turn.host import Host
    from bot.turn.ports import UnitOfWork


class Ability(StrEnum):
    """What a door can do; what it cannot is left out or said otherwise by the door itself."""

    EDIT = "edit"
    """Change a message that is there. Without it a changed message is sent anew."""
    PIN = "pin"
    REACT = "react"
    """Put a sign below what somebody wrote."""
    TOPICS = "topics"
    FILES = "files"
    """Show pictures and hand over documents."""
    HANDS = "hands"
    """Take files that people hand over."""
    ALERT = "alert"
    """Answer a tap with something that has to be closed."""
    LINKS = "links"
    """Links that open the bot, with a token."""
    GROUP_LINKS = "group_links"
    """Links that add the bot to a group, with a token."""
    DIRECT = "direct"
    """Messages pass nobody but us: no company in between could read them."""
    WORDS = "words"
    """In a group people read what others write there. Without it they read only what the bot shows."""
    RINGS = "rings"
    """A message draws attention by itself. Without it somebody sees it when they look."""
    WRITES = "writes"
    """Somebody can be written to elsewhere that a message is there, where they gave an address for it."""
    OWN_GROUPS = "own_groups"
    """A group can be made here: it is there as soon as it has a number."""


class Doorway(Protocol):
    """What a turn may know of a door: what it can, and the links it makes."""

    @property
    def name(self) -> str:
        """What it is called in the log."""
        ...

    @property
    def block(self) -> int | None:
        """Its number in the numbers of its chats, never changed; None for the one that gives them numbers itself."""
        ...

    @property
    def can(self) -> Collection[Ability]: ...

    @property
    def way_in(self) -> str:
        """What somebody is offered who may choose a door to come in by: a key of `buttons.yaml`."""
        ...

    @property
    def called(self) -> str:
        """The name by which a command in a group can be addressed to this bot: what stands behind the `@`."""
        ...

    def link(self, token: str = "") -> str:
        """A link that opens the bot in private, with a token."""
        ...

    def link_to_group(self, token: str) -> str:
        """A link that asks which group the bot must be added to, and says the token there."""
        ...

    def token_in(self, link: str) -> str | None:
        """The token of a link that this door made, which may be empty; None for any other."""
        ...


class Door(Doorway, Protocol):
    """A door that can be opened. First all are connected, then what waits is handed over, then they are opened."""

    async def connect(self, host: "Host") -> None:
        """Find out who we are on the other side. Nothing may come in yet. Raises what went wrong."""
        ...

    async def open(self) -> None:
        """Take up what came in and was not finished (`Host.left`), and let in whatever comes."""
        ...

    def deliver(self, messages: Sequence[Outgoing]) -> None:
        """Take messages for chats of this door over, in this order. Never waits; `Host.sent` is told of each."""
        ...

    async def stop(self) -> None:
        """Let nothing in, finish what came in, send what can be sent, close. Also after `connect` failed."""
        ...


@runtime_checkable
class OffersCommands(Protocol):
    """What a door does that shows people a list of commands; one that does not has no such method."""

    def offer(self, chat: ChatId, names: Sequence[str]) -> None:
        """Show these commands in this chat from now on; none: those for everybody. Never waits, and is no message."""
        ...


@runtime_checkable
class OpensForms(Protocol):
    """What a door does that can show a form as one page inside itself; one that cannot has no such method."""

    def form(self, number: int) -> str | None:
        """The address of a form, for whoever opens it there; None where there is no page to open."""
        ...


@runtime_checkable
class ServesCalendars(Protocol):
    """What a door does at which programs can fetch something; one that is not reached from elsewhere has no such."""

    def calendar(self, token: str) -> str | None:
        """The address at which a calendar fetches days; None where nobody outside can reach it."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is dealt with; `number` is what its door gave to a new one, where it tells."""

    outgoing: Outgoing
    number: int | None = None
    pinned: bool = False


class Onlooker(Protocol):
    """A door that may show groups of other doors as well."""

    def keep(self, uow: "UnitOfWork", sent: Sequence[Sent]) -> None:
        """These are dealt with. Called in the unit of work that takes them out of the outbox, before it does."""
        ...

    def kept(self) -> None:
        """That unit of work is on disk."""
        ...


def token_behind(plain: str, link: str) -> str | None:
    """The token of a deep link, which is the plain link with `=token` behind it; None for another link."""
    if link == plain:
        return ""
    return link.removeprefix(f"{plain}=") if link.startswith(f"{plain}=") else None


class Doors:
    """The doors there are. The number of a chat tells which one is its."""

    def __init__(self, doors: Iterable[Doorway] = ()) -> None:
        doors = tuple(doors)
        self.every = doors
        """In the order in which they are offered."""
        self._doors: dict[int | None, Doorway] = {}
        for door in doors:
            if self._doors.setdefault(door.block, door) is not door:
                raise ProgrammingError(f"two doors have the number {door.block}")

    def of(self, chat: ChatId) -> Doorway:
        """The door of a chat, and for nobody's chat the first. Raises `ProgrammingError` where there is none."""
        door = self._doors.get(block_of(chat))
        if door is None:
            raise ProgrammingError(f"chat {chat} has no door")
        return door

    def token_in(self, link: str) -> str | None:
        """The token of a link that one of them made; None for any other."""
        found = (door.token_in(link) for door in self.every)
        return next((token for token in found if token is not None), None)

    def with_own_groups(self) -> Doorway | None:
        """The first in which a group can be made; None where there is none."""
        return next((door for door in self.every if Ability.OWN_GROUPS in door.can), None)

    def for_groups(self, chat: ChatId) -> Doorway:
        """The door by which somebody in this chat gets at groups: its own, or else the first that has groups."""
        own = self.of(chat)
        able = (door for door in (own, *self.every) if Ability.GROUP_LINKS in door.can)
        return next(able, own)
