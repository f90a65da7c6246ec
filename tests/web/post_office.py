"""A real mail server on this machine, with what it took, and what it refuses."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from bot.web.mailing import Mailer
from bot.web.smtp import MailServer

SENDER = "Samenspraak <samenspraak@samen.example>"


class Handler:
    """Takes letters, but for addresses that are not there and while it takes nothing."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.gone: set[str] = set()
        self.busy = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.gone:
            return "550 5.1.1 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.busy:
            self.busy -= 1
            return "451 4.3.0 later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class PostOffice:
    def __init__(self, handler: Handler, port: int) -> None:
        self.handler = handler
        self.mailer = Mailer(MailServer.parse(f"smtp://127.0.0.1:{port}"), SENDER)

    @property
    def letters(self) -> list[EmailMessage]:
        return self.handler.letters

    async def letter(self, number: int) -> EmailMessage:
        """The one with this number, from 1, once it is there."""
        until = time.monotonic() + 8
        while len(self.letters) < number:
            assert time.monotonic() < until, f"no letter {number}"
            await asyncio.sleep(0.02)
        return self.letters[number - 1]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def whole(letter: EmailMessage) -> str:
    """All that a letter says, headers as well, as people and machines on its way can read it."""
    parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in letter.items()), *parts])


def link_of(letter: EmailMessage) -> str:
    found = re.search(r"https://samen\.example(/\S+)", text_of(letter))
    assert found is not None, text_of(letter)
    return found[1]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def post_office() -> Iterator[PostOffice]:
    handler = Handler()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield PostOffice(handler, port)
    finally:
        controller.stop()
