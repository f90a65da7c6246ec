"""Whether words come back in other words: compared as they are read, without line breaks, capitals and signs."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

LIKE = 0.5
"""From how much likeness on (0 to 1) a line is taken for another wording of a line."""

QUOTED_FROM = 12
"""Of fewer characters it is chance when words stand in a longer text."""


def plain_words(text: str) -> str:
    """The words of a text with one space between them, without capitals and signs."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def stands_in(mine: str, theirs: str) -> bool:
    """Whether all of these words stand together in that text; words without letters only where it is the same."""
    words = plain_words(mine)
    return f" {words} " in f" {plain_words(theirs)} " if words else mine.strip() in theirs


def quoted_in(mine: str, theirs: str) -> bool:
    """Whether a text that was written elsewhere takes these words over: all of it, or so many that it is no chance."""
    words = plain_words(mine)
    return bool(words) and (words == plain_words(theirs) or (len(words) >= QUOTED_FROM and stands_in(mine, theirs)))


def nearest(mine: str, lines: Sequence[str]) -> str | None:
    """The line that says most nearly the same; None when none is near."""
    likeness = {line: SequenceMatcher(None, plain_words(mine), plain_words(line)).ratio() for line in lines}
    best = max(likeness, key=lambda line: likeness[line], default=None)
    return best if best is not None and likeness[best] >= LIKE else None
