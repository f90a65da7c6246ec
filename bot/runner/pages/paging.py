"""Dividing a long list over pages, so that no message ever passes what Telegram holds."""

from collections.abc import Sequence

from bot.engine.model import Phrase
from bot.runner.pages.access import number
from bot.runner.stage import Stage

ROOM = 3000
"""How much of a message the lines of one page may take, in characters of HTML; the rest is for what stands around."""


def at_page(argument: str) -> tuple[str, int]:
    """What a button carries: an id, or `id.page`."""
    id_, _, page = argument.partition(".")
    return id_, number(page) if page else 0


def page_of(stage: Stage, lines: Sequence[Phrase], page: int) -> tuple[tuple[Phrase, ...], bool]:
    """The lines of that page (of the last one, should it lie beyond), and whether there are more pages."""
    pages = pages_of(stage, lines)
    page = min(page, len(pages) - 1)
    return pages[page], page < len(pages) - 1


def pages_of(stage: Stage, lines: Sequence[Phrase]) -> list[tuple[Phrase, ...]]:
    """All pages, at least one; a line that is longer than a page has one for itself."""
    pages: list[list[Phrase]] = [[]]
    used = 0
    for line in lines:
        size = len(stage.texts.phrases.html(line)) + 5
        if pages[-1] and used + size > ROOM:
            pages.append([])
            used = 0
        pages[-1].append(line)
        used += size
    return [tuple(page) for page in pages]
