"""The program under test: Samenspraak itself, every answer on disk before it is confirmed.

Run as a module it is `samenspraak run` without the pauses by which the bot keeps within Telegram's limits: the load
server has none, and the pauses, not the program, would be measured.
"""

import asyncio
import compileall
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.program import ROOT, TOKEN, Program
from bot.bootstrap import texts


def prepare(data_dir: Path, users: Sequence[int]) -> None:
    """Seed `data_dir` so that each of these people has agreed and can begin phase 1 in private.

    The modules are compiled, as those of an installed program are and those of a checkout may not be.
    """
    from bot import checked, example
    from bot.bootstrap import bot_id
    from bot.domain.collaboration import Role
    from bot.domain.ids import ChatId
    from bot.rooms import check_own_dialogs
    from storage import migrate
    from storage.database import Database

    for package in ("bot", "storage"):
        compileall.compile_dir(ROOT / package, quiet=1)
    url = f"sqlite:///{data_dir / 'samenspraak.db'}"
    migrate.upgrade(url)
    checked.once(data_dir, check_own_dialogs)  # as after any earlier start
    people = [example.Member(ChatId(user), f"Persoon {user}", Role.PARTICIPANT) for user in users]
    facilitator = example.Member(ChatId(1), example.FACILITATOR, Role.FACILITATOR)
    with Database(url, bot=bot_id(TOKEN)) as database:
        now = datetime.now(UTC)
        database.run_sync(lambda uow: example.seed_with(uow, texts(), facilitator, people[::2], people[1::2], now))


SAMENSPRAAK = Program(
    name="samenspraak",
    title="Samenspraak, answers on disk",
    arguments=("-m", "bench.bots.samenspraak"),
    script="bench.play:playing",
    prepare=prepare,
)


def earlier(folder: Path) -> Program:
    """The program as another checkout has it, also one whose packages are called otherwise: it prepares itself."""

    def prepare_there(data_dir: Path, users: Sequence[int]) -> None:
        code = f"from bench.bots.samenspraak import prepare; prepare(Path({str(data_dir)!r}), {list(users)})"
        command = [sys.executable, "-c", f"from pathlib import Path; {code}"]
        subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, check=True)

    return replace(
        SAMENSPRAAK, name="before", title=f"as in {folder.name}", folder=folder.resolve(), prepare=prepare_there
    )


async def _run() -> None:
    from bot.bootstrap import Program as Bot
    from bot.logs import configure_logging
    from bot.settings import Settings
    from bot.telegram.budget import Budget

    settings = Settings()
    configure_logging("WARNING")
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    bot = Bot(settings, budget=Budget(rates=None))
    await bot.start()
    await stopped.wait()
    await bot.stop()


if __name__ == "__main__":
    asyncio.run(_run())
