"""What whoever watches over the program gets: an address to ask, and word to systemd."""

import structlog

from bot.serving.address import Address
from bot.serving.paths import Look, health, metrics, working
from bot.serving.server import App, Server
from bot.serving.supervisor import Supervisor

log = structlog.get_logger(__name__)


class PortTakenError(Exception):
    """Somebody else listens there; the message is one plain sentence."""


class Watch:
    """Served from the moment at which the program works or stands by, until it ends."""

    def __init__(self, address: Address, look: Look, *, needed: bool) -> None:
        """`needed`: without this address the program must not go on, as it was asked for or Telegram calls there."""
        self._needed = needed
        self._supervisor = Supervisor()
        self._server = Server(address)
        self._server.paths.update({"/health": health(look), "/metrics": metrics(look), "/working": working(look)})
        self._open = False

    def serve(self, path: str, app: App) -> None:
        """Answer this path as well."""
        self._server.paths[path] = app

    def serve_below(self, beginning: str, app: App) -> None:
        """Answer all paths that begin so, but for those that are served by themselves."""
        self._server.below[beginning] = app

    async def open(self) -> None:
        """Listen; does nothing the second time. Raises `PortTakenError` when the address is needed."""
        if self._open:
            return
        self._open = True
        try:
            await self._server.start()
        except OSError as error:
            where = f"{self._server.address.host}:{self._server.address.port}"
            if self._needed:
                raise PortTakenError(f"LISTEN {where} cannot be had: {error.strerror}.") from None
            log.warning("not_served", address=where, reason=error.strerror)
        else:
            log.debug("serves", address=self._server.address.here)

    def ready(self, what: str) -> None:
        """The program works, or stands by: it has started."""
        self._supervisor.tell("READY=1", f"STATUS={what}")
        self._supervisor.beat()

    async def stop(self) -> None:
        """Close. Does nothing when it was never opened."""
        await self._supervisor.stop()
        await self._server.stop()
