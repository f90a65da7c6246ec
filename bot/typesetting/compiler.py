"""What every document made with typst shares: its fonts, its template, and texts that no page can choke on."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


TEMPLATES = Path(__file__).parent / "templates"

PHONE_POINTS = 390
"""Width of the layout of a picture: that of a phone, so that sizes are those the eye meets there."""
PHONE_WIDTH = 1080
"""Its width in pixels."""
POINTS_PER_INCH = 72
PHONE_DENSITY = POINTS_PER_INCH * PHONE_WIDTH / PHONE_POINTS
"""Pixels per inch that make the one of the other."""


FONTS = Path(__file__).parent / "fonts"
"""Drawings of emoji in black and white (Noto Emoji, SIL Open Font License), so that a page reads the same in print."""


def compiler(template: str, data: Mapping[str, object]) -> "typst.Compiler":
    """A compiler of one template of the package. The data goes beside the source, never into it.

    Good for one document: make a new one for each. Nothing but the templates can be read from within.
    """
    import typst

    return typst.Compiler(
        _source(template),
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )


def one_line(text: str) -> str:
    """The text on one line without control characters and halves of characters."""
    return re.sub(r"\s+", " ", "".join(c if unicodedata.category(c) != "Cc" else " " for c in _whole(text))).strip()


def lines(text: str) -> str:
    """The text with the line breaks of its author, at most one empty line at a time, and each line as `one_line`."""
    cleaned = "\n".join(one_line(part) for part in _whole(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", cleaned).strip("\n")


def shortened(text: str, limit: int) -> str:
    """The text on one line in at most `limit` characters, cut between words where there are any."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    words = kept.rpartition(" ")[0]
    return (words if len(words) > limit // 2 else kept) + "…"


def _whole(text: str) -> str:
    """Halves of characters put together, or replaced where the other half is missing."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@cache
def _source(template: str) -> bytes:
    return (TEMPLATES / template).read_bytes()


@cache
def _fonts() -> "typst.Fonts":
    """The font of the package, one for emoji, and for other scripts those inside typst; never those of the machine."""
    import typst

    ours = [str(files("font_source_sans_pro") / "files"), str(FONTS)]
    return typst.Fonts(include_system_fonts=False, font_paths=ours)
