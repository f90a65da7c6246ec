"""Pictures and documents as bytes, made by what the rooms named for it. It is loaded when it is first needed."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module

from bot.domain.errors import ProgrammingError
from bot.turn.records import Outgoing

Renderer = Callable[[str], bytes]
"""Makes a file from the data that an `Outgoing` carries."""


def render(renderers: Mapping[str, str], message: Outgoing) -> bytes:
    """The file of a message. It may take a while: call it in a thread. Raises whatever goes wrong."""
    if message.renderer not in renderers:
        raise ProgrammingError(f"nobody renders {message.renderer or 'a message without a renderer'}")
    return load(renderers[message.renderer])(message.picture or message.document or "")


@cache
def load(path: str) -> Renderer:
    """The renderer at `module:name`."""
    module, _, name = path.partition(":")
    found: Renderer = getattr(import_module(module), name)
    return found
