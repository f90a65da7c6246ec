"""A numbered list with a button for each number: for choosing among lines that are too long for a button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content.screen import Button
from bot.engine.model import Phrase
from bot.runner.pages.access import number
from bot.runner.stage import Stage

PER_PAGE = 10
"""How many lines there are to choose from on one screen."""
_PER_ROW = 5


@dataclass(frozen=True, slots=True)
class Numbered:
    """The phrase around the lines, the lines with their numbers, where each leads, and the route that turns pages."""

    phrase: str
    about: Mapping[str, object]
    lines: Sequence[Phrase]
    options: Sequence[str]
    route: str

    def show(self, stage: Stage, page: str, back: Button) -> None:
        """The lines of one page; the buttons turn it, and `back` leads out."""
        last = max(len(self.lines) - 1, 0) // PER_PAGE
        index = min(number(page), last) if page else 0
        shown_now = range(index * PER_PAGE, min((index + 1) * PER_PAGE, len(self.lines)))
        numbers = [Button(str(at + 1), f"p:{self.options[at]}") for at in shown_now]
        rows = [tuple(numbers[i : i + _PER_ROW]) for i in range(0, len(numbers), _PER_ROW)]
        turning = []
        if index > 0:
            turning.append(stage.button("pagina_terug", f"{self.route}.{index - 1}"))
        if index < last:
            turning.append(stage.button("pagina_verder", f"{self.route}.{index + 1}"))
        rows += [tuple(turning)] if turning else []
        lines = tuple(self.lines[at] for at in shown_now)
        stage.lay_out(Phrase(self.phrase, {**self.about, "lines": lines}), (*rows, (back,)))
