"""The words of typed days: which there are, what number each stands for, and what may be left out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import yaml

from bot.content.load import CONTENT_FOLDER, LANGUAGE


@cache
def words() -> dict[str, Any]:
    """The words of the language."""
    content: dict[str, Any] = yaml.safe_load((CONTENT_FOLDER / LANGUAGE / "dates.yaml").read_text(encoding="utf-8"))
    return content


@cache
def any_of(*names: str) -> str:
    """A pattern for any word of these lists, the longest first: *van de* before *van*."""
    listed = {word for name in names for word in words()[name]}
    return f"(?:{'|'.join(re.escape(word) for word in sorted(listed, key=len, reverse=True))})"


def normal(text: str) -> str:
    """Lower case and single spaces, without brackets and what ends a sentence."""
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'").replace("‘", "'")
    return " ".join(re.sub(r"[()]", " ", text).split()).strip(" .,!?")


def cleaned(text: str) -> str:
    """A text without what changes nothing: *op*, *uiterlijk*, *a.s.*."""
    text = _without(rf"^{any_of('before')} ", normal(text))
    return _without(rf",? {any_of('after')}$", text).strip(" .,")


def _without(pattern: str, text: str) -> str:
    while (shorter := re.sub(pattern, "", text)) != text:
        text = shorter
    return text


def number(word: str) -> int | None:
    """*drie* and *3*."""
    if word.isdecimal():
        return int(word) if len(word) < 5 else None
    found: int | None = words()["numbers"].get(word)
    return found


def ordinal(word: str) -> int | None:
    """*derde*, *3e* and *3de*; a bare number is not one."""
    match = re.fullmatch(rf"(\d{{1,2}}) ?{any_of('ordinal_endings')}", word)
    if match is not None:
        return int(match[1])
    return words()["ordinals"].index(word) + 1 if word in words()["ordinals"] else None


def month_number(word: str) -> int | None:
    """A month by its name or the beginning of it, at least three letters."""
    word = words()["short_months"].get(word.rstrip("."), word.rstrip("."))
    names = [name for name in words()["months"] if len(word) >= 3 and name.startswith(word)]
    return words()["months"].index(names[0]) + 1 if len(names) == 1 else None


def weekday_number(word: str) -> int | None:
    """*vrijdag*, *vr* and *vr.*; Monday is 0."""
    name = words()["short_weekdays"].get(word.rstrip(".,"), word.rstrip(".,"))
    return words()["weekdays"].index(name) if name in words()["weekdays"] else None
