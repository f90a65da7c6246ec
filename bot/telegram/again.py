"""Asking Telegram again after a 429, a 5xx or a broken connection."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.turn.backoff import Backoff, Outage

T = TypeVar("T")

PERMANENT = (BadRequest, ChatMigrated, Forbidden, InvalidToken)
"""What stays so however often one asks."""
ATTEMPTS = 3
LONGEST_WAIT = 10.0
"""Seconds after which an answer to a tap, or a pin, comes too late to be of use."""


def seconds(retry_after: int | timedelta) -> float:
    """What Telegram names in a 429."""
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else float(retry_after)


async def until_done(ask: Callable[[], Awaitable[T]], who: str, outage: Outage) -> T:
    """The answer, however long that takes. Raises what is permanent: a wrong token."""
    backoff = Backoff()
    try:
        while True:
            try:
                return await ask()
            except PERMANENT:
                raise
            except TelegramError as error:
                outage.struck(who, type(error).__name__, said=str(error))
                await asyncio.sleep(pause_after(error, backoff))
    except asyncio.CancelledError:
        outage.left(who)
        raise
    finally:
        outage.over(who)


async def at_last(ask: Callable[[], Awaitable[T]]) -> T:
    """The answer of a few attempts, for what is only worth it soon. Raises what the last one met with."""
    backoff = Backoff()
    for _ in range(ATTEMPTS - 1):
        try:
            return await ask()
        except PERMANENT:
            raise
        except TelegramError as error:
            pause = pause_after(error, backoff)
            if pause > LONGEST_WAIT:
                raise
            await asyncio.sleep(pause)
    return await ask()


def pause_after(error: TelegramError, backoff: Backoff) -> float:
    """Seconds: what Telegram names, else ever longer."""
    return seconds(error.retry_after) if isinstance(error, RetryAfter) else backoff.next()
