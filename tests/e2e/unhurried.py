"""The program as `samenspraak run` starts it, but without Telegram's sending rates; tests start it as a process.

`CLOCK_AHEAD` is how many seconds its clock is ahead of the real one.
"""

import asyncio
import os
from datetime import timedelta

from bot.bootstrap import Program, system_now
from bot.commands import work
from bot.logs import configure_logging
from bot.settings import Settings
from bot.telegram.budget import Budget


def main() -> None:
    settings = Settings()
    configure_logging(settings.log_level)
    ahead = timedelta(seconds=float(os.environ.get("CLOCK_AHEAD", "0")))
    asyncio.run(work(Program(settings, now=lambda: system_now() + ahead, budget=Budget(rates=None), serves=True)))
