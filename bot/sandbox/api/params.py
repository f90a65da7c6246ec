"""The parameters of one call, read as the types the Bot API documents. No rules of Telegram beyond the reading."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad_request


@dataclass(slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    content: bytes
    mime: str | None = None


@dataclass(slots=True)
class Params:
    """Named values, each a string (form) or a JSON value, and the uploads beside them."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.optional_integer(name)
        return default if value is None else value

    def optional_integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value.lower() in ("true", "1", "yes", "t", "y") if isinstance(value, str) else bool(value)

    def json(self, name: str, default: Any = None) -> Any:
        """A value that forms send as JSON text."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            what = "reply keyboard markup" if name == "reply_markup" else name
            raise bad_request(f"can't parse {what} JSON object") from None

    def for_journal(self) -> dict[str, Any]:
        """The parameters as the inspector shows them, without the bytes of files."""
        if not self.uploads:
            return self.values
        files = {name: f"<{upload.name}, {len(upload.content)} bytes>" for name, upload in self.uploads.items()}
        return {**self.values, **files}
