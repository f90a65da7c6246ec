"""Editions as earlier versions of the program kept them, read as what those versions did. The only file that knows ids.

Version 0.1 named questions in its code; its editions therefore say nothing about what a question is for. Rounds that
began with one go on with it, so the roles of then are put beside its questions when it is read.
"""

from collections.abc import Iterator, Mapping
from typing import Any

FORMAT = 4
"""How an edition is written now; `format` in tool.yaml says so.

One without is of version 0.1, one of 2 has no sets, one of 3 no background.
"""

Fields = Mapping[str, object]

_AGREED: Fields = {"becomes_agreement": True}

ROLES_OF_0_1: Mapping[str, Mapping[str, Fields]] = {
    "clusters": {"ovr": {"own_motives": True}},
    "phase1": {
        "f1.r1": {"role": "main_motive"},
        "f1.r3": {"role": "terms"},
        "f1.r6": {"role": "asks"},
        "f1.r7": {"role": "offers"},
    },
    "phase2": {
        "f2.b1": {"evidence": "shared", "say": "say_alike"},
        "f2.b2": {"evidence": "strained", "say": "say_strain"},
        "f2.b3": {"evidence": "helping", "say": "say_help"},
        "f2.b4": {"kind": "choose", "say": "say_need"},
        "f2.b5": {"kind": "goals", "say": "say_goal"},
        "f2.b6": {"kind": "private", "say": "say_home"},
    },
    "phase3": {
        "f3.com.1": {"evidence": "joint_goals"},
        "f3.com.2": {"evidence": "outcomes"},
        "f3.com.4": _AGREED,
        "f3.inv.1": _AGREED,
        "f3.inv.2": _AGREED,
        "f3.inv.3": {"evidence": "outcomes", **_AGREED},
        "f3.cmn.1": {"evidence": "outcomes", **_AGREED},
        "f3.cmn.2": _AGREED,
        "f3.cmn.3": _AGREED,
        "f3.cmn.4": _AGREED,
        "f3.med.1": {"evidence": "joint_goals"},
        "f3.med.3": {"role": "mandate"},
    },
}
"""Part of the instrument, id of an item: what the code of version 0.1 did with it."""


def bring_up_to_date(parts: Mapping[str, dict[str, Any]]) -> None:
    """Write an earlier edition, part by part as its files were read, as one of now."""
    written = parts["tool"].get("format")
    if written in (None, 2, 3):
        parts["tool"]["format"] = FORMAT
    if written is not None:
        return
    for part, roles in ROLES_OF_0_1.items():
        for item in _items(parts[part]):
            for field, value in roles.get(str(item["id"]), {}).items():
                item.setdefault(field, value)


def lacks(tool: Mapping[str, Any]) -> frozenset[str]:
    """The parts that an edition does not have, because they came later."""
    return frozenset({"background"}) if tool.get("format") in (None, 2, 3) else frozenset()


def holds_sets(tool: Mapping[str, Any]) -> bool:
    """Whether the other files of an edition are question sets; in earlier ones they are texts that nothing used."""
    return tool.get("format") not in (None, 2)


def _items(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "id" in value:
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for element in inner:
        yield from _items(element)
