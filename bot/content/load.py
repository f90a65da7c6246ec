"""Reads the instrument's YAML files and checks them. The only place that touches these files."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from zlib import crc32

import yaml
from pydantic import BaseModel, ValidationError

from bot.content.checks import check_references
from bot.content.crosswalk import Crosswalk
from bot.content.editions import bring_up_to_date, holds_sets, lacks
from bot.content.errors import ContentError
from bot.content.instrument import Instrument
from bot.content.question_sets import QuestionSet

M = TypeVar("M", bound=BaseModel)

CONTENT_FOLDER = Path(__file__).parent

LANGUAGE = "nl"
"""The folder of texts that the program speaks; documents and pictures break their words, and are read aloud, by it."""

FILES = {
    "tool": "tool.yaml",
    "clusters": "clusters.yaml",
    "phase1": "phase1.yaml",
    "form_praktijkpartner": "form_praktijkpartner.yaml",
    "form_opleiding": "form_opleiding.yaml",
    "crosswalk": "crosswalk.yaml",
    "phase2": "phase2.yaml",
    "phase3": "phase3.yaml",
    "glossary": "glossary.yaml",
    "quick_scan": "quick_scan.yaml",
    "findings": "findings.yaml",
    "mirrors": "mirrors.yaml",
    "framework": "framework.yaml",
    "picture": "beeldplaat.yaml",
    "background": "background.yaml",
}
"""Part of the instrument: the file it is read from. Every other file in the folder is a question set."""


def load_instrument(language: str = LANGUAGE) -> Instrument:
    """The instrument in a language, read once. Raises `ContentError` when a file is missing or wrong."""
    return _read_once(language)


def load_crosswalk(language: str = LANGUAGE) -> Crosswalk:
    """The crosswalk that was read and checked with the instrument. Raises `ContentError` as that does."""
    return load_instrument(language).crosswalk


@cache
def _read_once(language: str) -> Instrument:
    return read_instrument(CONTENT_FOLDER / language / "instrument")


def read_instrument(folder: Path) -> Instrument:
    """Read and check the files in a folder. Raises `ContentError` for the first thing that is wrong."""
    raw = {"tool": _read(folder / FILES["tool"])}
    absent = {"tool", *lacks(raw["tool"])}
    raw |= {part: _read(folder / name) for part, name in FILES.items() if part not in absent}
    files = set_files(folder) if holds_sets(raw["tool"]) else []
    raw_sets = {path.name: _read_set(path) for path in files}
    _quote(raw_sets.values(), raw.values())
    owners = _owners({FILES[part]: content for part, content in raw.items()} | raw_sets)
    bring_up_to_date(raw)
    parts: dict[str, object] = {part: _validated(_model(part), FILES[part], content) for part, content in raw.items()}
    sets = [_validated(QuestionSet, name, content) for name, content in raw_sets.items()]
    parts["sets"] = tuple(sorted(sets, key=lambda one: (one.order, one.id)))
    parts["sets_written"] = _fingerprint(files)
    instrument = Instrument.model_validate(parts)
    check_references(instrument, owners)
    return instrument


def set_files(folder: Path) -> list[Path]:
    """The files of question sets in a folder: all that are no part of the instrument itself."""
    return [path for path in sorted(folder.glob("*.yaml")) if path.name not in FILES.values()]


def _fingerprint(files: Iterable[Path]) -> str:
    """Of the sets as they are written, so that an edition with other sets is another one; empty without any."""
    written = "".join(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in files)
    return f"{crc32(written.encode()):08x}" if written else ""


def edition(language: str = LANGUAGE) -> dict[str, str]:
    """The files of the instrument as they are written, by name: what a round that began with them must keep."""
    folder = CONTENT_FOLDER / language / "instrument"
    names = [*FILES.values(), *(path.name for path in set_files(folder))]
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def read_edition(files: Mapping[str, str]) -> Instrument:
    """The instrument of an earlier edition. Raises `ContentError` when the program can no longer read it."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / Path(name).name).write_text(text, encoding="utf-8")
        return read_instrument(Path(folder))


