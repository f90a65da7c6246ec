"""Pictures and documents as bytes, made by what the rooms named for it. It is loaded when it is first needed."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

from bot.domain.errors import ProgrammingError

Renderer = Callable[[str], bytes]
"""Makes a file from the data that an `Outgoing` carries."""


def render(renderers: Mapping[str, str], name: str, data: str) -> bytes:
    """The file that this renderer makes. It may take a while: call it in a thread. Raises whatever goes wrong."""
    if name not in renderers:
        raise ProgrammingError(f"nobody renders {name or 'what names no renderer'}")
    return load(renderers[name])(data)


@cache
def load(path: str) -> Renderer:
    """The renderer at `module:name`."""
    module, _, name = path.partition(":")
    found: Renderer = getattr(import_module(module), name)
    return found
