"""Walks every branch of a dialog once, so that start-up and tests see each step it can ask."""

from collections.abc import Iterator

from bot.engine.advance import Begin, walk
from bot.engine.errors import DialogError
from bot.engine.model import Answer, Answers, Chosen, Picked, Skipped, Step, StepId, Written

_MAX_WALKS = 5000
_STRAIGHT_WALKS = 3


def explore(begin: Begin) -> Iterator[Step]:
    """Every step that can be reached, each once.

    First a few straight walks that give the same kind of answer everywhere, because some steps only come when all of
    several answers agree; then each (step, answer) pair once, so that the cost grows with their number.
    """
    seen: set[StepId] = set()
    for step in (*_straight_walks(begin), *_branches(begin)):
        if step.id not in seen:
            seen.add(step.id)
            yield step


def _straight_walks(begin: Begin) -> Iterator[Step]:
    for nth in range(_STRAIGHT_WALKS):
        answers: Answers = {}
        while (step := walk(begin, answers).open) is not None:
            yield step
            samples = list(_samples(step))
            if not samples or len(answers) > _MAX_WALKS:
                break
            answers = {**answers, step.id: samples[min(nth, len(samples) - 1)]}


def _branches(begin: Begin) -> Iterator[Step]:
    tried: set[tuple[StepId, Answer]] = set()
    todo: list[Answers] = [{}]
    walks = 0
    while todo:
        walks += 1
        if walks > _MAX_WALKS:
            raise DialogError("a dialog does not come to an end")
        answers = todo.pop()
        step = walk(begin, answers).open
        if step is None:
            continue
        yield step
        for answer in _samples(step):
            if (step.id, answer) not in tried:
                tried.add((step.id, answer))
                todo.append({**answers, step.id: answer})


def _samples(step: Step) -> Iterator[Answer]:
    if step.preset is not None:
        yield Picked(tuple(o.id for o in step.options), done=True)
        return
    for option in step.options:
        if option.opens is None:
            yield Chosen(option.id)
    if step.optional:
        yield Skipped()
    if step.text is not None and step.text.read is None:
        yield Written("voorbeeld", _item(step.id) if step.text.names_item else None)


def _item(step: StepId) -> str:
    return step.replace(".", "")
