"""The whole form as it stands on a page: each row with its fields, how it stands, and what was not kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.engine.advance import SKIP
from bot.engine.model import Chosen, Phrase, Skipped, Step, Text
from bot.turn.forms import FormField, FormRow, WholeForm, mark_of

if TYPE_CHECKING:
    from bot.web.paper import Paper

VALUE, SEEN = "v.", "g."
"""How the names of fields begin: the answer to a question, and what a row showed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question."""

    value: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """A question: its options, or the text in it."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    text: str
    said: str
    """The answer in words, where it can only be read."""
    skip: str = ""
    """What the button carries that skips it; empty where there is none."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row. `note` says why something was not kept, `now` what stands there instead, `sure` what could still be."""

    id: str
    label: str
    fixed: str
    fields: tuple[FieldView, ...]
    seen: str
    state: str
    note: str = ""
    now: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What came back with a form, by question; `refused` are the rows that were not kept, `saved` the one that was."""

    values: Mapping[str, str]
    refused: Mapping[str, Phrase]
    saved: str = ""


NOTHING = Came({}, {})


class FormView:
    """Draws rows."""

    def __init__(self, paper: "Paper", form: WholeForm, came: Came = NOTHING) -> None:
        self._paper, self._form, self._came = paper, form, came

    @property
    def progress(self) -> str:
        """How many rows have an answer."""
        rows = self._form.rows
        return self._paper.say("form_progress", done=sum(_chosen(row) for row in rows), total=len(rows))

    def sections(self) -> list[tuple[str, list[RowView]]]:
        """All rows, below their headings."""
        return [(section.heading, [self.row(row) for row in section.rows]) for section in self._form.sections]

    def row(self, row: FormRow) -> RowView:
        """One row, as it was sent where it was not kept."""
        why = self._came.refused.get(row.id)
        values = {str(one.step.id): one.value for one in row.fields}
        if why is not None:
            values |= {step: said for step in values if (said := self._came.values.get(step)) is not None}
        changed = why is not None and why.key == "whole_form.changed_elsewhere"
        doubted = why is not None and why.key == "whole_form.doubted"
        return RowView(
            row.id,
            row.label,
            "" if row.fixed is None else self._plain(row.fixed),
            tuple(self._field(one, values[str(one.step.id)], sent=why is not None) for one in row.fields),
            row.seen,
            self._state(row) if why is None else "",
            "" if why is None else self._plain(why),
            self._paper.say("form_now", what=self._in_words(row)) if changed else "",
            next((str(one.step.id) for one in row.fields if one.step.text is not None), "") if doubted else "",
        )

    def _field(self, one: FormField, value: str, *, sent: bool) -> FieldView:
        step = one.step
        offered = [(option.id, self._plain(option.label)) for option in step.options]
        if step.text is None and step.optional:
            offered.append((SKIP, self._paper.label(SKIP)))
            value = SKIP if isinstance(one.given, Skipped) and not sent else value
        return FieldView(
            f"{VALUE}{step.id}",
            self._plain(one.label),
            tuple(Choice(id_, label, id_ == value) for id_, label in offered),
            value,
            self._answer(one),
            str(step.id) if step.text is not None and step.optional else "",
        )

    def _state(self, row: FormRow) -> str:
        if self._form.closed is not None:
            return "" if _chosen(row) else self._paper.say("form_empty")
        if not _chosen(row):
            return ""
        if row.waits is not None:
            waiting = next((one.step for one in row.fields if one.step.id == row.waits), None)
            asks_text = waiting is not None and waiting.text is not None
            return self._paper.say("form_waits_outcome" if asks_text else "form_waits_why")
        skipped = any(isinstance(one.given, Skipped) and one.step.text is not None for one in row.fields)
        just = "form_just_kept" if row.id == self._came.saved else "form_kept"
        return self._paper.say("form_skipped" if skipped else just)

    def _in_words(self, row: FormRow) -> str:
        """What was answered, in one line."""
        said = [self._answer(one) for one in row.fields if one.given is not None]
        return " · ".join(said) or self._paper.say("form_empty")

    def _answer(self, one: FormField) -> str:
        match one.given:
            case Chosen(option):
                return self._plain(_label(one.step, option))
            case Skipped():
                return self._paper.label(SKIP)
            case None:
                return ""
            case _:
                return one.value

    def _plain(self, text: Text) -> str:
        return self._paper.phrases.plain(text) if isinstance(text, Phrase) else text


def not_yet(form: WholeForm, values: Mapping[str, str], seen: Mapping[str, str]) -> tuple[str, ...]:
    """The rows that came back changed and do not stand there so: nothing was done with what came."""
    found = []
    for row in form.rows:
        drawn = [str(one.step.id) for one in row.fields]
        came = mark_of({step: values.get(step, "") for step in drawn})
        if row.id in seen and came not in (row.seen, seen.get(row.id)):
            found.append(row.id)
    return tuple(found)


def _chosen(row: FormRow) -> bool:
    """Whether the motive itself was answered."""
    return row.fixed is not None or (bool(row.fields) and row.fields[0].given is not None)


def _label(step: Step, option: str) -> Text:
    return next((one.label for one in step.options if one.id == option), option)
