"""Numbers that forms carry. One number is one thing that somebody does, however often the form is sent.

A number is made when a page is drawn, and signed with the secret of the window that it is drawn for: so no other page,
person or window can have sent it, and a form that is sent twice (two clicks, a reload, once more after the program was
killed) is taken once. Numbers lie between 2^52 and 2^53 - 1, far above those of Telegram's updates, and rise with time.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FIRST = 2**52
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_PER_MILLISECOND = 2**11
KEPT = timedelta(days=2)
"""How long a form can be sent: shorter than what came in is known for (three days), so that nothing is taken twice."""


class Numbers:
    """Gives numbers, each once. Goes on where it was when the clock is set back."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = FIRST

    def next(self) -> int:
        """A new number."""
        passed = (self._now() - _BEGAN) // timedelta(milliseconds=1)
        drawn = FIRST + passed * _PER_MILLISECOND + secrets.randbelow(_PER_MILLISECOND // 2)
        self._last = max(self._last + 1, drawn)
        return self._last

    def fresh(self, number: int) -> bool:
        """Whether a form with this number may still be sent."""
        drawn = _BEGAN + timedelta(milliseconds=(number - FIRST) // _PER_MILLISECOND)
        return self._now() - drawn < KEPT


def sign(secret: str, said: str) -> str:
    """What only who knows the secret of this window can have written below it."""
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:32]


def stamp(secret: str, number: int) -> str:
    """A number with its signature, as a form carries it."""
    return f"{number}-{sign(secret, str(number))}"


def read_stamp(secret: str, stamped: str) -> int | None:
    """The number; None when it was not signed for this window."""
    number, _, signature = stamped.partition("-")
    if not number.isascii() or not number.isdecimal() or len(number) > 16:
        return None
    return int(number) if hmac.compare_digest(signature.encode(), sign(secret, number).encode()) else None
