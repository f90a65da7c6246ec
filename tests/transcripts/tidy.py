"""What no screen may look like: empty lines in a row, a heading twice, a button that begins small."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from weight import of_the_instrument

from bot.phone.message import Version

_HEADING = re.compile(r"^<b>([^<]+)</b>$", re.MULTILINE)
_SIGNS = "✓★●‹›«» …“"


def untidy(shown: Iterable[Version], typed: Iterable[str]) -> Iterator[str]:
    """What is wrong with these screens, in words. What people and the tool wrote stands as they wrote it."""
    theirs = tuple(text.strip() for one in (*typed, *of_the_instrument()) for text in one.splitlines() if text.strip())
    for version in shown:
        html = version.screen.html
        if "\n\n\n" in html and not any("\n\n\n" in text for text in typed):
            yield f"two empty lines in a row: {version.text[:80]}"
        for heading, number in Counter(_HEADING.findall(html)).items():
            if number > 1:
                yield f"{heading} stands above {number} parts: {version.text[:80]}"
        for button in (button for row in version.screen.buttons for button in row):
            label = button.label.strip(_SIGNS)
            if label[:1].islower() and not any(text.startswith(label) for text in theirs):
                yield f"the button {button.label} begins small: {version.text[:80]}"
