"""Draws what the rooms of `bot/dialogs` know of each other. `make rooms` runs it; it fails when an import points up.

Three kinds of arrows: imports (`lint-imports` forbids those that point to a later room), names of another room's pages
and dialogs in buttons and routes, and statements that read a table which another room keeps.
"""

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import grimp
from sqlalchemy import Table
from sqlalchemy.sql import Delete, Insert, Update, visitors

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.rooms import ROOMS  # noqa: E402
from storage import unit_of_work  # noqa: E402
from storage.repository import Repository  # noqa: E402
from storage.unit_of_work import PROVIDERS  # noqa: E402

NAMES_A_PAGE = {"ToPage": 0, "button": 1, "Button": 1, "Task": 2, "Visit": 0}
"""Calls in which a page is named, and which argument names it."""


def order() -> list[str]:
    """The rooms, earliest first, as the contract on imports has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "rooms")
    return list(reversed(contract["layers"]))


def imports(rooms: Sequence[str]) -> Mapping[str, Counter[str]]:
    """For each room how many of its modules import a module of which other room."""
    graph = grimp.build_graph("bot", cache_dir=None)
    found: dict[str, Counter[str]] = {room: Counter() for room in rooms}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = _room(module), _room(imported)
            if here in found and there in found and here != there:
                found[here][there] += 1
    return found


def _room(module: str) -> str:
    return module.split(".")[2] if module.startswith("bot.dialogs.") else ""


def routes(source: str) -> Iterator[str]:
    """The pages and, as `dialog:name`, the dialogs that this source names in its buttons and routes."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "ToTalk" and call.args:
            yield from (f"dialog:{text}" for text in _beginnings(call.args[0]))
        at = NAMES_A_PAGE.get(name)
        if at is not None and len(call.args) > at:
            for text in _beginnings(call.args[at]):
                yield text.removeprefix("p:").partition(":")[0]


def _beginnings(argument: ast.expr) -> Iterator[str]:
    """Each text an argument can be, as far as it stands in the source."""
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*_beginnings(one), *_beginnings(other))


def named(rooms: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Room, file, what is named there, and the room it belongs to, for all that belongs to another room."""
    owner = {page: room.name for room in ROOMS for page in room.pages}
    owner |= {f"dialog:{held.dialog.id}": room.name for room in ROOMS for held in room.dialogs}
    for room in rooms:
        for file in sorted((ROOT / "bot" / "dialogs" / room).rglob("*.py")):
            for name in sorted(set(routes(file.read_text(encoding="utf-8")))):
                if owner.get(name, room) != room:
                    yield room, str(file.relative_to(ROOT / "bot" / "dialogs")), name, owner[name]


def tables() -> Iterator[tuple[str, str, str]]:
    """Who reads a table, the table, and who keeps it, where that is another room, or a room and the host."""
    keepers = _keepers()
    writes: dict[str, set[str]] = {}
    reads: dict[str, set[str]] = {}
    for keeper, repository in keepers:
        for statement in _statements(repository):
            parts = {part.name for part in visitors.iterate(statement) if isinstance(part, Table)}
            written = {statement.table.name} if isinstance(statement, Insert | Update | Delete) else set()
            writes.setdefault(keeper, set()).update(written)
            reads.setdefault(keeper, set()).update(parts - written)
    for keeper, read in reads.items():
        for table in sorted(read - writes[keeper]):
            others = [other for other in writes if table in writes[other]]
            yield from ((keeper, table, other) for other in others if other != HOST)


HOST = "the host"


def _keepers() -> list[tuple[str, Any]]:
    """The repositories, each with the room that keeps its things by it; what all rooms share is kept by the host."""
    of = {PROVIDERS[key]: room.name for room in ROOMS for key in keys(room.name)}
    every = [one for one in vars(unit_of_work).values() if isinstance(one, type) and issubclass(one, Repository)]
    return [(of.get(repository, HOST), repository) for repository in every]


def keys(room: str) -> Iterator[str]:
    """The names of the keys of a room."""
    file = ROOT / "bot" / "dialogs" / room / "ports.py"
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Key":
            yield ast.literal_eval(node.args[0])


def _statements(repository: Any) -> Iterator[Any]:
    """The statements, built once at the top of its module, that the methods of a repository use."""
    module = import_module(repository.__module__)
    used = {name for part in vars(repository).values() if hasattr(part, "__code__") for name in part.__code__.co_names}
    for name in used:
        value = getattr(module, name, None)
        yield from (value.values() if isinstance(value, Mapping) else [value] if hasattr(value, "compile") else [])


def main() -> int:
    """Print the three kinds of arrows; 1 when an import points up."""
    rooms = order()
    place = {room: at for at, room in enumerate(rooms)}
    drawn, up = imports(rooms), []
    print("Rooms, earliest first, and how many imports each has of which other room:\n")
    for at, room in enumerate(rooms, 1):
        known = ", ".join(f"{other} {drawn[room][other]}" for other in sorted(drawn[room], key=place.__getitem__))
        print(f"{at:3} {room:15} {known or '-'}")
        up += [f"{room} → {other}" for other in drawn[room] if place[other] > place[room]]
    print(f"\nImports that point up, to a later room: {', '.join(up) or 'none'}.\n\nNamed in buttons and routes:\n")
    for room, file, name, other in named(rooms):
        if place[other] > place[room]:
            print(f"    {file:32} {name:22} of the later room {other}")
    print("\nTables of a room that others read:\n")
    print("\n".join(f"    {reader:15} {table:22} of {keeper}" for reader, table, keeper in tables()) or "    none")
    return 1 if up else 0


if __name__ == "__main__":
    sys.exit(main())
