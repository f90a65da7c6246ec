"""What the file of a question set that a team wrote itself may say, checked line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from bot.content.items import Node
from bot.content.plain_file import FilePart, read_plain, wrong
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


def read_own(text: str) -> OwnSpec:
    """What a file says. Raises `DomainError` that names the line and what is wrong there."""
    if len(text.encode("utf-8", "replace")) > FILE_LIMIT:
        raise DomainError("own_set.too_large", limit=FILE_LIMIT // 1024)
    top = read_plain(text)
    if top.fields is None:
        raise wrong(top.line, "no_fields")
    return _spec(top)


_TOP = ("naam", "titel", "uitleg", "wie", "uitslag", "vragen", "elementen", "samenwerking")
_QUESTION = ("vraag", "antwoorden", "lijn", "straks")
_WHO = {"alleen": AnsweredBy.PERSON, "partner": AnsweredBy.PARTNER, "groep": AnsweredBy.GROUP}
_WHEN = {"per vraag": Reveal.QUESTION, "aan het eind": Reveal.SET}
_LEVELS = ("strategisch", "tactisch", "operationeel")


def _spec(top: FilePart) -> OwnSpec:
    fields = top.fields or {}
    _known(fields, _TOP)
    if ("vragen" in fields) == ("elementen" in fields):
        raise wrong(top.line, "questions_or_elements")
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


def _known(fields: Mapping[str, FilePart], allowed: Sequence[str]) -> None:
    for key, value in fields.items():
        if key not in allowed:
            raise wrong(value.line, "unknown", field=key[:LONGEST_NAME], allowed=list(allowed))


def _needed(at: FilePart, field: str, limit: int) -> str:
    found = (at.fields or {}).get(field)
    if found is None:
        raise wrong(at.line, "missing", field=field)
    return _text(found, limit)


def _text(value: FilePart, limit: int) -> str:
    if value.text is None:
        raise wrong(value.line, "no_text")
    if not value.text:
        raise wrong(value.line, "empty")
    if len(value.text) > limit:
        raise wrong(value.line, "long", limit=limit)
    return value.text


def _list(value: FilePart, least: int, most: int) -> tuple[FilePart, ...]:
    if value.items is None:
        raise wrong(value.line, "no_list")
    if not least <= len(value.items) <= most:
        raise wrong(value.line, "number", least=least, most=most)
    return value.items


def _who(value: FilePart) -> tuple[AnsweredBy, ...]:
    found = [value] if value.text is not None else _list(value, 1, len(_WHO))
    return tuple(dict.fromkeys(_one_of(one, _WHO) for one in found))


def _one_of(value: FilePart, known: Mapping[str, T]) -> T:
    if (value.text or "").casefold() not in known:
        raise wrong(value.line, "choose", allowed=list(known))
    return known[(value.text or "").casefold()]


def _questions(value: FilePart) -> Iterator[OwnQuestion]:
    heading, number = "", 0
    for one in _list(value, 1, 2 * MOST_QUESTIONS):
        if one.fields is not None and set(one.fields) == {"kop"}:
            heading = _text(one.fields["kop"], LONGEST_TEXT)
            continue
        number += 1
        if number > MOST_QUESTIONS:
            raise wrong(one.line, "many", most=MOST_QUESTIONS)
        yield _question(one, heading)
    if not number:
        raise wrong(value.line, "number", least=1, most=MOST_QUESTIONS)


def _question(value: FilePart, heading: str) -> OwnQuestion:
    if value.fields is None:
        return OwnQuestion(text=_text(value, LONGEST_TEXT), heading=heading)
    fields = value.fields
    _known(fields, _QUESTION)
    if "antwoorden" in fields and "lijn" in fields:
        raise wrong(value.line, "both")
    on_line = "lijn" in fields
    given = fields.get("lijn") or fields.get("antwoorden")
    answers = tuple(_answers(given, 3 if on_line else 2)) if given is not None else ()
    later = "straks" in fields and _one_of(fields["straks"], {"ja": True, "nee": False, "true": True, "false": False})
    if later and not on_line:
        raise wrong(fields["straks"].line, "later")
    text = _needed(value, "vraag", LONGEST_TEXT)
    return OwnQuestion(text=text, heading=heading, answers=answers, line=on_line, ambition=later)


def _answers(value: FilePart, least: int) -> Iterator[str]:
    seen: set[str] = set()
    for one in _list(value, least, MOST_ANSWERS):
        text = _text(one, LONGEST_ANSWER)
        if text.casefold() in seen:
            raise wrong(one.line, "twice", field=text)
        seen.add(text.casefold())
        yield text


def _elements(value: FilePart) -> tuple[tuple[str, ...], ...]:
    fields = value.fields
    if fields is None:
        raise wrong(value.line, "no_fields")
    _known(fields, _LEVELS)
    found = []
    for level, number in zip(_LEVELS, ELEMENTS, strict=True):
        if level not in fields:
            raise wrong(value.line, "missing", field=level)
        found.append(tuple(_text(one, LONGEST_TEXT) for one in _list(fields[level], number, number)))
    return tuple(found)
