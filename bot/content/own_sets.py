"""A question set that a team wrote itself, made into a set like any other."""

from __future__ import annotations

import json
from functools import lru_cache

from bot.content.instrument import Instrument
from bot.content.items import Passage, Status
from bot.content.own_file import OwnSpec
from bot.content.question_sets import (
    AnsweredBy,
    AnswerKind,
    Drawn,
    QuestionSection,
    QuestionSet,
    Scale,
    ScaleOption,
    SetQuestion,
)

PREFIX = "eigen"
"""What the id of such a set begins with; its number follows."""


def stored(spec: OwnSpec) -> str:
    """As it is kept."""
    return json.dumps(spec.model_dump(mode="json"), ensure_ascii=False)


def own_set(number: int, body: str, origin: str, instrument: Instrument) -> QuestionSet:
    """The set of a file that was kept. Its ids hold its number, and are never those of another."""
    spec, set_id = _spec(body), f"{PREFIX}{number}"
    return _framework(set_id, spec, origin, instrument) if spec.elements else _team_set(set_id, body, origin)


@lru_cache(maxsize=64)
def _spec(body: str) -> OwnSpec:
    return OwnSpec.model_validate_json(body)


def _own(item_id: str, text: str) -> Passage:
    return Passage(id=item_id, status=Status.OWN, text=text)


@lru_cache(maxsize=64)
def _team_set(set_id: str, body: str, origin: str) -> QuestionSet:
    spec = _spec(body)
    scales, sections = [], []
    for number, one in enumerate(spec.questions, start=1):
        item_id = f"{set_id}.v{number}"
        if one.answers:
            options = [
                ScaleOption(id=f"{item_id}.a.{at}", status=Status.OWN, value=f"a{at}", text=text)
                for at, text in enumerate(one.answers, start=1)
            ]
            scales.append(Scale(id=f"{item_id}.a", status=Status.OWN, options=tuple(options)))
        kind = AnswerKind.WRITE if not one.answers else AnswerKind.PLACE if one.line else AnswerKind.CHOOSE
        question = SetQuestion(
            id=item_id,
            status=Status.OWN,
            text=one.text,
            kind=kind,
            scale=f"{item_id}.a" if one.answers else None,
            ambition=one.ambition,
        )
        sections.append(QuestionSection(id=f"{item_id}.s", status=Status.OWN, title=one.heading, questions=(question,)))
    return QuestionSet(
        id=set_id,
        status=Status.OWN,
        name=spec.name,
        title=_own(f"{set_id}.title", spec.title),
        about=_own(f"{set_id}.about", spec.about),
        origin=origin,
        answered_by=spec.answered_by,
        reveal=spec.reveal if set(spec.answered_by) != {AnsweredBy.PERSON} else None,
        drawn=Drawn.CONTINUUM if any(one.line for one in spec.questions) else Drawn.LINES,
        scales=tuple(scales),
        sections=tuple(sections),
    )


def _framework(set_id: str, spec: OwnSpec, origin: str, instrument: Instrument) -> QuestionSet:
    """The framework with its elements: the same context, the same line, the same words, and a place per element."""
    found = next(one for one in instrument.sets if one.elements)
    sections: list[QuestionSection] = []
    number = 0
    for section, names in zip(found.sections, spec.elements, strict=True):
        questions = []
        for name in names:
            number += 1
            first = section.questions[0]
            own = {"id": f"{set_id}.e{number}", "text": name, "status": Status.OWN, "source": None, "words_of": None}
            questions.append(first.model_copy(update=own))
        sections.append(section.model_copy(update={"id": f"{set_id}.s{len(sections)}", "questions": tuple(questions)}))
    known = found.explanation[:-1]
    changed = {
        "id": set_id,
        "name": f"{found.name}: {number} elementen",
        "sections": tuple(sections),
        "explanation": (*known, _own(f"{set_id}.names", origin)),
        "gaps": found.gaps[1:],
    }
    return found.model_copy(update=changed)
