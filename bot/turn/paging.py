"""Lists in messages: short ones that say how much they leave out, pages of long ones, and numbered choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content.excerpt import units
from bot.content.screen import Button
from bot.content.sizes import MESSAGE_UNITS
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def at_most(lines: Sequence[Phrase], most: int) -> tuple[Phrase, ...]:
    """The first lines, and how many there are besides these."""
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], Phrase("pages.more", {"number": len(lines) - most}))


ROOM = 3000
"""How much of a message the lines of one page may take, in UTF-16 units of HTML; the rest is for what stands around."""


def at_page(argument: str) -> tuple[str, int]:
    """Splits the argument of a button, `id` or `id.page`, into the id and the page; 0 is the first page."""
    id_, _, page = argument.partition(".")
    return id_, number(page) if page else 0


def page_of(ctx: TurnContext, lines: Sequence[Phrase], page: int) -> tuple[tuple[Phrase, ...], bool]:
    """The lines of that page (of the last one, should it lie beyond), and whether there are more pages."""
    pages = pages_of(ctx, lines)
    page = min(page, len(pages) - 1)
    return pages[page], page < len(pages) - 1


def pages_of(ctx: TurnContext, lines: Sequence[Phrase]) -> list[tuple[Phrase, ...]]:
    """All pages, at least one; a line that is longer than a page has one for itself."""
    pages: list[list[Phrase]] = [[]]
    used = 0
    for line in lines:
        size = _size(ctx, line)
        if pages[-1] and used + size > ROOM:
            pages.append([])
            used = 0
        pages[-1].append(line)
        used += size
    return [tuple(page) for page in pages]


def newest(
    ctx: TurnContext, lines: Sequence[Phrase], around: Phrase, most: int = 100
) -> tuple[tuple[Phrase, ...], bool]:
    """The last lines that fit in one message with what stands `around` them, below how many came before these.

    At most so many lines. Also whether something came before them.
    """
    room = MESSAGE_UNITS - _size(ctx, around) - _FOR_THE_REST
    used, first = 0, len(lines)
    while first > max(len(lines) - most, 0) and (used := used + _size(ctx, lines[first - 1])) <= room:
        first -= 1
    if first == 0:
        return tuple(lines), False
    return (Phrase("pages.earlier", {"number": first}), *lines[first:]), True


_FOR_THE_REST = 100
"""Room for the sentence that says how many there are besides."""


def _size(ctx: TurnContext, line: Phrase) -> int:
    """How much of a message a line takes with its line break, in UTF-16 units; markup counts as if it were read."""
    return units(ctx.texts.phrases.html(line)) + 5


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

    def show(self, ctx: TurnContext, page: str, back: Button) -> None:
        """The lines of one page; the buttons turn it, and `back` leads out."""
        last = max(len(self.lines) - 1, 0) // PER_PAGE
        index = min(number(page), last) if page else 0
        shown_now = range(index * PER_PAGE, min((index + 1) * PER_PAGE, len(self.lines)))
        numbers = [Button(str(at + 1), f"p:{self.options[at]}") for at in shown_now]
        rows = [tuple(numbers[i : i + _PER_ROW]) for i in range(0, len(numbers), _PER_ROW)]
        turning = []
        if index > 0:
            turning.append(ctx.button("pagina_terug", f"{self.route}.{index - 1}"))
        if index < last:
            turning.append(ctx.button("pagina_verder", f"{self.route}.{index + 1}"))
        rows += [tuple(turning)] if turning else []
        lines = tuple(self.lines[at] for at in shown_now)
        ctx.lay_out(Phrase(self.phrase, {**self.about, "lines": lines}), (*rows, (back,)))
