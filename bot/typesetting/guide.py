"""The page for participants as a document: first plain data, then a PDF made of it with typst. No Dutch here."""

import json
from collections.abc import Sequence
from functools import lru_cache

from bot.content.load import LANGUAGE
from bot.content.markup import Tag, spans
from bot.typesetting.compiler import compiler

AUTHOR = "Samenspraak"


def guide_data(title: str, parts: Sequence[tuple[str, str]]) -> str:
    """What stands on the page, as JSON for `pdf`: of each part its heading and its marked-up text, line by line."""
    told = [{"heading": heading, "lines": [_words(line) for line in text.splitlines()]} for heading, text in parts]
    return json.dumps({"title": title, "author": AUTHOR, "language": LANGUAGE, "parts": told}, ensure_ascii=False)


def _words(line: str) -> list[dict[str, object]]:
    return [{"text": span.text, "bold": Tag.BOLD in span.tags} for span in spans(line)]


@lru_cache(maxsize=2)
def pdf(data: str) -> bytes:
    """The PDF of `guide_data`: one page of A4. Takes tens of milliseconds: call it in a thread."""
    made = compiler("guide.typ", json.loads(data)).compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
