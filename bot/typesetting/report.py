"""A report as a PDF in A4: plain data in, a document out. No Dutch, and no rule about who may see what."""

import json
import re
from typing import Any

from bot.typesetting.compiler import compiler, lines, one_line, shortened

AUTHOR = "Samenspraak"

HEADER_LIMIT = 60
"""Characters of the name of the collaboration above each page and in the title of the file; page 1 has it all."""


def pdf(data: str) -> bytes:
    """The PDF of a report; the same bytes for the same data.

    Takes up to some seconds without the interpreter lock: call it in a thread. Safe to call in several.
    """
    found = json.loads(data)
    short = shortened(found["collaboration"], HEADER_LIMIT)
    shown = clean(found) | {
        "author": AUTHOR,
        "running": short,
        "file_title": f"{one_line(found['title'])} – {short}",
    }
    made = compiler("report.typ", shown).compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


_LONG = 24
"""Characters of a word that is broken anywhere rather than made to stand out of its column; of capitals fewer."""

_WORD = re.compile(rf"\S{{{_LONG * 5 // 8},}}")

_RUN = re.compile(rf"[^/?&=.#_%\\\-a-zà-öø-ÿ]{{{_LONG * 5 // 8},}}|[^/?&=.#_%\\-]{{{_LONG},}}")

_SIGNS = re.compile(r"[\W_]{20,}")

_MARKS = "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u200d\ufe0e\ufe0f]"

_MAY_BREAK = "\u200b"


def _loose(text: str) -> str:
    """The text so that each line of it can end: what is too long may break anywhere, and behind the ends of parts."""

    def within(word: re.Match[str]) -> str:
        loosened = _RUN.sub(lambda run: _MAY_BREAK.join(_clusters(run[0])), word[0])
        return (
            loosened
            if word[0].startswith(("http://", "https://"))
            else re.sub(r"[/-]", rf"\g<0>{_MAY_BREAK}", loosened)
        )

    return _SIGNS.sub(lambda signs: signs[0].replace(" ", f" {_MAY_BREAK}"), _WORD.sub(within, text))


def _clusters(run: str) -> list[str]:
    """A run of signs in pieces that belong together: a letter with the marks above it."""
    return re.findall(
        r".[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u200d\ufe0e\ufe0f]*", run, re.S
    )


def clean(value: Any) -> Any:
    """What was read from JSON, with texts that a page can bear: nothing that people wrote is cut."""
    if isinstance(value, dict):
        return {key: clean(one) for key, one in value.items()}
    if isinstance(value, list):
        return [clean(one) for one in value]
    return _loose(lines(value)) if isinstance(value, str) else value
