"""What the benchmark must know of a program to run it."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOKEN = "12345:bench"


def nothing_to_prepare(_data_dir: Path, _users: Sequence[int]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A bot in a process of its own.

    `arguments` follow the Python of the project, or the one given with --aiogram-python when `needs_aiogram`. `prepare`
    gets an empty folder and the Telegram ids of the people (each also the id of that person's private chat), before the
    start and outside every measurement. `script` names the play of the people as `module:object`.
    """

    name: str
    title: str
    arguments: tuple[str, ...]
    script: str = "bench.scripts:answering"
    needs_aiogram: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    """The checkout in which it runs."""
    prepare: Callable[[Path, Sequence[int]], None] = nothing_to_prepare

    def environment(self, port: int, data_dir: Path) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            **self.settings,
            "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{port}/bot",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "SAMENSPRAAK_DATA_DIR": str(data_dir),
        }
