"""The answers of a talk as its author reads them: each question in words beside what was answered.

Only texts of the tool, of ours and of whoever answered are used: what a question showed of others stays out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.instrument import Instrument
from bot.content.phrases import Phrasebook
from bot.domain.motive import own_motive_id
from bot.engine.model import Answer, Answers, Chosen, Phrase, Picked, StepId, Written

_ABOUT = frozenset(("outcome", "term", "why", "level", "all", "cluster", "ambition"))
"""What is asked about something else: the end of an id."""
_OWN, _ADDED = "own.", "own.add."
_SETTLING = "set."


@dataclass(frozen=True, slots=True)
class Read:
    """A question, and what was answered in words; None when it was skipped."""

    question: str
    answer: str | list[str] | None


class AnswersInWords:
    """The answers of one talk; `steps` keeps those that only lead through it, by the id of their question."""

    def __init__(self, instrument: Instrument, phrases: Phrasebook, answers: Answers) -> None:
        self._instrument = instrument
        self._phrases = phrases
        written = [a for a in answers.values() if isinstance(a, Written)]
        self._own = {own_motive_id(one.item): one.text for one in written if one.item is not None}
        self.steps: dict[str, str | list[str] | None] = {}
        self.read = tuple(self._all(answers))

    def _all(self, answers: Mapping[StepId, Answer]) -> Iterator[Read]:
        for step, answer in answers.items():
            question = self._question(step)
            if isinstance(answer, Written):
                yield Read(question or step, answer.text)
            elif question is None or step.startswith((_SETTLING, _ADDED)):
                self.steps[step] = _plain(answer)
            else:
                yield Read(question, self._answer(step, answer))

    def _question(self, step: str) -> str | None:
        """What was asked, in words; None for a step that only leads on."""
        if step.startswith(_SETTLING):
            asked = self._question(step.removeprefix(_SETTLING))
            return None if asked is None else self._said("asked_settled", of=asked)
        if step.startswith(_ADDED):
            return self._said("asked_own")
        about, _, part = step.rpartition(".")
        if part in _ABOUT:
            of = self._question(about)
            return None if of is None else self._said(f"asked_{part}", of=of)
        scan = next((one for one in self._instrument.quick_scan.questions if one.id == step), None)
        if scan is not None:
            return self._said(f"asked_{scan.side}_side", of=self._instrument.cluster(scan.cluster).name)
        found = self._own.get(step) or self._instrument.texts.get(step)
        return self._said("asked_other") if found is None and step.startswith(_OWN) else found

    def _answer(self, step: str, answer: Answer) -> str | list[str] | None:
        match answer:
            case Chosen(option):
                return self._label(step, option)
            case Picked(options):
                return [self._label(step, option) for option in options]
            case _:
                return None

    def _label(self, step: str, option: str) -> str:
        """What stood on a button."""
        asked = step.removesuffix(".ambition")
        for one in self._instrument.sets:
            question = next((q for q in one.questions if q.id == asked and q.scale), None)
            if question is not None:
                return one.scale_of(question).label(option) or option
        named = self._own.get(option) or self._instrument.texts.get(option)
        button = f"buttons.{option}"
        return named or (self._phrases.plain(Phrase(button)) if button in self._phrases else option)

    def _said(self, key: str, **about: str) -> str:
        return self._phrases.plain(Phrase(f"my_data.{key}", about))


def _plain(answer: Answer) -> str | list[str] | None:
    match answer:
        case Chosen(option):
            return option
        case Picked(options):
            return list(options)
        case _:
            return None
