"""Is a question set whole? Its fields check themselves; this is about what fits what, within a set and among sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.content.items import Status
from bot.content.question_sets import AnsweredBy, AnswerKind, Drawn, Plate, QuestionSet, Scale, SetQuestion
from bot.content.sizes import LABEL_LIMIT

ROOM_FOR_A_SIGN = 4
"""Kept free on the label of an answer, in characters."""
LEAST_POSITIONS = 3
"""With fewer there is no line to stand on."""


def set_problems(sets: Sequence[QuestionSet]) -> Iterator[tuple[str, str]]:
    """What is wrong, each with the id it is about."""
    for one in sets:
        yield from _origins(one)
        yield from _round(one)
        for scale in one.scales:
            yield from _scale(one, scale)
        for question in one.questions:
            yield from _question(one, question)
    yield from _alike(sets)


def ids_of(one: QuestionSet) -> Iterator[str]:
    """The id of everything in a set, without its own."""
    beside = tuple(part for part in (one.context, one.plate.heart if one.plate else None) if part is not None)
    advice = one.plate.advice if one.plate else ()
    parts = (
        *beside,
        *advice,
        one.title,
        one.about,
        *one.explanation,
        *one.gaps,
        *one.scales,
        *one.sections,
        *one.questions,
    )
    yield from (part.id for part in parts)
    yield from (option.id for scale in one.scales for option in scale.options)
    yield from (section.ask.id for section in one.sections if section.ask is not None)


def _origins(one: QuestionSet) -> Iterator[tuple[str, str]]:
    for item_id in ids_of(one):
        if not item_id.startswith(f"{one.id}."):
            yield item_id, f"an id of this set begins with {one.id}."
    if (one.drawn is Drawn.PLATE) != (one.plate is not None):
        yield one.id, "plate and drawn: plate belong together"
    if one.plate is not None:
        yield from _plate(one, one.plate)
    if one.status is not Status.PROPOSAL and not one.origin:
        yield one.id, "origin is empty: how is the source called on a screen?"
    for section in one.sections:
        if not section.questions:
            yield section.id, "the section has no question"


def _round(one: QuestionSet) -> Iterator[tuple[str, str]]:
    """How it is answered, and what a group gets to see."""
    if len(set(one.answered_by)) < len(one.answered_by):
        yield one.id, "answered_by names the same twice"
    together = any(who is not AnsweredBy.PERSON for who in one.answered_by)
    if together and one.reveal is None:
        yield one.id, "reveal is missing: when does a group see its answers?"
    if not together and one.reveal is not None:
        yield one.id, "reveal is for a set that a group or a partner answers"
    fitting = {Drawn.COUNTS: AnswerKind.CHOOSE, Drawn.CONTINUUM: AnswerKind.PLACE}.get(one.drawn)
    if fitting is not None and all(question.kind is not fitting for question in one.questions):
        yield one.id, f"drawn is {one.drawn}, but no question is of the kind {fitting}"


def _plate(one: QuestionSet, plate: Plate) -> Iterator[tuple[str, str]]:
    """Who one is comes before where one is, and both are chosen."""
    order = [question.id for question in one.questions]
    stuck = [(plate.actors, False), (plate.spots, True)]
    stuck += [(one_, True) for one_ in (plate.levels, plate.cover) if one_ is not None]
    scales = {question.id: question.scale for question in one.questions}
    if plate.cover in scales and scales[plate.cover] != scales.get(plate.spots):
        yield plate.cover, "who can take a place is asked with the scale of the spots"
    for wanted, several in stuck:
        found = next((question for question in one.questions if question.id == wanted), None)
        if found is None or found.kind is not AnswerKind.CHOOSE or found.several is not several:
            what = "a question to choose several" if several else "a question to choose one"
            yield wanted, f"the plate needs {what} of this id"
    if {plate.actors, plate.spots} <= set(order) and order.index(plate.actors) > order.index(plate.spots):
        yield plate.actors, "who one is must be asked before where one is"


def _scale(one: QuestionSet, scale: Scale) -> Iterator[tuple[str, str]]:
    if len(scale.options) < 2:
        yield scale.id, "a scale has at least two options"
    if all(question.scale != scale.id for question in one.questions):
        yield scale.id, "no question uses this scale"
    seen: set[str] = set()
    for option in scale.options:
        if option.value in seen or option.text.casefold() in seen:
            yield option.id, "its value or its text stands in this scale twice"
        seen |= {option.value, option.text.casefold()}
        if len(option.text) > LABEL_LIMIT - ROOM_FOR_A_SIGN:
            yield option.id, f"text is longer than {LABEL_LIMIT - ROOM_FOR_A_SIGN} characters: it stands on a button"


def _question(one: QuestionSet, question: SetQuestion) -> Iterator[tuple[str, str]]:
    scales = {scale.id: scale for scale in one.scales}
    if question.kind is AnswerKind.WRITE and question.scale is not None:
        yield question.id, "a question of the kind write has no scale"
    if question.kind is not AnswerKind.WRITE and question.scale not in scales:
        yield question.id, f"unknown scale {question.scale}" if question.scale else "scale is missing"
    if question.ambition and question.kind is not AnswerKind.PLACE:
        yield question.id, "ambition is for a question of the kind place"
    if question.several and (question.kind is not AnswerKind.CHOOSE or one.in_private):
        yield question.id, "several is for a question of the kind choose, in a set that only groups answer"
    line = scales.get(question.scale or "") if question.kind is AnswerKind.PLACE else None
    if line is not None and len(line.options) < LEAST_POSITIONS:
        yield question.id, f"its line has fewer than {LEAST_POSITIONS} positions"
    for wanted in set(question.behind) - {text.id for text in one.explanation}:
        yield question.id, f"behind names {wanted}, which is no text of the explanation"
    if not question.text:
        yield question.id, "a question needs a text"


def _alike(sets: Sequence[QuestionSet]) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(sets):
        for other in sets[:at]:
            if one.name.casefold() == other.name.casefold():
                yield one.id, f"{other.id} has this name already"
