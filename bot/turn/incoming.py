"""What people do, in words of our own: small, the same for every door, and storable, so that a crash loses nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.chats import block_of
from bot.domain.ids import ChatId


@dataclass(frozen=True, slots=True)
class Commanded:
    """`/name argument`."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Typed text. `sent` is when, in whole Unix seconds, by the clock of the door; `message` is 0 where not known."""

    text: str
    sent: int = 0
    message: int = 0


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button was pressed. `query` is what must be answered, `message` where the button stands."""

    data: str
    query: str
    message: int


@dataclass(frozen=True, slots=True)
class Showed:
    """Something that is no text: a sticker, a voice message, a photo."""


FILE_LIMIT = 64 * 1024
"""The largest file that is fetched, in bytes."""


@dataclass(frozen=True, slots=True)
class Handed:
    """In private: a file, with its name and its size in bytes. `file` is how the door finds it.

    `text` is what it says, once the door has fetched it: None while it has not, and when it could not; what is no text
    in UTF-8 is empty.
    """

    name: str
    size: int
    file: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """In a group: an answer to a message of the bot. The same `message` again means that it was edited.

    `text` is empty for what is no text: a sticker, a voice message, a photo. `sent` is as with `Said`.
    """

    text: str
    message: int
    to: int
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Spoke:
    """In a group: a command that leaves something on record, with what was typed behind it.

    `to` is the message it answers, 0 for none. The same `message` again means that it was edited. `sent` is as with
    `Said`.
    """

    name: str
    text: str
    message: int
    to: int = 0
    sent: int = 0


ON_RECORD = ("punt", "doel")
"""Commands in a group whose text is kept, and changed when it is edited: what `Spoke` is about."""


@dataclass(frozen=True, slots=True)
class Edited:
    """In private: other words in a message that was sent before; `text` is empty for what is no text, or a command."""

    text: str
    message: int


@dataclass(frozen=True, slots=True)
class FilledIn:
    """In private: rows of a form that stands on one page, as they were when the page was sent.

    `values` is what stands there, by question; `seen` what the page showed before, by row. `skips` is a question to be
    skipped, `sure` one whose text is an answer, though it may be meant for the bot.
    """

    form: int
    values: dict[str, str]
    seen: dict[str, str]
    skips: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class CameOrWent:
    """A person blocked (`here` is False) or unblocked the bot; in a group: the bot was taken out or put in."""

    here: bool


@dataclass(frozen=True, slots=True)
class PutInChannel:
    """The bot was put in a channel, where people cannot answer it."""


@dataclass(frozen=True, slots=True)
class CameIn:
    """In a group: somebody reads along through another door than that of the group, and may speak there from now on."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup, which is another chat."""

    to: ChatId


def told(raw: bytes) -> str:
    """What a file says; nothing for what is no text in UTF-8, or larger than any that is taken."""
    if len(raw) > FILE_LIMIT:
        return ""
    try:
        return raw.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return ""


Body = (
    Commanded
    | Said
    | Tapped
    | Showed
    | Handed
    | Replied
    | Spoke
    | Edited
    | FilledIn
    | CameOrWent
    | PutInChannel
    | CameIn
    | Moved
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. `person` is the private chat of who did it, None when nobody real can be told (an anonymous admin).

    `thread` is the topic of a forum, 0 for the chat itself; `title` what a group is called.
    """

    update: int
    chat: ChatId
    private: bool
    person: ChatId | None
    name: str
    body: Body
    thread: int = 0
    title: str = ""


def door_of(incoming: Incoming) -> int | None:
    """The number of the door it came in by: that of whoever did it, which need not be that of the group."""
    return block_of(incoming.chat if incoming.person is None else incoming.person)


def sent_at(said: Said | Replied | Spoke, otherwise: datetime) -> datetime:
    """When it was typed; `otherwise` where the door did not tell."""
    return datetime.fromtimestamp(said.sent, UTC) if said.sent else otherwise


_KINDS: Mapping[str, type[Body]] = {
    "commanded": Commanded,
    "said": Said,
    "tapped": Tapped,
    "showed": Showed,
    "handed": Handed,
    "replied": Replied,
    "spoke": Spoke,
    "edited": Edited,
    "filled_in": FilledIn,
    "came_or_went": CameOrWent,
    "put_in_channel": PutInChannel,
    "came_in": CameIn,
    "moved": Moved,
}


_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(incoming: Incoming) -> str:
    """The stored form."""
    values = {field: getattr(incoming, field) for field in Incoming.__slots__}
    values = {field: value for field, value in values.items() if value or field not in ("thread", "title")}
    body = {field: getattr(incoming.body, field) for field in type(incoming.body).__slots__}
    if isinstance(incoming.body, Said) and not incoming.body.message:
        del body["message"]
    return json.dumps(values | {"body": body, "kind": _NAMES[type(incoming.body)]}, ensure_ascii=False)


def from_json(stored: str) -> Incoming:
    """What was stored, whole again."""
    values: dict[str, Any] = json.loads(stored)
    body = _KINDS[values.pop("kind")](**values.pop("body"))
    return Incoming(**values, body=body)
