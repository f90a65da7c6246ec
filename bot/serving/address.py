"""Where the program listens."""

from dataclasses import dataclass

DEFAULT_LISTEN = "127.0.0.1:8443"


@dataclass(frozen=True, slots=True)
class Address:
    """Where is listened."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Of `address:port`, an address of IPv6 between brackets. Raises `ValueError`."""
        host, _, port = text.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise ValueError(f"{text} is no address:port")
        return cls(host, int(port))

    @property
    def here(self) -> str:
        """By which a program on this machine reaches it, as a URL."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
