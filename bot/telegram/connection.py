"""How Telegram is reached, and where it reaches us."""

from dataclasses import dataclass
from urllib.parse import urlsplit

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram. With `webhook_url` Telegram calls us, otherwise we ask."""

    token: str
    base_url: str
    webhook_url: str | None = None
    webhook_secret: str | None = None


def webhook_path(webhook_url: str) -> str:
    """The path under which Telegram calls."""
    return urlsplit(webhook_url).path or "/"


def on_this_machine(webhook_url: str) -> str | None:
    """The address and port where Telegram calls without a proxy; None when it calls somewhere else."""
    try:
        parts = urlsplit(webhook_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if host not in _THIS_MACHINE or port is None:
        return None
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
