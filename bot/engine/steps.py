"""The words a dialog is written in: `yield from choose(...)` asks and returns the typed answer."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from bot.engine.errors import DialogError
from bot.engine.model import (
    Answer,
    Chosen,
    Fold,
    Option,
    Phrase,
    Picked,
    Place,
    Row,
    Skipped,
    Step,
    StepId,
    Text,
    TextRule,
    Written,
)


def option(
    option_id: str, label: Text | None = None, *, opens: str | None = None, only_to_change: bool = False
) -> Option:
    """A button; its label is the phrase `buttons.<id>` unless given."""
    return Option(option_id, Phrase(f"buttons.{option_id}") if label is None else label, opens, only_to_change)


def chosen(answer: Answer) -> str:
    """The option that was taken, where nothing else can be the answer."""
    if not isinstance(answer, Chosen):
        raise DialogError(f"a choice was answered with {type(answer).__name__}")
    return answer.option


def choose(
    step: str,
    prompt: Text,
    options: Sequence[Option],
    *,
    columns: int = 1,
    place: Place | None = None,
    assumed: Answer | None = None,
    more: Text | None = None,
    more_label: str = "lees_meer",
) -> Generator[Step, Answer, str]:
    """Ask to take one option; returns its id."""
    known = Step(StepId(step), prompt, tuple(options), columns, place=place, assumed=assumed)
    return chosen((yield replace(known, more=more, more_label=more_label)))


def choose_or_skip(
    step: str,
    prompt: Text,
    options: Sequence[Option],
    *,
    columns: int = 1,
    place: Place | None = None,
    buttons_only: Phrase | None = None,
    more: Text | None = None,
    more_label: str = "lees_meer",
) -> Generator[Step, Answer, str | None]:
    """Ask to take one option, or none; returns its id or None."""
    known = Step(StepId(step), prompt, tuple(options), columns, optional=True, place=place)
    known = replace(known, more=more, more_label=more_label)
    answer = yield known if buttons_only is None else replace(known, buttons_only=buttons_only)
    return answer.option if isinstance(answer, Chosen) else None


def write(
    step: str,
    prompt: Text,
    *,
    optional: bool = False,
    suggestions: Sequence[Option] = (),
    columns: int = 1,
    rule: TextRule | None = None,
    place: Place | None = None,
    assumed: Answer | None = None,
    more: Text | None = None,
    more_label: str = "lees_meer",
) -> Generator[Step, Answer, Written | Chosen | None]:
    """Ask for text, beside which suggestions may be tapped; None when it was skipped."""
    answer = yield Step(
        StepId(step),
        prompt,
        tuple(suggestions),
        columns,
        rule or TextRule(),
        optional,
        place=place,
        more=more,
        more_label=more_label,
        assumed=assumed,
    )
    if isinstance(answer, Skipped):
        return None
    if isinstance(answer, Picked):
        raise DialogError(f"{step} was not answered by text")
    return answer


def pick(
    step: str,
    prompt: Text,
    options: Sequence[Option],
    *,
    preset: Sequence[str],
    more: Text | None = None,
    ask: bool = True,
) -> Generator[Step, Answer, tuple[str, ...]]:
    """Ask to switch several options on or off; returns those that are on, at least one.

    Without `ask` the preset counts until somebody changes it.
    """
    assumed = None if ask else Picked(tuple(preset), done=True)
    answer = yield Step(StepId(step), prompt, tuple(options), preset=tuple(preset), more=more, assumed=assumed)
    if not isinstance(answer, Picked):
        raise DialogError(f"{step} was not answered by a choice of several")
    return answer.options


def review(
    step: str,
    prompt: Text,
    rows: Sequence[Row],
    options: Sequence[Option],
    *,
    fold: Fold = Fold.NOTHING,
    place: Place | None = None,
) -> Generator[Step, Answer, str]:
    """Show what was answered, let any row be changed, and ask for the last tap."""
    return chosen((yield Step(StepId(step), prompt, tuple(options), rows=tuple(rows), fold=fold, place=place)))
