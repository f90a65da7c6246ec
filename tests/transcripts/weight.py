"""How heavy a screen is: the words of ours on it, and the buttons that are no answer and no list."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel

from bot import example
from bot.bootstrap import texts
from bot.content.excerpt import beginning, one_line
from bot.content.phrases import SHORT
from bot.phone.message import Version

MOST_WORDS = 120
MOST_BUTTONS = 5
LONGER = {"Jouw antwoorden, jouw keuze": "the whole promise, for who asks for it with Lees meer or /privacy"}
"""Screens that may have more words, by their first line, and why."""
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def words_of(version: Version, typed: Iterable[str]) -> int:
    """The words on a screen that are neither the instrument's nor somebody's own."""
    theirs = {one for text in typed for one in _as_shown(text) if len(one) > 2}
    shown = version.text
    for text in (*sorted(theirs, key=len, reverse=True), *of_the_instrument()):
        shown = shown.replace(text, " ")
    return len(_WORD.findall(shown))


def too_heavy(shown: Iterable[Version], typed: Iterable[str]) -> Iterator[str]:
    """What is too much on these screens, in words."""
    for version in shown:
        titled = version.text.partition("\n")[0]
        few = len(_WORD.findall(version.text)) <= MOST_WORDS  # whoever wrote them
        if not few and titled not in LONGER and (words := words_of(version, typed)) > MOST_WORDS:
            yield f"{words} words of ours: {version.text[:80]}"
        if (buttons := buttons_of(version)) > MOST_BUTTONS:
            yield f"{buttons} buttons: {version.text[:80]}"


def buttons_of(version: Version) -> int:
    """The buttons on a screen that are no answer and stand in no list."""
    buttons = [button for row in version.screen.buttons for button in row]
    if any(button.label == "‹ Terug" and button.option.startswith("p:") for button in buttons):
        return 0
    pages = Counter(_page(button.option) for button in buttons)
    return sum(number for page, number in pages.items() if number == 1 and page not in NO_BURDEN)


NO_BURDEN = {
    "c": "answers, and the ways through a conversation",
    "gedaan": "an answer to how it goes with an agreement",
    "looptnog": "an answer to how it goes with an agreement",
    "vervalt": "an answer to how it goes with an agreement",
}
"""Buttons that are not counted, and why. Not counted either: several that lead to the same page for different things,
which are a list, and what stands behind `Meer`, which is the list of the rest and has `‹ Terug`."""


def _page(option: str) -> str:
    """The page a button leads to; `c` for a button of a conversation."""
    kind, _, rest = option.partition(":")
    return kind if kind == "c" else rest.partition(":")[0]


def _as_shown(text: str) -> Iterable[str]:
    """A text that somebody typed, as screens show it: whole, by line, shortened."""
    yield text
    yield from (line.strip() for line in text.splitlines())
    yield one_line(text)
    yield beginning(one_line(text), SHORT)


@cache
def of_the_instrument() -> tuple[str, ...]:
    """Every text of the instrument, and what the example is called; the longest first."""
    found = {example.NAME, example.PROGRAMME, example.PRACTICE, *example.PEOPLE}
    _gather(texts().instrument, found)
    shortened = {beginning(one_line(text), SHORT) for text in found}
    return tuple(sorted(found | shortened, key=len, reverse=True))


def _gather(thing: object, found: set[str]) -> None:
    if isinstance(thing, str):
        found |= {thing} if len(thing) > 8 else set()
    elif isinstance(thing, BaseModel):
        _gather(vars(thing), found)
    elif isinstance(thing, dict):
        for one in thing.values():
            _gather(one, found)
    elif isinstance(thing, tuple | list | frozenset | set):
        for one in thing:
            _gather(one, found)
