"""Where the page stands for the world, and the addresses on it."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LOGIN = "/u/"
MAIL = "/e-mail"
STOP = "/afmelden/"
COME_IN = "/link"
CHAT = "/gesprek"
GUIDE = "/handleiding"
GROUP = "/groep"
FORM = "/formulier"
IN_TELEGRAM = "/telegram"
"""Behind the address of a form: the same as a Mini App."""
PROJECTOR = "/scherm"
CALENDAR = "/agenda"


@dataclass(frozen=True, slots=True)
class Site:
    """The public address of the page. `base` is the path before all others, empty at the root."""

    origin: str
    host: str
    base: str
    secure: bool
    also: tuple[str, ...] = ()
    """Other names by which a browser on this machine may ask for it, with their port."""

    @classmethod
    def parse(cls, url: str, also: tuple[str, ...] = ()) -> "Site":
        """Of `https://name` with or without a path; plain http, and other names, only on this machine.

        Raises `ValueError`.
        """
        parts = urlsplit(url.strip())
        name, port = parts.hostname or "", parts.port  # raises ValueError for a port that is none
        secure = parts.scheme == "https"
        if not name or parts.query or parts.fragment or parts.username or not (secure or parts.scheme == "http"):
            raise ValueError(url)
        if not secure and not on_this_machine(name):
            raise ValueError(url)
        if not re.fullmatch(r"[A-Za-z0-9._~/-]*", parts.path):
            raise ValueError(url)
        host = f"[{name}]" if ":" in name else name
        if port is not None and port != (443 if secure else 80):
            host = f"{host}:{port}"
        if also and (secure or not all(_names_this_machine(one) for one in also)):
            raise ValueError(also)
        return cls(f"{parts.scheme}://{host}", host, parts.path.rstrip("/"), secure, also)

    def answers_to(self, host: str) -> bool:
        """Whether this is the host, with its port, by which the page may be asked for."""
        return host.lower() in (self.host.lower(), *self.also)

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a form came from a page of ours at the very host that it is sent to."""
        scheme = "https" if self.secure else "http"
        return origin.lower() == f"{scheme}://{host.lower()}"

    def path(self, path: str) -> str:
        """A path of ours as the browser must ask for it."""
        return f"{self.base}{path}"

    def whole(self, path: str) -> str:
        """A path of ours as it stands in a letter."""
        return f"{self.origin}{self.base}{path}"

    def form_in_telegram(self, number: int) -> str:
        """The address at which Telegram opens a form."""
        return self.whole(f"{FORM}/{number}{IN_TELEGRAM}")

    def calendar(self, token: str) -> str:
        """The address at which a calendar fetches days."""
        return self.whole(f"{CALENDAR}/{token}.ics")

    def login(self, token: str) -> str:
        """The link that lets somebody in."""
        return f"{self.origin}{self.base}{LOGIN}{token}"


def _names_this_machine(host: str) -> bool:
    """Whether this is a name of this machine with a port, and nothing else."""
    name, _, port = host.rpartition(":")
    return port.isdecimal() and on_this_machine(name.strip("[]"))


def on_this_machine(name: str) -> bool:
    """Whether a host name is that of this machine itself."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
