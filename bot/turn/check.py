"""Walks every dialog over the real content before the program starts: what people could run into must not exist."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.phrases import Phrasebook
from bot.content.screen import Screen, asked_by, screen_of, talked
from bot.content.sizes import LABEL_LIMIT, MESSAGE_LIMIT, OPTION_LIMIT
from bot.content.small_talk import load_small_talk
from bot.content.sought import load_declined, load_sought
from bot.content.tones import Tone
from bot.engine.advance import DialogFactory
from bot.engine.errors import DialogError
from bot.engine.explore import explore
from bot.engine.model import MAX_TEXT, Ask, Chosen, Phrase, Step, StepId, Written
from bot.turn.dialog import Dialog

_ROOM_FOR_ANSWERS = 600
"""Kept free on each screen for a header, a note and the beginning of an earlier answer, in characters."""


Dialogs = Mapping[str, Dialog[Any]]


@dataclass(frozen=True, slots=True)
class Example:
    """A dialog over facts that lead through a part of it."""

    dialog: str
    begin: DialogFactory


def examples(dialogs: Dialogs, instrument: Instrument) -> Iterator[Example]:
    """Every dialog, over facts that together reach all of it."""
    for dialog in dialogs.values():
        yield from (Example(dialog.id, begin) for begin in dialog.walks(instrument))


def check_dialogs(
    dialogs: Dialogs, instrument: Instrument, phrases: Phrasebook, tried: Iterable[Example] | None = None
) -> int:
    """Check each step of each dialog; returns how many there are. Raises `ContentError` for the first that is wrong.

    `tried` are the examples to walk, those of the dialogs unless given.
    """
    reached: dict[str, set[StepId]] = {name: set() for name in dialogs}
    ends: dict[str, set[type]] = {name: set() for name in dialogs}
    for example in examples(dialogs, instrument) if tried is None else tried:
        found = ends[example.dialog]
        try:
            for step in explore(example.begin, partial(_note_end, found)):
                _check_step(example.dialog, step, phrases)
                reached[example.dialog].add(step.id)
        except DialogError as error:
            raise ContentError(_where(example.dialog), "-", str(error)) from None
    _check_reached(dialogs, instrument, reached)
    _check_ends(dialogs, ends)
    return sum(len(steps) for steps in reached.values())


def _note_end(found: set[type], result: object) -> None:
    found.add(type(result))


def _check_ends(dialogs: Dialogs, ends: Mapping[str, set[type]]) -> None:
    """Raises `ContentError` for a dialog that ends with a command it does not name: nobody would carry it out."""
    for dialog in dialogs.values():
        if unknown := ends[dialog.id] - set(dialog.ends):
            names = ", ".join(sorted(kind.__name__ for kind in unknown))
            raise ContentError(_where(dialog.id), "-", f"ends with {names}, which it does not name")


def _where(dialog: str) -> str:
    return f"dialogs/{dialog}.py"


def _check_step(dialog: str, step: Step, phrases: Phrasebook) -> None:
    where = _where(dialog)
    if not step.options and step.text is None:
        raise ContentError(where, step.id, "the step can not be answered")
    for ask in asks(step):
        _check_screen(where, step, screen_of(phrases, ask, ""))


def asks(step: Step) -> Iterator[Ask]:
    """The ways in which people can see a step: refused, with the longer text, on each page, when changing it."""
    yield Ask(step, note=Phrase("errors.only_text"))
    yield from (Ask(step, page=page) for page in range(1, len(step.rows) + 1))
    if step.more is not None:
        yield Ask(step, page=1)
    if step.text is not None:
        yield Ask(step, Written("x" * MAX_TEXT))
        yield from (Ask(step, unsure=text) for text in _doubted())
    for option in step.options:
        yield Ask(step, Chosen(option.id))


@cache
def _doubted() -> tuple[str, ...]:
    """Of all that is not kept before it was asked about, the longest of each kind: the others are asked about alike."""
    talk = (" ".join(pieces[0]) for pieces in load_small_talk().pieces.values())
    kinds: dict[tuple[str, bool], str] = {}
    for text in (*load_sought(), *load_declined(), *talk):
        kind = (asked_by(text), talked(text))
        kinds[kind] = max(kinds.get(kind, ""), text, key=len)
    return tuple(kinds.values())


def _check_screen(where: str, step: Step, screen: Screen) -> None:
    if len(screen.html) > MESSAGE_LIMIT - _ROOM_FOR_ANSWERS:
        raise ContentError(where, step.id, f"the screen has {len(screen.html)} characters")
    buttons = [button for row in screen.buttons for button in row]
    if len(main := [button.label for button in buttons if button.tone is Tone.MAIN]) > 1:
        raise ContentError(where, step.id, f"two main things to do: {main}")
    for button in buttons:
        if not button.label or len(button.label) > LABEL_LIMIT:
            raise ContentError(where, step.id, f"the label “{button.label}” has {len(button.label)} characters")
        if len(button.option.encode()) > OPTION_LIMIT:
            raise ContentError(where, step.id, f"the option {button.option} is too long for a button")


def _check_reached(dialogs: Dialogs, instrument: Instrument, reached: Mapping[str, set[StepId]]) -> None:
    """Raises `ContentError` for a question of the instrument that a dialog must ask and no way leads to."""
    for dialog in dialogs.values():
        for question in dialog.asks(instrument):
            if question not in reached[dialog.id]:
                raise ContentError(_where(dialog.id), question, "no way leads to this question")
        if not reached[dialog.id]:
            raise ContentError(_where(dialog.id), "-", "the dialog asks nothing")
