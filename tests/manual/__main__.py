"""Plays the example and writes the pictures of the manual, and the page for participants: `make manual`."""

import asyncio
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from chromium import MISSING, chromium, find

from . import paper
from .camera import Camera
from .play import Play, played
from .story import SCENES

FOLDER = Path(__file__).parents[2] / "docs" / "handleiding" / "beeld"


async def main(wanted: list[str]) -> None:
    """All pictures, or those of some scenes; one that follows on another needs it as well."""
    if find() is None:
        raise SystemExit(f"{MISSING.capitalize()}; install it to take the pictures.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    paper.write()
    with TemporaryDirectory() as folder:
        async with played(Path(folder)) as demo, chromium() as browser:
            for name, scene in SCENES.items():
                if not wanted or name in wanted:
                    print(f"{name} …", flush=True)
                    await scene(Play(demo), Camera(browser, demo, FOLDER))


logging.getLogger("asyncio").setLevel(logging.ERROR)  # a page that was closed hears no more
asyncio.run(main(sys.argv[1:]))
