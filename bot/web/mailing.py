"""Letters that wait are written and handed over one by one; what cannot go now waits, with growing pauses.

A token is made when its letter is written, and its hash kept before it goes. A letter is done when the server has it:
after a kill in between it is sent once more.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from secrets import token_urlsafe
from typing import Protocol

import structlog

from bot.domain.invitation import token_hash
from bot.turn.host import Host
from bot.turn.mail import CONFIRM_WITHIN, Letter, LetterKind, MailAddress, Waits
from bot.turn.ports import StorageTroubleError, UnitOfWork
from bot.turn.shown import LINK_LASTS
from bot.web.letters import Writer
from bot.web.smtp import NoMailNowError, NotTakenError

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds."""


class Sends(Protocol):
    """Hands a letter over. Raises `NotTakenError` or `NoMailNowError`."""

    async def send(self, message: EmailMessage) -> None: ...


@dataclass(frozen=True, slots=True)
class Mailer:
    """By whom letters are handed over, and in whose name they are written."""

    server: Sends
    sender: str


class Mailing:
    """Takes up what waits, now and whenever something is put there."""

    def __init__(self, host: Host, now: Callable[[], datetime], writer: Writer, server: Sends) -> None:
        self._host, self._now, self._writer, self._server = host, now, writer, server
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._pause = 0.0

    def wake(self) -> None:
        """Something may wait."""
        self._more.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def stop(self) -> None:
        """What waits is sent after the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _work(self) -> None:
        while self._more.is_set():
            self._more.clear()
            try:
                await self._send_all()
                self._pause = 0.0
            except NoMailNowError as error:
                if not self._pause:
                    log.warning("mail_waits", reason=str(error))
                self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
                await asyncio.sleep(self._pause)
                self._more.set()
            except StorageTroubleError:  # the program ends; they wait in the database
                return

    async def _send_all(self) -> None:
        await self._host.at_work()
        for letter in await self._host.work.run(lambda uow: uow.mail.waiting()):
            await self._send(letter)

    async def _send(self, letter: Letter) -> None:
        message = await self._host.work.run(lambda uow: self._written(uow, letter))
        if message is not None:
            try:
                await self._server.send(message)
            except NotTakenError:
                log.warning("mail_refused", letter=letter.kind.value)
                await self._host.work.run(lambda uow: uow.mail.refuse(letter.person, self._now()))
                if letter.kind is not LetterKind.CONFIRM:  # nobody counted on an address that was never confirmed
                    await self._host.not_reached(letter.person)
        await self._host.work.run(lambda uow: uow.mail.done(letter.id))

    def _written(self, uow: UnitOfWork, letter: Letter) -> EmailMessage | None:
        """The letter as it must be now; None when it must not go any more."""
        to, token = uow.mail.of(letter.person), token_urlsafe(24)
        if to is None or not _goes(letter.kind, to):
            return None
        person, now = uow.people.get(letter.person), self._now()
        waits = Waits(())
        match letter.kind:
            case LetterKind.NOTICE:
                waits = self._host.runner.waits(uow, letter.person, now)
                if not waits.collaborations:
                    return None
            case LetterKind.CONFIRM:
                uow.mail.may_confirm(letter.person, token_hash(token), now + CONFIRM_WITHIN)
            case LetterKind.COME_IN:
                uow.windows.add_link(token_hash(token), letter.person, now + LINK_LASTS)
        return self._writer.write(letter.kind, to, person.first_name, waits, token)


def _goes(kind: LetterKind, to: MailAddress) -> bool:
    match kind:
        case LetterKind.NOTICE:
            return to.may_be_told
        case LetterKind.CONFIRM:
            return to.confirmed_at is None and to.refused_at is None
        case LetterKind.COME_IN:
            return to.confirmed_at is not None and to.refused_at is None
