"""The minutes of the conversation in the group: first plain data, then a PDF made of it with typst.

`minutes_data` decides what is shown, the template how it looks. No Dutch and no rule about who may see what: whoever
makes `Minutes` puts nothing in them that a partner may not read, such as what each person takes away (question 6).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import groupby

from bot.typesetting.compiler import compiler, lines, one_line, shortened

AUTHOR = "Samenspraak"


HEADER_LIMIT = 60
"""Characters of the name of the collaboration above each page and in the title of the file; page 1 has it all."""


@dataclass(frozen=True, slots=True)
class Point:
    """One contribution in its latest wording. `speaker` is the partner it speaks for, or a role; never a person."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people of one partner said what."""

    partner: str
    counts: tuple[tuple[str, int], ...]

    @property
    def anybody(self) -> bool:
        """Whether one of them said anything: zeros alone are no answer."""
        return any(number for _, number in self.counts)


@dataclass(frozen=True, slots=True)
class Discussed:
    """One of the questions of the conversation, with its points in the order in which they were made."""

    number: int
    question: str
    points: tuple[Point, ...]
    counted: tuple[Counted, ...] = ()
    came: bool = True
    """Whether it was put to the group: the conversation may have ended before."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of another instrument that was shown: what came out of it in lines, and what was written."""

    question: str
    told: tuple[str, ...]
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Deepened:
    """Another instrument that the same people went through together. `about` is what it was about, if that was said."""

    title: str
    about: str
    answered: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class MinutesGoal:
    """A proposed goal and whether the rule made it a joint one. `concerns` and `objections` are the open ones."""

    text: str
    joint: bool
    ballots: tuple[Counted, ...]
    concerns: tuple[Point, ...]
    objections: tuple[Point, ...]
    notes: tuple[str, ...] = ()
    """Of partners of which nobody takes part any more: that it waits for them, or was closed without them."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Whether a partner said that the minutes are right, and what it wants corrected."""

    partner: str
    confirmed: bool
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """All there is to read. `held` and `made` are in words; `led_by` may be empty; `fixed` is no longer a draft."""

    collaboration: str
    partners: tuple[str, ...]
    held: str
    led_by: str
    discussed: tuple[Discussed, ...]
    goals: tuple[MinutesGoal, ...]
    confirmations: tuple[Confirmation, ...]
    fixed: bool
    made: str
    division: str = ""
    """How many motives stood in each list when they were revealed, in words."""
    deepened: tuple[Deepened, ...] = ()
    """For its circle alone: whoever comes in with phase 3 reads the minutes without it."""


@dataclass(frozen=True, slots=True)
class MinutesLabels:
    """Every word of the layout. `language` is the code by which words are hyphenated and screen readers speak.

    `draft` and `fixed` tell what the minutes are; `partners` to `division` stand before what they name.
    `points`, `deepened`, `goals` and `confirmations` head the parts, `goal` (with a number) one goal, `counted` the
    table of a question, whose first column is headed `partner`; `no_answer` stands where none of its people said
    anything. `no_points` and `no_goals` stand where there are none, `not_come`
    where a question was not put.
    `page` and `page_of` make "page 1 of 3"; `source` stands below each page.
    """

    title: str
    draft: str
    fixed: str
    partners: str
    held: str
    led_by: str
    division: str
    points: str
    no_points: str
    not_come: str
    deepened: str
    counted: str
    no_answer: str
    partner: str
    goals: str
    goal: str
    no_goals: str
    joint: str
    not_joint: str
    concerns: str
    objections: str
    confirmations: str
    confirmed: str
    not_confirmed: str
    correction: str
    source: str
    page: str
    page_of: str
    language: str


def minutes_data(minutes: Minutes, labels: MinutesLabels) -> dict[str, object]:
    """What the PDF shows, fit for JSON. Nothing that people wrote is cut."""
    short = shortened(minutes.collaboration, HEADER_LIMIT)
    return {
        "labels": {field.name: one_line(getattr(labels, field.name)) for field in fields(labels)},
        "author": AUTHOR,
        "file_title": f"{one_line(labels.title)} – {short}",
        "running": short,
        "fixed": minutes.fixed,
        "collaboration": one_line(minutes.collaboration),
        "partners": [one_line(partner) for partner in minutes.partners],
        "held": one_line(minutes.held),
        "led_by": one_line(minutes.led_by),
        "made": one_line(minutes.made),
        "division": one_line(minutes.division),
        "discussed": [_discussed(question, minutes.partners) for question in minutes.discussed],
        "deepened": [_deepened(one, minutes.partners) for one in minutes.deepened],
        "goals": [_goal(goal, minutes.partners) for goal in minutes.goals],
        "confirmations": [_confirmation(given) for given in minutes.confirmations],
    }


def render_pdf(data: Mapping[str, object]) -> bytes:
    """The PDF of `minutes_data`; the same bytes for the same data.

    Takes up to some tenths of a second without the interpreter lock: call it in a thread. Safe to call in several.
    """
    made = compiler("minutes.typ", data).compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def pdf(data: str) -> bytes:
    """The PDF of data as JSON."""
    return render_pdf(json.loads(data))


def _discussed(question: Discussed, partners: tuple[str, ...]) -> dict[str, object]:
    return {
        "number": question.number,
        "question": one_line(question.question),
        "turns": _turns(question.points, partners),
        "counted": _table(question.counted),
        "came": question.came,
    }


def _deepened(one: Deepened, partners: tuple[str, ...]) -> dict[str, object]:
    answered = [
        {
            "question": one_line(a.question),
            "told": [one_line(told) for told in a.told],
            "turns": _turns(a.points, partners),
        }
        for a in one.answered
    ]
    return {"title": one_line(one.title), "about": one_line(one.about), "answered": answered}


def _goal(goal: MinutesGoal, partners: tuple[str, ...]) -> dict[str, object]:
    return {
        "text": lines(goal.text),
        "joint": goal.joint,
        "ballots": _table(goal.ballots),
        "notes": [one_line(note) for note in goal.notes],
        "concerns": _turns(goal.concerns, partners),
        "objections": _turns(goal.objections, partners),
    }


def _confirmation(given: Confirmation) -> dict[str, object]:
    partner, correction = one_line(given.partner), lines(given.correction)
    return {"partner": partner, "confirmed": given.confirmed, "correction": correction}


def _turns(points: Iterable[Point], partners: tuple[str, ...]) -> list[dict[str, object]]:
    """The points in their order; those of one speaker right after each other share a name.

    `place` is that of the partner among the partners, which the template may colour by, or nothing for a role.
    """
    return [
        {
            "speaker": one_line(speaker),
            "place": partners.index(speaker) if speaker in partners else None,
            "texts": [lines(point.text) for point in same],
        }
        for speaker, same in groupby(points, key=lambda point: point.speaker)
    ]


def _table(counted: Iterable[Counted]) -> dict[str, object] | None:
    """Rows of numbers below the answers in the order in which they are first met; nothing where nobody was counted."""
    rows = tuple(counted)
    answers = list(dict.fromkeys(answer for row in rows for answer, _ in row.counts))
    if not answers:
        return None
    return {
        "answers": [one_line(answer) for answer in answers],
        "rows": [
            {"partner": one_line(row.partner), "counts": [dict(row.counts).get(answer, 0) for answer in answers]}
            for row in rows
        ],
    }
