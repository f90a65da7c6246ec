"""Walks every branch of a dialog once, so that start-up and tests see each step it can ask."""

from collections.abc import Callable, Iterator
from itertools import chain

from bot.engine.advance import DialogFactory, Path, fits, walk
from bot.engine.errors import DialogError
from bot.engine.model import Answer, Answers, Chosen, Picked, Skipped, Step, StepId, Written

_MAX_WALKS = 5000
_STRAIGHT_WALKS = 3


def explore(begin: DialogFactory, ended: Callable[[object], None] = lambda result: None) -> Iterator[Step]:
    """Every step that can be reached, each once; `ended` gets what the dialog returns at each of its ends.

    First a few straight walks that give the same kind of answer everywhere, because some steps only come when all of
    several answers agree; then each (step, answer) pair once, so that the cost grows with their number.
    """
    seen: set[StepId] = set()
    for step in chain(_straight_walks(begin, ended), _branches(begin, ended)):
        if step.id not in seen:
            seen.add(step.id)
            yield step


def _straight_walks(begin: DialogFactory, ended: Callable[[object], None]) -> Iterator[Step]:
    for nth in range(_STRAIGHT_WALKS):
        path = Path(begin)
        while (step := path.open) is not None:
            yield step
            samples = _samples(step)
            path.follow({step.id: samples[min(nth, len(samples) - 1)]})
        yield from path.steps  # with those that are asked only where they are changed
        ended(path.result)


def _branches(begin: DialogFactory, ended: Callable[[object], None]) -> Iterator[Step]:
    tried: set[tuple[StepId, Answer]] = set()
    todo: list[Answers] = [{}]
    walks = 0
    while todo:
        walks += 1
        if walks > _MAX_WALKS:
            raise DialogError("a dialog does not come to an end")
        answers = todo.pop()
        path = walk(begin, answers)
        if path.open is None:
            ended(path.result)
        for step in path.steps:
            if step is not path.open and step.id not in path.assumed:
                continue
            yield step
            for answer in _samples(step):
                if (step.id, answer) not in tried:
                    tried.add((step.id, answer))
                    todo.append({**answers, step.id: answer})


def _samples(step: Step) -> list[Answer]:
    """Answers to try. A step for which none is known would hide what lies behind it."""
    samples: list[Answer] = []
    if step.preset is not None:
        samples.append(Picked(tuple(o.id for o in step.options), done=True))
    else:
        samples += [Chosen(o.id) for o in step.options if o.opens is None]
    if step.optional:
        samples.append(Skipped())
    if step.text is not None and step.text.read is None:
        samples.append(Written("voorbeeld", _item(step.id) if step.text.names_item else None))
    if not any(fits(step, sample) for sample in samples):
        raise DialogError(f"no answer is known that leads on from step {step.id}")
    return samples


def _item(step: StepId) -> str:
    return step.replace(".", "")
