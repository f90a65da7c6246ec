"""A file that somebody typed, as names, texts and lists, each with the line it stands on.

Nothing in it is carried out: it is read as the parser meets it, and anchors, tags and links are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from bot.domain.errors import DomainError

_DEPTH = 6


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part of the file, with the line it stands on."""

    line: int
    text: str | None = None
    items: tuple[FilePart, ...] | None = None
    fields: Mapping[str, FilePart] | None = None


def wrong(line: int, what: str, **about: object) -> DomainError:
    """The refusal of what stands on a line: `what` ends the key of the sentence that says why."""
    return DomainError("own_set.wrong", line=line, what=what, about=about)


def read_plain(text: str) -> FilePart:
    """All of a file. Raises `DomainError` that names the line and what is wrong there."""
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        found = [_value(event, events, 0) for event in events if isinstance(event, _BEGINS)]
    except yaml.MarkedYAMLError as error:
        deep = "nesting" in (error.problem or "")  # newer parsers count for themselves
        raise wrong(error.problem_mark.line + 1 if error.problem_mark else 1, "deep" if deep else "yaml") from None
    except yaml.YAMLError:
        raise wrong(1, "characters") from None
    if len(found) != 1:
        raise wrong(1, "no_fields")
    return found[0]


_BEGINS = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent)


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> FilePart:
    line = event.start_mark.line + 1 if event.start_mark is not None else 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise wrong(line, "link")
    if depth > _DEPTH:
        raise wrong(line, "deep")
    if isinstance(event, yaml.ScalarEvent):
        return FilePart(line, text=_clean(event.value))
    if isinstance(event, yaml.SequenceStartEvent):
        return FilePart(line, items=tuple(_until(yaml.SequenceEndEvent, events, depth)))
    parts = list(_until(yaml.MappingEndEvent, events, depth))
    fields: dict[str, FilePart] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if key.text is None:
            raise wrong(key.line, "yaml")
        if key.text.casefold() in fields:
            raise wrong(key.line, "twice", field=key.text)
        fields[key.text.casefold()] = value
    return FilePart(line, fields=fields)


def _until(end: type[yaml.Event], events: Iterator[yaml.Event], depth: int) -> Iterator[FilePart]:
    for event in events:
        if isinstance(event, end):
            return
        yield _value(event, events, depth + 1)


def _clean(text: str) -> str:
    """On one line, without control characters and marks that turn the direction of what stands behind them."""
    return " ".join("".join(" " if unicodedata.category(c) in _UNSEEN and c != "\u200d" else c for c in text).split())


_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
