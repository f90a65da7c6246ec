"""The small set of tags that the text of a screen may be marked with, and how it is read. Every door renders this set.

A text is marked up as `<tag>words</tag>`, well nested; a tag carries nothing but itself, and `<`, `>` and `&` of the
words are escaped. There are no other tags: a link stands in a text as it is, or below it on a button.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape


class Tag(StrEnum):
    """What words can be marked as, by the name that stands in a text."""

    BOLD = "b"
    ITALIC = "i"
    UNDERLINED = "u"
    STRUCK = "s"
    CODE = "code"
    QUOTE = "blockquote"
    FOLDED = "fold"
    """A long text among others: a door that can shows its beginning, which unfolds where it stands."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are marked alike, as a person reads them; the outermost mark first."""

    text: str
    tags: tuple[Tag, ...] = ()


_TAG = re.compile(rf"<(/?)({'|'.join(Tag)})>")


def spans(marked: str) -> Iterator[Span]:
    """A marked-up text in pieces. Raises `ValueError` for anything outside the set: somebody forgot to escape."""
    open_: list[Tag] = []
    at = 0
    for found in _TAG.finditer(marked):
        yield from _words(marked[at : found.start()], open_, marked)
        at, tag = found.end(), Tag(found[2])
        if not found[1]:
            open_.append(tag)
        elif not open_ or open_.pop() is not tag:
            raise ValueError(f"closed and never opened: {marked}")
    yield from _words(marked[at:], open_, marked)
    if open_:
        raise ValueError(f"opened and never closed: {marked}")


def plain(marked: str) -> str:
    """A marked-up text as a person reads it. Raises `ValueError` as `spans` does."""
    return "".join(span.text for span in spans(marked))


def _words(text: str, tags: list[Tag], marked: str) -> Iterator[Span]:
    if "<" in text or ">" in text:
        raise ValueError(f"not to be shown as it is: {marked}")
    if text:
        yield Span(unescape(text), tuple(tags))
