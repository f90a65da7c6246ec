"""Who opened a Mini App: Telegram tells its page in `initData`, signed with what only Telegram and the bot know.

The signature is that of the documentation (core.telegram.org/bots/webapps, "Validating data received via the Mini
App"): over all fields but `hash`, whatever they are.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from bot.domain.ids import ChatId

LONGEST = 4096
"""Characters; what Telegram tells is some hundreds."""
_MOST_FIELDS = 20
_LATEST = 2**33
"""A Unix second that no calendar here goes beyond."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose private chat it was opened in, and when, by the clock of Telegram."""

    chat: ChatId
    at: datetime


def opened_by(token: str) -> Callable[[str], Opened | None]:
    """Reads `initData` for the bot with this token; None for all that Telegram did not write for this bot."""
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()

    def read(init_data: str) -> Opened | None:
        fields = _fields(init_data)
        said = fields.pop("hash", "")
        checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        right = hmac.new(secret, checked.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right.encode(), said.encode("utf-8", "surrogatepass")):
            return None
        return _opened(fields)

    return read


def _fields(init_data: str) -> dict[str, str]:
    """The fields by name; none at all where one stands there twice or it is no list of fields."""
    if len(init_data) > LONGEST:
        return {}
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}


def _opened(fields: dict[str, str]) -> Opened | None:
    """Who and when, of fields that are Telegram's. A group names nobody whose form it could be."""
    at = fields.get("auth_date", "")
    try:
        user = json.loads(fields.get("user", ""))
    except ValueError:
        return None
    number = user.get("id") if isinstance(user, dict) else None
    if type(number) is not int or number <= 0 or not (at.isascii() and at.isdecimal()) or int(at) > _LATEST:
        return None
    return Opened(ChatId(number), datetime.fromtimestamp(int(at), UTC))
