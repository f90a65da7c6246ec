"""What every picture and document needs: the fonts, and text that can be set. Nothing of what is in them."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"


@cache
def fonts() -> "typst.Fonts":
    """The font of the package, and for other scripts those inside typst; never those of the machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(files("font_source_sans_pro") / "files")])


def printable(text: str) -> str:
    """The text on one line without control characters and halves of characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"\s+", " ", "".join(c if unicodedata.category(c) != "Cc" else " " for c in whole)).strip()
