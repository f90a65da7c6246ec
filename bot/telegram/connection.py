"""How Telegram is reached, and where it reaches us."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

PROXIED_PORT = 8443
"""Where a proxy that has the certificate finds us; one of the ports to which Telegram itself also sends."""

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram. With `webhook_url` Telegram calls us, otherwise we ask."""

    token: str
    base_url: str
    webhook_url: str | None = None
    webhook_secret: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookListener:
    """Where the webhook listens: address, port, and the path of the address Telegram calls."""

    address: str
    port: int
    path: str


def webhook_listener(webhook_url: str) -> WebhookListener:
    """The door behind an address: that very one on this machine; otherwise open to a proxy that stands before it."""
    parts = urlsplit(webhook_url)
    host, path = parts.hostname or "", re.escape(parts.path.strip("/"))
    if host in _THIS_MACHINE:
        return WebhookListener(host, parts.port or PROXIED_PORT, path)
    return WebhookListener("0.0.0.0", PROXIED_PORT, path)
