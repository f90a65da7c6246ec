"""The program as `samenspraak run` starts it, but without Telegram's sending rates; tests start it as a process."""

import asyncio
import signal

from bot.bootstrap import Program, configure_logging
from bot.settings import Settings
from bot.telegram.budget import Budget


async def run() -> None:
    settings = Settings()
    configure_logging(settings.log_level)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    program = Program(settings, budget=Budget(rates=None))
    await program.start()
    await stopped.wait()
    await program.stop()


def main() -> None:
    asyncio.run(run())
