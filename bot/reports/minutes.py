"""The minutes of phase 2 as a document: what is in them, and the PDF that is read on a phone and printed on A4.

Data goes into the template as JSON and is never spliced into its source.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.reports.typesetting import TEMPLATES, fonts, printable

if TYPE_CHECKING:
    import typst

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Point:
    """Something that was said, in its latest wording, for a partner; never with a person's name."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one partner's people gave each answer."""

    partner: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Discussed:
    """One question, with what was said and (question 4) answered to it."""

    number: int
    question: str
    points: tuple[Point, ...]
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in its last wording, whether it is joint by the rule, and what was said of it."""

    text: str
    joint: bool
    ballots: tuple[Counted, ...]
    concerns: tuple[Point, ...]
    objections: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a partner said of the minutes."""

    partner: str
    confirmed: bool
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that is in the minutes. `held` and `made` are in words."""

    collaboration: str
    partners: tuple[str, ...]
    held: str
    led_by: str
    discussed: tuple[Discussed, ...]
    goals: tuple[Goal, ...]
    confirmations: tuple[Confirmation, ...]
    fixed: bool
    made: str


@dataclass(frozen=True, slots=True)
class MinutesLabels:
    """The words around the minutes."""

    title: str
    draft: str
    fixed: str
    partners: str
    led_by: str
    nothing_said: str
    goals: str
    no_goal: str
    joint: str
    not_joint: str
    concerns: str
    objections: str
    without_reason: str
    corrections: str
    confirmed: str
    corrected: str
    not_checked: str
    page: str
    source: str
    language: str


def minutes_data(minutes: Minutes, labels: MinutesLabels) -> dict[str, object]:
    """What the document shows, fit for JSON."""
    return {"minutes": _printable(asdict(minutes)), "labels": _printable(asdict(labels))}


def _printable(value: object) -> object:
    """The same, with every text fit to be set."""
    if isinstance(value, str):
        return "\n".join(printable(line) for line in value.splitlines())
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_printable(one) for one in value]
    return value


def render_pdf(data: Mapping[str, object]) -> bytes:
    """The PDF of `minutes_data`. Takes tens of milliseconds without the interpreter lock: call it in a thread."""
    made = _compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data)})
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def render_pages(data: Mapping[str, object], *, ppi: float) -> list[bytes]:
    """A PNG of each page, for looking at it."""
    made = _compiler().compile(format="png", ppi=ppi, sys_inputs={"data": json.dumps(data)})
    return [made] if isinstance(made, bytes) else list(made or ())


def _compiler() -> "typst.Compiler":
    import typst

    return typst.Compiler(_template(), root=TEMPLATES, font_paths=fonts(), ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return (TEMPLATES / "minutes.typ").read_bytes()
