"""A file that is fetched again and again by a program, and made anew each time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Served:
    """What it is made of, and the renderer (one of `House.renderers`) that makes it."""

    renderer: str
    data: str
