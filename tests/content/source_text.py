"""Reads `source_tables.md`: which text belongs to which id, by its headings, lists, tables and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from bot.content.items import Item, Status
from bot.content.question_sets import QuestionSet

Texts = dict[tuple[str, str], str]
"""(id of the item, name of the field): its text."""

NOT_TEXT = {
    "aliases", "attribution", "becomes_agreement", "built_on", "cluster", "content_version", "corrections", "crosswalk",
    "background", "evidence", "facilitator_reads_shared", "format", "id", "kind", "note", "own_motives", "role", "say",
    "sets", "sets_written", "side", "source", "status", "value", "when", "words_of",
}  # fmt: skip
"""Fields that hold ids, origins, roles, and remarks and questions of our own. Everything else is compared."""

LINES = (Path(__file__).parent / "source_tables.md").read_text(encoding="utf-8").splitlines()


def shown_texts(part: BaseModel) -> Texts:
    """Every text and number below a part of the instrument."""
    texts: Texts = {}
    _collect(part, texts)
    return texts


def shown_in_sets(sets: tuple[QuestionSet, ...]) -> Texts:
    """The texts that question sets take from a source. What is marked as ours there is nobody's words but ours."""
    return {
        (item.id, field): getattr(item, field)
        for item in items(sets)
        if item.status is not Status.PROPOSAL and not getattr(item, "words_of", None)  # those words stand elsewhere
        for field in ("title", "text")
        if isinstance(getattr(item, field, ""), str) and getattr(item, field, "")
    }


def texts_of_source(part: BaseModel) -> Texts:
    """The texts below a part that are the source's own words."""
    own = [item for item in items(part) if item.status is Status.SOURCE]
    return {(item.id, f): getattr(item, f) for item in own for f in ("name", "text") if getattr(item, f, "")}


def items(value: object) -> Iterator[Item]:
    """Everything with an id below a part of the instrument."""
    if isinstance(value, Item):
        yield value
    inner = vars(value).values() if isinstance(value, BaseModel) else value if isinstance(value, tuple) else ()
    for element in inner:
        yield from items(element)


def _collect(value: object, texts: Texts) -> None:
    if isinstance(value, tuple):
        for element in value:
            _collect(element, texts)
    if not isinstance(value, BaseModel):
        return
    for field in type(value).model_fields.keys() - NOT_TEXT:
        inner = getattr(value, field)
        if isinstance(inner, (BaseModel, tuple)):
            _collect(inner, texts)
        elif inner != "":
            texts[value.id, field] = str(inner)


def clean(text: str) -> str:
    text = re.sub(r"\s*\[(?:C-\d+|SAMENGEVAT|BRON-SIC[^\]]*)\]", "", text)
    return text.replace("**", "").strip()


def section(letter: str) -> list[str]:
    start = next(i for i, line in enumerate(LINES) if line.startswith(f"## ({letter})"))
    end = next((i for i in range(start + 1, len(LINES)) if LINES[i].startswith("## ")), len(LINES))
    return LINES[start:end]


def under(letter: str, label: str) -> list[str]:
    """The lines from the one that starts with a bold (or third level) label to the next label."""
    lines = section(letter)
    start = next(i for i, line in enumerate(lines) if re.match(rf"(\*\*|### ){re.escape(label)}", line))
    end = next((i for i in range(start + 1, len(lines)) if re.match(r"\*\*|### ", lines[i])), len(lines))
    return lines[start:end]


def quoted_lines(lines: list[str]) -> list[str]:
    """Block quotation, without list signs."""
    quotes = (clean(line[1:]) for line in lines if line.startswith(">"))
    return [re.sub(r"^(- |\d\. |\d\) )", "", quote) for quote in quotes if quote]


def listed(lines: list[str]) -> list[str]:
    matches = (re.match(r"(?:- |\d+[).] )(.*)", line) for line in lines)
    return [clean(match[1]) for match in matches if match]


def rows(lines: list[str]) -> list[list[str]]:
    """Table rows without header and rule; code marks around ids fall away."""
    table = [line for line in lines if line.startswith("|")]
    split = [[clean(cell).strip("`") for cell in line.strip("|").split("|")] for line in table]
    rule = next(i for i, cells in enumerate(split) if set("".join(cells)) <= set("-"))
    return split[rule + 1 :]


def straight(text: str) -> list[str]:
    """What stands between straight quotation marks."""
    return re.findall(r"'([^']*)'", text)


def numbered(prefix: str, texts: list[str], start: int = 1, field: str = "text") -> Texts:
    return {(f"{prefix}{number}", field): text for number, text in enumerate(texts, start)}


def after_colon(line: str) -> str:
    """What follows a bold label and its place."""
    return clean(re.sub(r"^\*\*.*?\*\*[^:]*?(\([^)]*\))?: ", "", line))
