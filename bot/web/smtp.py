"""Sending one letter to a mail server. What it says is decided elsewhere."""

from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

WITHIN = 20.0
"""Seconds for one letter."""


class NotTakenError(Exception):
    """The server takes nothing for this address, now or later."""


class NoMailNowError(Exception):
    """The letter could not be handed over; it may be tried again."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over: `smtp://user:password@host:587` (TLS where offered), or `smtps://`."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool

    @classmethod
    def parse(cls, url: str) -> "MailServer":
        """Raises `ValueError` for what is no such address."""
        parts = urlsplit(url.strip())
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("no mail server")
        tls = parts.scheme == "smtps"
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.hostname, parts.port or (465 if tls else 587), user, password, tls)

    async def send(self, message: EmailMessage) -> None:
        """Hand it over. Raises `NotTakenError` or `NoMailNowError`."""
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password,
                use_tls=self.tls,
                timeout=WITHIN,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            for_good = all(one.code >= 500 for one in error.recipients)
            raise (NotTakenError if for_good else NoMailNowError) from None  # the address does not go to the log
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NoMailNowError(type(error).__name__) from None
