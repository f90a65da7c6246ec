"""What systemd is told: that the program is ready, that it still lives, that it stops. Nothing when nobody asks.

Source: sd_notify(3). A datagram to the socket that `NOTIFY_SOCKET` names.
"""

import asyncio
import os
import socket
from contextlib import suppress


class Supervisor:
    """Tells it; without a `NOTIFY_SOCKET` it does nothing."""

    def __init__(self) -> None:
        self._path = os.environ.get("NOTIFY_SOCKET", "")
        self._beating: asyncio.Task[None] | None = None

    def tell(self, *lines: str) -> None:
        """Send these states, `READY=1` and the like."""
        if not self._path:
            return
        path = f"\0{self._path[1:]}" if self._path.startswith("@") else self._path
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out, suppress(OSError):
            out.setblocking(False)
            out.sendto("\n".join(lines).encode(), path)

    def beat(self) -> None:
        """From now on say that the event loop still turns, twice in the time that systemd gives."""
        micros = os.environ.get("WATCHDOG_USEC", "")
        if self._path and micros.isdecimal() and self._beating is None:
            self._beating = asyncio.get_running_loop().create_task(self._beats(int(micros) / 2_000_000))

    async def _beats(self, seconds: float) -> None:
        while True:
            self.tell("WATCHDOG=1")
            await asyncio.sleep(seconds)

    async def stop(self) -> None:
        """Say that it ends."""
        self.tell("STOPPING=1")
        beating, self._beating = self._beating, None
        if beating is not None:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating
