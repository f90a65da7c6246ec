"""Remembers that this content was checked with this program, so that a start need not walk every dialog again.

What is remembered is a digest of all that the check depends on: every file of content and of code. It is plain data in
the data folder. Where it is missing, or anything is otherwise, the check is made.
"""

import json
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

_PROGRAM = Path(__file__).parent
_KINDS = (".py", ".yaml")
_NAME = "checked.json"


def once(folder: Path, check: Callable[[], int]) -> int:
    """How many questions there are, checked now or before by the same program. What `check` raises is passed on."""
    key = digest(_PROGRAM)
    kept = folder / _NAME
    known = _read(kept)
    if known.get("digest") == key and isinstance(steps := known.get("questions"), int):
        return steps
    found = check()
    _write(kept, {"digest": key, "questions": found})
    return found


def digest(program: Path) -> str:
    """Of all files of content and code below this folder, by name and content, and of the Python that runs them."""
    made = blake2b(sys.version.encode(), digest_size=32)
    for path in sorted(_files(program)):
        content = path.read_bytes()
        made.update(f"\0{path.relative_to(program)}\0{len(content)}\0".encode())
        made.update(content)
    return made.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.suffix in _KINDS)


def _read(file: Path) -> dict[str, object]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write(file: Path, known: dict[str, object]) -> None:
    """Whole or not at all. Where nothing can be written, the next start checks again."""
    fresh = file.with_suffix(".new")
    try:
        fresh.write_text(json.dumps(known), encoding="utf-8")
        fresh.replace(file)
    except OSError:
        return
