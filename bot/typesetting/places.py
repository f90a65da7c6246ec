"""Who stands where, as a picture: a continuum or a plate. First plain data, then a PNG made with typst. No Dutch."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from bot.content.load import LANGUAGE
from bot.typesetting.compiler import PHONE_DENSITY, PHONE_POINTS, compiler, one_line, shortened

TEXT_LIMIT = 160
"""Characters of a text in the picture; the message has it whole."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: how many stand there now and want to, and on a plate which groups."""

    name: str
    now: int = 0
    later: int = 0
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The places beside each other."""

    name: str
    cells: tuple[Place, ...]


def places_data(
    *, title: str, under: str, heart: str, rows: Sequence[Line], legend: Sequence[str], notes: Sequence[str]
) -> dict[str, object]:
    """What the picture shows, fit for JSON: for `png`, and for a report."""
    cut = [
        {
            "name": shortened(row.name, TEXT_LIMIT),
            "cells": [asdict(cell) | {"name": one_line(cell.name)} for cell in row.cells],
        }
        for row in rows
    ]
    return {
        "language": LANGUAGE,
        "width": PHONE_POINTS,
        "title": shortened(title, TEXT_LIMIT),
        "under": shortened(under, TEXT_LIMIT),
        "heart": one_line(heart),
        "rows": cut,
        "legend": list(legend),
        "notes": list(notes),
    }


@lru_cache(maxsize=4)
def png(data: str) -> bytes:
    """The PNG of `places_data` as JSON. Takes tens of milliseconds: call it in a thread."""
    density = PHONE_DENSITY
    made = compiler("places.typ", json.loads(data)).compile(format="png", ppi=density)
    if not isinstance(made, bytes):
        raise TypeError("the template must make exactly one page")
    return made
