"""A long text: its beginning where it stands among other things, and the whole of it in messages of its own."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.content.sizes import MESSAGE_UNITS

_JOINER = "\u200d"
_FLAGS = range(0x1F1E6, 0x1F200)
_SKINS = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text that was shortened, and what it is called where it is read whole; empty when that is plain."""

    text: str
    of: str = ""


def one_line(text: str) -> str:
    """A text without its line breaks and double spaces."""
    return " · ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())


def beginning(text: str, length: int) -> str:
    """At most so many code points, not cut within what is seen as one character."""
    return text[: _whole(text, length)].rstrip()


def _whole(text: str, at: int) -> int:
    """The last place up to `at` where a character as it is seen ends; `at` itself where none is near."""
    for cut in range(at, max(at - 20, 0), -1):
        if not _within(text, cut):
            return cut
    return at


def _within(text: str, at: int) -> bool:
    """Whether the code points on both sides of this place are seen as one character."""
    if at >= len(text):
        return False
    after, before = text[at], text[at - 1]
    joined = _JOINER in (after, before) or unicodedata.category(after).startswith("M") or ord(after) in _SKINS
    flags = 0
    while at - flags > 0 and ord(text[at - flags - 1]) in _FLAGS:
        flags += 1
    return joined or (ord(after) in _FLAGS and flags % 2 == 1)


def units(text: str) -> int:
    """How long a text is, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def messages(excerpts: Iterable[Excerpt]) -> Iterator[tuple[Excerpt, ...]]:
    """The texts whole and in order, as many in one message as fit; what is longer than a message, in pieces."""
    packed: list[Excerpt] = []
    used = 0
    for piece in (piece for excerpt in excerpts for piece in _pieces(excerpt)):
        size = units(piece.text) + units(piece.of) + _BETWEEN
        if packed and used + size > MESSAGE_UNITS:
            yield tuple(packed)
            packed, used = [], 0
        packed.append(piece)
        used += size
    if packed:
        yield tuple(packed)


_BETWEEN = 3
"""The line breaks around a text and what it is called."""


def _pieces(excerpt: Excerpt) -> Iterator[Excerpt]:
    """A text in pieces that fit in a message together with what it is called."""
    rest = excerpt.text
    room = MESSAGE_UNITS - units(excerpt.of) - _BETWEEN
    while units(rest) > room:
        cut = _cut(rest, room)
        yield Excerpt(rest[:cut], excerpt.of)
        rest = rest[cut:]
    if rest.strip():
        yield Excerpt(rest, excerpt.of)


def _cut(text: str, room: int) -> int:
    """Where a piece ends: behind a line or a word where one ends nearby, and never within a character."""
    end = 0
    while room > (ord(text[end]) > 0xFFFF):
        room -= 2 if ord(text[end]) > 0xFFFF else 1
        end += 1
    for sign in ("\n", " "):
        found = text.rfind(sign, max(end - 400, 1), end)
        if found > 0:
            return found + 1
    return _whole(text, end)
