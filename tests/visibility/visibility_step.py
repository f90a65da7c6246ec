"""One step of a play, and what both watches need to look at it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from visibility_facts import Facts

from bot.turn.incoming import Body
from bot.turn.records import Outgoing

SECRET = re.compile(r"geheim-[a-z]*(?:-\d*z?)?", re.IGNORECASE)
CHOICE = "Ja|Enigszins|Nee"
_TAG = re.compile(r"</?(?:b|i|u|s|code|blockquote)>")


class LeakError(AssertionError):
    """Something is where it may not be, or is gone."""


@dataclass(frozen=True)
class Step:
    """One thing somebody did (or a timer), and all that came of it.

    `actor` is their private chat (None for an anonymous admin), `place` the chat in which they did it.
    """

    actor: int | None
    place: int | None
    body: Body | None
    before: Facts
    after: Facts
    outgoing: tuple[Outgoing, ...]
    toast: str | None = None
    logged: str = ""
    turn_log: tuple[tuple[str, ...], ...] = ()
    reaction: str | None = None
    """The sign below what was written in a group, which everybody there sees."""

    @property
    def in_group(self) -> bool:
        return self.place is not None and self.place < 0


def as_read(html: str) -> str:
    """A message as a person reads it."""
    return unescape(_TAG.sub("", html))


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: A, B en C."""
    *before, last = [*names] or [""]
    return f"{', '.join(before)} en {last}" if before else last
