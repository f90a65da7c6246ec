"""Walks every branch of a dialog once, so that start-up and tests see each step it can ask."""

from collections.abc import Iterator

from bot.engine.advance import Begin, walk
from bot.engine.errors import DialogError
from bot.engine.model import Answer, Answers, Chosen, Picked, Skipped, Step, StepId, Written

_MAX_WALKS = 5000


def explore(begin: Begin) -> Iterator[Step]:
    """Every step that can be reached. Each (step, answer) pair is tried once, so the cost grows with their number."""
    tried: set[tuple[StepId, Answer]] = set()
    seen: set[StepId] = set()
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
        if step.id not in seen:
            seen.add(step.id)
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
