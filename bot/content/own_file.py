"""A question set that a team wrote itself, as one file: read, and checked line by line.

Nothing in a file is carried out: only names, texts, lists and numbers are read, and no anchors, tags or links.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import yaml

from bot.content.items import Node
from bot.content.question_sets import AnsweredBy, Reveal
from bot.domain.errors import DomainError

T = TypeVar("T")

FILE_LIMIT = 64 * 1024
"""The largest file, in bytes."""
MOST_QUESTIONS = 40
MOST_ANSWERS = 9
LONGEST_NAME = 24
LONGEST_TEXT = 300
LONGEST_ABOUT = 1000
LONGEST_ANSWER = 50
_DEPTH = 6
ELEMENTS = (2, 7, 8)
"""So many elements the framework has on each of its levels."""


class OwnQuestion(Node):
    """A question of a file. Without answers it is written to; a line is a scale to stand on."""

    text: str
    heading: str = ""
    answers: tuple[str, ...] = ()
    line: bool = False
    ambition: bool = False


class OwnSpec(Node):
    """What a file says, checked."""

    name: str
    title: str
    about: str = ""
    answered_by: tuple[AnsweredBy, ...] = tuple(AnsweredBy)
    reveal: Reveal = Reveal.QUESTION
    questions: tuple[OwnQuestion, ...] = ()
    elements: tuple[tuple[str, ...], ...] = ()
    """The names of the elements of the framework, level by level, in place of questions."""
    of: str = ""
    """For which collaboration, where whoever sends it leads several."""


# --- reading ---


@dataclass(frozen=True, slots=True)
class _Value:
    """A part of the file, with the line it stands on."""

    line: int
    text: str | None = None
    items: tuple[_Value, ...] | None = None
    fields: Mapping[str, _Value] | None = None


def _wrong(line: int, what: str, **about: object) -> DomainError:
    return DomainError("own_set.wrong", line=line, what=what, about=about)


def read_own(text: str) -> OwnSpec:
    """What a file says. Raises `DomainError` that names the line and what is wrong there."""
    if len(text.encode("utf-8", "replace")) > FILE_LIMIT:
        raise DomainError("own_set.too_large", limit=FILE_LIMIT // 1024)
    top = _tree(text)
    if top.fields is None:
        raise _wrong(top.line, "no_fields")
    return _spec(top)


def _tree(text: str) -> _Value:
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        found = [_value(event, events, 0) for event in events if isinstance(event, _BEGINS)]
    except yaml.MarkedYAMLError as error:
        deep = "nesting" in (error.problem or "")  # newer parsers count for themselves
        raise _wrong(error.problem_mark.line + 1 if error.problem_mark else 1, "deep" if deep else "yaml") from None
    except yaml.YAMLError:
        raise _wrong(1, "characters") from None
    if len(found) != 1:
        raise _wrong(1, "no_fields")
    return found[0]


_BEGINS = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent)


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> _Value:
    line = event.start_mark.line + 1 if event.start_mark is not None else 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise _wrong(line, "link")
    if depth > _DEPTH:
        raise _wrong(line, "deep")
    if isinstance(event, yaml.ScalarEvent):
        return _Value(line, text=_clean(event.value))
    if isinstance(event, yaml.SequenceStartEvent):
        return _Value(line, items=tuple(_until(yaml.SequenceEndEvent, events, depth)))
    parts = list(_until(yaml.MappingEndEvent, events, depth))
    fields: dict[str, _Value] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if key.text is None:
            raise _wrong(key.line, "yaml")
        if key.text.casefold() in fields:
            raise _wrong(key.line, "twice", field=key.text)
        fields[key.text.casefold()] = value
    return _Value(line, fields=fields)


def _until(end: type[yaml.Event], events: Iterator[yaml.Event], depth: int) -> Iterator[_Value]:
    for event in events:
        if isinstance(event, end):
            return
        yield _value(event, events, depth + 1)


def _clean(text: str) -> str:
    """On one line, without control characters and marks that turn the direction of what stands behind them."""
    return " ".join("".join(" " if unicodedata.category(c) in _UNSEEN and c != "\u200d" else c for c in text).split())


_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


# --- checking ---

_TOP = ("naam", "titel", "uitleg", "wie", "uitslag", "vragen", "elementen", "samenwerking")
_QUESTION = ("vraag", "antwoorden", "lijn", "straks")
_WHO = {"alleen": AnsweredBy.PERSON, "partner": AnsweredBy.PARTNER, "groep": AnsweredBy.GROUP}
_WHEN = {"per vraag": Reveal.QUESTION, "aan het eind": Reveal.SET}
_LEVELS = ("strategisch", "tactisch", "operationeel")


def _spec(top: _Value) -> OwnSpec:
    fields = top.fields or {}
    _known(fields, _TOP)
    if ("vragen" in fields) == ("elementen" in fields):
        raise _wrong(top.line, "questions_or_elements")
    of = _text(fields["samenwerking"], LONGEST_TEXT) if "samenwerking" in fields else ""
    if "elementen" in fields:
        return OwnSpec(name="", title="", elements=_elements(fields["elementen"]), of=of)
    name = _needed(top, "naam", LONGEST_NAME)
    return OwnSpec(
        name=name,
        title=_text(fields["titel"], LONGEST_TEXT) if "titel" in fields else name,
        about=_needed(top, "uitleg", LONGEST_ABOUT),
        answered_by=_who(fields["wie"]) if "wie" in fields else tuple(AnsweredBy),
        reveal=_one_of(fields["uitslag"], _WHEN) if "uitslag" in fields else Reveal.QUESTION,
        questions=tuple(_questions(fields["vragen"])),
        of=of,
    )


def _known(fields: Mapping[str, _Value], allowed: Sequence[str]) -> None:
    for key, value in fields.items():
        if key not in allowed:
            raise _wrong(value.line, "unknown", field=key[:LONGEST_NAME], allowed=list(allowed))


def _needed(at: _Value, field: str, limit: int) -> str:
    found = (at.fields or {}).get(field)
    if found is None:
        raise _wrong(at.line, "missing", field=field)
    return _text(found, limit)


def _text(value: _Value, limit: int) -> str:
    if value.text is None:
        raise _wrong(value.line, "no_text")
    if not value.text:
        raise _wrong(value.line, "empty")
    if len(value.text) > limit:
        raise _wrong(value.line, "long", limit=limit)
    return value.text


def _list(value: _Value, least: int, most: int) -> tuple[_Value, ...]:
    if value.items is None:
        raise _wrong(value.line, "no_list")
    if not least <= len(value.items) <= most:
        raise _wrong(value.line, "number", least=least, most=most)
    return value.items


def _who(value: _Value) -> tuple[AnsweredBy, ...]:
    found = [value] if value.text is not None else _list(value, 1, len(_WHO))
    return tuple(dict.fromkeys(_one_of(one, _WHO) for one in found))


def _one_of(value: _Value, known: Mapping[str, T]) -> T:
    if (value.text or "").casefold() not in known:
        raise _wrong(value.line, "choose", allowed=list(known))
    return known[(value.text or "").casefold()]


def _questions(value: _Value) -> Iterator[OwnQuestion]:
    heading, number = "", 0
    for one in _list(value, 1, 2 * MOST_QUESTIONS):
        if one.fields is not None and set(one.fields) == {"kop"}:
            heading = _text(one.fields["kop"], LONGEST_TEXT)
            continue
        number += 1
        if number > MOST_QUESTIONS:
            raise _wrong(one.line, "many", most=MOST_QUESTIONS)
        yield _question(one, heading)
    if not number:
        raise _wrong(value.line, "number", least=1, most=MOST_QUESTIONS)


def _question(value: _Value, heading: str) -> OwnQuestion:
    if value.fields is None:
        return OwnQuestion(text=_text(value, LONGEST_TEXT), heading=heading)
    fields = value.fields
    _known(fields, _QUESTION)
    if "antwoorden" in fields and "lijn" in fields:
        raise _wrong(value.line, "both")
    on_line = "lijn" in fields
    given = fields.get("lijn") or fields.get("antwoorden")
    answers = tuple(_answers(given, 3 if on_line else 2)) if given is not None else ()
    later = "straks" in fields and _one_of(fields["straks"], {"ja": True, "nee": False, "true": True, "false": False})
    if later and not on_line:
        raise _wrong(fields["straks"].line, "later")
    text = _needed(value, "vraag", LONGEST_TEXT)
    return OwnQuestion(text=text, heading=heading, answers=answers, line=on_line, ambition=later)


def _answers(value: _Value, least: int) -> Iterator[str]:
    seen: set[str] = set()
    for one in _list(value, least, MOST_ANSWERS):
        text = _text(one, LONGEST_ANSWER)
        if text.casefold() in seen:
            raise _wrong(one.line, "twice", field=text)
        seen.add(text.casefold())
        yield text


def _elements(value: _Value) -> tuple[tuple[str, ...], ...]:
    fields = value.fields
    if fields is None:
        raise _wrong(value.line, "no_fields")
    _known(fields, _LEVELS)
    found = []
    for level, number in zip(_LEVELS, ELEMENTS, strict=True):
        if level not in fields:
            raise _wrong(value.line, "missing", field=level)
        found.append(tuple(_text(one, LONGEST_TEXT) for one in _list(fields[level], number, number)))
    return tuple(found)