class _UniqueKeyLoader(yaml.CSafeLoader):
    """YAML silently keeps the last of two equal keys; here that is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.MarkedYAMLError(problem=f"key {twice!r} stands there twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, Any]:
    """A file as named parts. Raises `ContentError` with the file and the line when it is not that."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _UniqueKeyLoader)  # a subclass of SafeLoader
    except FileNotFoundError:
        raise ContentError(path.name, "-", "the file is missing") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ContentError(path.name, f"line {line}", str(error.problem)) from None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise ContentError(path.name, "-", "the file holds characters that are not UTF-8 text") from None
    if not isinstance(content, dict):
        raise ContentError(path.name, "-", "the file is not a list of named parts")
    return content


def _read(path: Path) -> dict[str, Any]:
    content = read_yaml(path)
    _inherit_source(content, content.pop("source", None))
    return content


def _inherit_source(value: Any, source: Any) -> None:
    """Give each item without a source that of the block it stands in; proposals come from no source."""
    if isinstance(value, list):
        for element in value:
            _inherit_source(element, source)
    elif isinstance(value, dict):
        if "id" in value and source is not None and value.get("status") != "proposal":
            value.setdefault("source", source)
        inner = value.get("source", source)
        for element in value.values():
            _inherit_source(element, inner)


def _read_set(path: Path) -> dict[str, Any]:
    """A set that is our own says so once, at the top; that holds for everything in it that says nothing else."""
    content = _read(path)
    if content.get("status") == "proposal":
        if not content.get("note"):
            raise ContentError(path.name, str(content.get("id", "-")), "status proposal needs a note")
        for item in _items(content):
            if "source" not in item and "status" not in item:
                item.update(status="proposal", note=content["note"])
    return content


_QUOTED = ("text", "source", "status", "note")
"""What is taken over from what is quoted."""


def _quote(sets: Iterable[dict[str, Any]], parts: Iterable[dict[str, Any]]) -> None:
    """Give what a set quotes (`words_of`: an id of the instrument) the words, the source and the status of that."""
    known = {str(item["id"]): item for part in parts for item in _items(part)}
    for content in sets:
        for item in _items(content):
            quoted = known.get(str(item.get("words_of", "")))
            if quoted is not None and "text" not in item:
                item["status"] = "source"
                item.update((field, quoted[field]) for field in _QUOTED if field in quoted)


def _owners(raw: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Which file has which id. An id that is given twice, anywhere, is an error."""
    owners: dict[str, str] = {}
    for file, content in raw.items():
        for item in _items(content):
            item_id = str(item["id"])
            if item_id in owners:
                raise ContentError(file, item_id, f"the id is used before, in {owners[item_id]}")
            owners[item_id] = file
    return owners


def _items(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "id" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for element in value:
            yield from _items(element)


def _model(part: str) -> type[BaseModel]:
    model = Instrument.model_fields[part].annotation
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return model


def _validated(model: type[M], file: str, content: dict[str, Any]) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(file, _item_at(content, first["loc"]), _plain(first)) from None


def _item_at(content: Any, location: tuple[int | str, ...]) -> str:
    """The id of the innermost item on the way to an error, or the name of the field when there is none."""
    found = ".".join(str(step) for step in location) or "-"
    if isinstance(content, dict) and "id" in content:
        found = str(content["id"])
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(content, dict) and "id" in content:
            found = str(content["id"])
    return found


def _plain(error: Any) -> str:
    field = error["loc"][-1] if error["loc"] else ""
    match error["type"]:
        case "missing":
            return f"{field} is missing"
        case "extra_forbidden":
            return f"unknown field {field}"
        case "string_too_short":
            return f"{field} is empty"
        case "string_too_long":
            return f"{field} is longer than {error['ctx']['max_length']} characters"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return f"{field}: {error['msg']}"
