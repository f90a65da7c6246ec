"""Lists that stand in a message among other things: short, and never cut without saying so."""

from collections.abc import Sequence

from bot.engine.model import Phrase


def at_most(lines: Sequence[Phrase], most: int) -> tuple[Phrase, ...]:
    """The first lines, and how many there are besides these."""
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], Phrase("pages.more", {"number": len(lines) - most}))
