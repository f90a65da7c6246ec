"""A form that stands on one page as a whole: its rows, what each asks, and how a row that comes back is taken.

A row is a small dialog of its own, with the steps and ids of the talk it belongs to: so the rules, and the answers, are
those of the talk. Whose form it is, and which rows it has, is decided by a room.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content.phrases import Phrasebook
from bot.content.screen import typed_event
from bot.domain.errors import DomainError
from bot.engine.advance import SKIP, DialogFactory, advance, walk
from bot.engine.model import (
    Answer,
    Answers,
    Ask,
    Chosen,
    Phrase,
    Pressed,
    Session,
    Skipped,
    Step,
    StepId,
    Text,
    Typed,
    Written,
)
from bot.turn.context import TurnContext
from bot.turn.incoming import FilledIn


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a row: options beside each other, or a text. `given` is its answer, where that counts now."""

    step: Step
    label: Text
    given: Answer | None

    @property
    def value(self) -> str:
        """The answer as a page sends it."""
        return value_of(self.given)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row. `fixed` is an answer that stays as it is; `waits` is the question that was not answered yet."""

    id: str
    label: str
    fields: tuple[FormField, ...]
    fixed: Text | None = None
    waits: StepId | None = None

    @property
    def seen(self) -> str:
        """What a page shows of it, in a few signs: another answer gives others."""
        return mark_of({str(one.step.id): one.value for one in self.fields})

    @property
    def begun(self) -> bool:
        """Whether anything in it was answered."""
        return self.fixed is not None or any(one.given is not None for one in self.fields)


@dataclass(frozen=True, slots=True)
class FormSection:
    """Rows below a heading."""

    heading: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class WholeForm:
    """The form of one person. `closed` says why nothing can be changed; None while it can."""

    subject: int
    header: Text
    opening: tuple[Text, ...]
    sections: tuple[FormSection, ...]
    closed: Phrase | None = None

    @property
    def rows(self) -> tuple[FormRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A form that somebody can fill in now, and for whom it speaks."""

    subject: int
    header: Text


@dataclass(frozen=True, slots=True)
class WholeForms:
    """The forms of a room. `takes` keeps the rows that came back; what a rule refuses of them is told by row.

    `dialog` is the talk that asks the same, about the same subject.
    """

    dialog: str
    places: Callable[[TurnContext], Iterable[FormPlace]]
    read: Callable[[TurnContext, int], WholeForm | None]
    takes: Callable[[TurnContext, FilledIn], Mapping[str, Phrase]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back of one row: the values of its fields, and which of them is skipped or sure."""

    values: Mapping[str, str]
    seen: str
    skips: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class RowDialog:
    """A row as a dialog: what it asks now, and what stands on the page of it."""

    begin: DialogFactory
    drawn: Callable[[Answers], Sequence[Step]]
    """The questions that a page shows of it, with these answers."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How text is read: the words of buttons, the moment, and an unused id."""

    phrases: Phrasebook
    at: datetime
    fresh: str


def steps_of(begin: DialogFactory, answers: Answers) -> tuple[Step, ...]:
    """The questions of a row as far as its choices lead. One that may be skipped never holds up the next."""
    given = dict(answers)
    while True:
        path = walk(begin, given)
        if path.open is None or not path.open.optional:
            return tuple(path.steps)
        given[path.open.id] = Skipped()


def value_of(answer: Answer | None) -> str:
    """An answer as a page sends it: an option, or a text. One that was skipped has no text."""
    match answer:
        case Chosen(option):
            return option
        case Written(text):
            return text.strip()
        case _:
            return ""


def mark_of(values: Mapping[str, str]) -> str:
    """A few signs that tell whether these values are the same."""
    said = json.dumps(sorted((step, value.strip()) for step, value in values.items()))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def take_row(row: RowDialog, answers: Answers, sent: Sent, taking: Taking) -> Answers:
    """The answers with what came back of one row.

    Raises `DomainError` when a rule refuses it, or when it was changed elsewhere since the page showed it: nothing that
    somebody did not see is overwritten.
    """
    drawn = {step.id for step in row.drawn(answers)}
    steps = {step.id: step for step in steps_of(row.begin, answers)}
    now = {str(step): value_of(answers.get(step)) if step in steps else "" for step in drawn}
    came = {step: sent.values.get(step, "") for step in now}
    skipped = StepId(sent.skips)
    untouched = mark_of(came) == sent.seen and skipped not in drawn
    if untouched or (mark_of(came) == mark_of(now) and skipped not in drawn):
        return answers
    if mark_of(now) != sent.seen:
        raise DomainError("whole_form.changed_elsewhere")
    return _fill(row.begin, answers, sent, taking, was_asked=frozenset(steps))


def _fill(
    begin: DialogFactory, answers: Answers, sent: Sent, taking: Taking, *, was_asked: frozenset[StepId]
) -> Answers:
    """Answer question by question: what is chosen first decides what is asked next."""
    given, done = dict(answers), set[StepId]()
    while (step := next((s for s in steps_of(begin, given) if s.id not in done), None)) is not None:
        done.add(step.id)
        value = SKIP if step.id == sent.skips else sent.values.get(step.id, "").strip()
        if step.text is None or value == SKIP:
            _choose(step, value, given)
        elif value:
            given[step.id] = _written(begin, given, step, value, sent, taking)
        elif isinstance(given.get(step.id), Written) and step.id in was_asked:
            del given[step.id]  # what was emptied is open again; what stood behind a Nee was never shown
    _must_be_reached(begin, given, sent, done)
    return given


def _must_be_reached(begin: DialogFactory, given: Answers, sent: Sent, done: set[StepId]) -> None:
    """A text beside a choice that was not made has nothing to be about. Raises `DomainError`."""
    said = {step for step, value in sent.values.items() if value.strip()} | ({sent.skips} - {""})
    last = steps_of(begin, given)[-1]
    if last.id not in given and not last.optional and said - done:
        raise DomainError("whole_form.choose_first")


def _choose(step: Step, value: str, given: dict[StepId, Answer]) -> None:
    if value == SKIP and step.optional:
        given[step.id] = Skipped()
    elif any(option.id == value for option in step.options):
        given[step.id] = Chosen(value)
    elif value:
        raise DomainError("errors.expired")


def _written(begin: DialogFactory, given: Answers, step: Step, text: str, sent: Sent, taking: Taking) -> Answer:
    """What a text answers, by the rules of the talk. Raises `DomainError` with the sentence that refuses it."""
    before = given.get(step.id)
    if value_of(before) == text:
        assert before is not None, "an empty text is no text"
        return before
    event = typed_event(taking.phrases, Ask(step, before), text, taking.at, taking.fresh)
    if not isinstance(event, Typed | Pressed):
        if step.id != sent.sure:
            raise DomainError("whole_form.doubted", text=text)
        event = Typed(text, taking.at, taking.fresh)
    lead = _leading(begin, given, step)
    turn = advance(begin, Session(lead, step.id), event)
    if turn.answered == step.id:
        return turn.session.answers[step.id]
    note = next((effect.note for effect in turn.effects if isinstance(effect, Ask) and effect.note is not None), None)
    note = note or Phrase("errors.expired")
    raise DomainError(note.key, **note.args)


def _leading(begin: DialogFactory, given: Answers, step: Step) -> Answers:
    """These answers with what is open before this question skipped."""
    open_ = {one.id: Skipped() for one in steps_of(begin, given) if one.id not in given and one.id != step.id}
    return {**given, **open_}
