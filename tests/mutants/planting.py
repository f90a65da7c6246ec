"""Single faults to plant: read from the lists beside this file, and found by their text wherever it stands.

A fault names no file, so that code can move without its faults getting lost: `find` is looked for in all of `bot` and
`storage`; with `within`, only behind that text and in the same function. Not found, or not just once, is an error.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
SOURCES = ("bot", "storage")
STAND_INS = ("sandbox", "phone")
"""What acts Telegram in tests and in the demo: a fault there is no fault of the bot."""
_AT_THE_MARGIN = re.compile(r"^(?:async def|def|class) ", re.MULTILINE)


class UnplantableError(Exception):
    """The code has changed: this fault does not fit it any more."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the text that is replaced, by what, what goes wrong then, and the tests that should notice."""

    floor: str
    number: int
    fault: str
    find: str
    put: str
    within: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """By which it can be chosen: the floor and its place in the list."""
        return f"{self.floor}.{self.number}"


def mutants() -> tuple[Mutant, ...]:
    """All faults, floor by floor."""
    return tuple(one for path in sorted(FOLDER.glob("*.toml")) for one in _of_floor(path))


def _of_floor(path: Path) -> Iterator[Mutant]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for number, one in enumerate(content["mutant"], start=1):
        unknown = one.keys() - {"fault", "find", "put", "within", "tests"}
        if unknown:
            raise UnplantableError(f"{path.name}: {sorted(unknown)} is nothing a fault has")
        tests = tuple(one.get("tests", content["tests"]))
        yield Mutant(path.stem, number, one["fault"], one["find"], one["put"], one.get("within", ""), tests)


@dataclass(frozen=True, slots=True)
class Planted:
    """A file, as it is and with the fault in it."""

    path: Path
    before: str
    after: str


def plant(mutant: Mutant, root: Path = ROOT) -> Planted:
    """Where the fault goes and what the file reads then. Writes nothing. Raises `UnplantableError`."""
    places = [(path, text, at) for path, text in _sources(root) for at in _fitting(mutant, text)]
    if len(places) != 1:
        told = ", ".join(f"{path.relative_to(root)}:{text.count(chr(10), 0, at) + 1}" for path, text, at in places)
        raise UnplantableError(f"{mutant.name}, {mutant.fault}: must fit in one place, and fits in {told or 'none'}")
    path, text, at = places[0]
    after = text[:at] + mutant.put + text[at + len(mutant.find) :]
    if after == text:
        raise UnplantableError(f"{mutant.name}, {mutant.fault}: changes nothing in {path.relative_to(root)}")
    try:
        compile(after, str(path), "exec")
    except SyntaxError as error:
        raise UnplantableError(
            f"{mutant.name}: what it makes of {path.relative_to(root)} is not Python: {error}"
        ) from None
    return Planted(path, text, after)


def _fitting(mutant: Mutant, text: str) -> Iterator[int]:
    """Where it can be planted in this text: wherever it stands, or once behind each `within`, in that function."""
    if not mutant.within:
        yield from (found.start() for found in re.finditer(re.escape(mutant.find), text))
    for found in re.finditer(re.escape(mutant.within), text) if mutant.within else ():
        at = text.find(mutant.find, found.start(), _next_function(text, found.start()))
        if at >= 0:
            yield at


def _next_function(text: str, begin: int) -> int:
    """Where the next function or class at the margin begins."""
    found = _AT_THE_MARGIN.search(text, begin + 1)
    return found.start() if found else len(text)


@cache
def _sources(root: Path) -> tuple[tuple[Path, str], ...]:
    """Every file as it was when it was first asked for: who plants takes the fault out again."""
    files = (path for folder in SOURCES for path in sorted((root / folder).rglob("*.py")))
    meant = (path for path in files if path.relative_to(root).parts[1] not in STAND_INS)
    return tuple((path, path.read_text(encoding="utf-8")) for path in meant)
