"""Pictures and documents as bytes, made by what the rooms named for it. It is loaded when it is first needed."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module

from bot.domain.errors import ProgrammingError

Renderer = Callable[[str], bytes]
"""Makes a file from the data that an `Outgoing` carries."""
_THREAD = ThreadPoolExecutor(1, "renderer")
"""One for all files: each thread in which files are made keeps the memory that its largest one needed."""


async def aside(make: Callable[..., bytes], *given: object) -> bytes:
    """What `make` makes of what is given, while others go on; one file after the other. Raises what it raises."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, make, *given)


def render(renderers: Mapping[str, str], name: str, data: str) -> bytes:
    """The file that this renderer makes. It may take a while: call it `aside`. Raises whatever goes wrong."""
    if name not in renderers:
        raise ProgrammingError(f"nobody renders {name or 'what names no renderer'}")
    return load(renderers[name])(data)


@cache
def load(path: str) -> Renderer:
    """The renderer at `module:name`."""
    module, _, name = path.partition(":")
    found: Renderer = getattr(import_module(module), name)
    return found
