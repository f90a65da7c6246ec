"""What people do, in words of our own: small, free of Telegram, and storable so that nothing is lost in a crash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.ids import ChatId


@dataclass(frozen=True, slots=True)
class Commanded:
    """`/name argument`."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Typed text. `sent` is when, in whole Unix seconds, by the clock of Telegram."""

    text: str
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button was pressed. `query` is what must be answered, `message` where the button stands."""

    data: str
    query: str
    message: int


@dataclass(frozen=True, slots=True)
class Showed:
    """Something that is no text: a sticker, a voice message, a photo."""


@dataclass(frozen=True, slots=True)
class CameOrWent:
    """A person blocked (`here` is False) or unblocked the bot."""

    here: bool


Body = Commanded | Said | Tapped | Showed | CameOrWent


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. `person` is the Telegram user id, None when nobody real can be told (an anonymous admin)."""

    update: int
    chat: ChatId
    private: bool
    person: ChatId | None
    name: str
    body: Body


_KINDS: Mapping[str, type[Commanded | Said | Tapped | Showed | CameOrWent]] = {
    "commanded": Commanded,
    "said": Said,
    "tapped": Tapped,
    "showed": Showed,
    "came_or_went": CameOrWent,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(incoming: Incoming) -> str:
    """The stored form."""
    values = {field: getattr(incoming, field) for field in Incoming.__slots__}
    body = {field: getattr(incoming.body, field) for field in type(incoming.body).__slots__}
    return json.dumps(values | {"body": body, "kind": _NAMES[type(incoming.body)]}, ensure_ascii=False)


def from_json(stored: str) -> Incoming:
    """What was stored, whole again."""
    values: dict[str, Any] = json.loads(stored)
    body = _KINDS[values.pop("kind")](**values.pop("body"))
    return Incoming(**values, body=body)
