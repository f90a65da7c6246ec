"""Who opened a page inside another door: known by what that door told, which counts for one page alone.

What the door told stands in the address, so it could be seen or kept. It must be fresh, and newer than what was used
before, and is bound to a key that the page made itself and keeps in memory. It is kept in memory here as well: what was
told before the program started does not count.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import ChatId
from bot.domain.invitation import token_hash

FRESH = timedelta(minutes=5)
"""How long after it was told a page may be opened."""
AHEAD = timedelta(minutes=1)
"""How far the clock of the other door may be ahead of ours."""
LASTS = timedelta(hours=12)
"""How long a page that is open stays open."""
_KEY = re.compile(r"[0-9a-f]{64}")


class Told(Protocol):
    """Whose private chat it is, and when their door told so."""

    @property
    def chat(self) -> ChatId: ...

    @property
    def at(self) -> datetime: ...


Tells = Callable[[str], Told | None]
"""Who opened a page, of what their door says about it; None for what that door did not say."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The one page that somebody has open: what was told, and its key, as hashes."""

    mark: tuple[str, str]
    at: datetime


class Openings:
    """One page of each person: who opens another one leaves the one before."""

    def __init__(self, since: datetime) -> None:
        """What was told before `since` was used by an earlier run, for all that is known."""
        self._since = since.replace(microsecond=0)
        self._pages: dict[ChatId, _Page] = {}

    def lets_in(self, told: Told, said: str, key: str, now: datetime) -> bool:
        """Whether this is the page that is open, or one that may be opened now. Changes nothing."""
        if _KEY.fullmatch(key) is None or told.at < self._since:
            return False
        page = self._pages.get(told.chat)
        if page is not None and page.mark == _mark(said, key):
            return now - told.at < LASTS
        return (page is None or told.at > page.at) and -AHEAD <= now - told.at <= FRESH

    def opens(self, told: Told, said: str, key: str, now: datetime) -> bool:
        """The same, and from now on only this key opens what was told. Only of who has something to open."""
        if not self.lets_in(told, said, key, now):
            return False
        self._pages[told.chat] = _Page(_mark(said, key), told.at)
        return True


def _mark(said: str, key: str) -> tuple[str, str]:
    return token_hash(said), token_hash(key)
