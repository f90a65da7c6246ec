"""The program as `samenspraak run` starts it, on a clock that runs `CLOCK_SPEED` times as fast since `CLOCK_BEGAN`.

Only what is due by a date comes sooner; the pace at which it sends and the ticker's beat stay those of the real clock.
"""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime

from bot.bootstrap import Program, system_now
from bot.commands import work
from bot.logs import configure_logging
from bot.settings import Settings


def quick(began: datetime, speed: float) -> Callable[[], datetime]:
    """A clock that was right then and runs so many times as fast."""
    return lambda: began + (system_now() - began) * speed


def main() -> None:
    settings = Settings()
    configure_logging(settings.log_level)
    now = quick(datetime.fromisoformat(os.environ["CLOCK_BEGAN"]), float(os.environ["CLOCK_SPEED"]))
    asyncio.run(work(Program(settings, now=now, serves=True)))


if __name__ == "__main__":
    main()
