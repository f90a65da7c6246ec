"""The form of phase 1 to print and fill in by hand: plain data in, a PDF in A4 out. No Dutch here, and no rule."""

import json
from functools import lru_cache
from typing import Any

from bot.typesetting.compiler import compiler, one_line, shortened
from bot.typesetting.report import AUTHOR, HEADER_LIMIT, clean


@lru_cache(maxsize=2)
def pdf(data: str) -> bytes:
    """The PDF of a blank form; the same bytes for the same data. Takes tenths of a second: call it in a thread."""
    found: dict[str, Any] = json.loads(data)
    short = shortened(f"{found['collaboration']} · {found['partner']}", HEADER_LIMIT)
    # The promise comes in words that are bold or not: what is between them must stay.
    shown = clean(found) | {
        "author": AUTHOR,
        "promise": found["promise"],
        "running": short,
        "file_title": f"{one_line(found['phase'])} – {short}",
    }
    made = compiler("blank_form.typ", shown).compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
