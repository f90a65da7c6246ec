"""What comes in the place of a name: in words of its own, and never in those of somebody or something else."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from bot.domain.motive import Term
from storage.erasing.around import Around

Change = Callable[[str], str]
"""A text with something else in it where a name stood."""
GONE = "…"
"""What stands in place of the name."""
_TELLING = 4
"""A shorter name is not looked for among other words of what is kept: it may well be one of them."""


def changing(names: Mapping[str, str], others: Iterable[str]) -> Change:
    """Each of these names, where it stands as a word of its own and is not (a part of) one of the others."""
    now = {name: other for name, other in names.items() if name}
    now |= {other: other for other in others if any(name in other for name in now)}
    if not now:
        return lambda text: text
    longest_first = sorted(now, key=len, reverse=True)
    word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: word.sub(lambda found: now[found[0]], text)


def in_kept_texts(around: Around, name: str) -> Change:
    """What was said on a term may also be the id of one; a short name only goes where it is all there is."""
    change = changing({name: GONE}, [*around.names_of_people, *around.names_of_things])
    ids = set(Term)

    def changed(text: str) -> str:
        return text if text in ids or (len(name) < _TELLING and text != name) else change(text)

    return changed


def in_messages(around: Around, name: str, now: str) -> tuple[Change, Change]:
    """In private, and in a group: there the program calls people by their first name."""
    others = [*around.names_of_people, *around.names_of_things]
    first_names = [_first(other) for other in around.names_of_people]
    in_group = {_first(name): _first(now), name: now}
    return changing({name: now}, others), changing(in_group, [*others, *first_names])


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else name


def walk(value: Any, change: Change, only: Collection[str] = (), without: Collection[str] = (), key: str = "") -> Any:
    """What was read from JSON, with other texts below these keys: `only` those, or all but `without`."""
    if isinstance(value, dict):
        return {name: walk(one, change, only, without, name) for name, one in value.items()}
    if isinstance(value, list):
        return [walk(one, change, only, without, key) for one in value]
    here = isinstance(value, str) and (key in only if only else key not in without)
    return change(value) if here else value
