"""Addresses to which a door that cannot draw attention itself may write, and the letters that wait to go there.

A letter says that something waits and never what: it is the same unasked message, by another way out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import PersonId
from bot.engine.model import Phrase

CONFIRM_WITHIN = timedelta(days=1)


class LetterKind(StrEnum):
    """What a letter is for. Of each there waits at most one for a person."""

    NOTICE = "notice"
    """Something came for them by itself."""
    CONFIRM = "confirm"
    """Is this your address?"""
    COME_IN = "come_in"
    """A link by which to come in, which was asked for."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where somebody may be written to. `key` stands in each letter: with it notices are stopped, and nothing else."""

    person: PersonId
    address: str
    key: str
    asked_at: datetime
    confirmed_at: datetime | None = None
    refused_at: datetime | None = None
    notices: bool = True

    @property
    def may_be_told(self) -> bool:
        """Whether notices go there."""
        return self.confirmed_at is not None and self.refused_at is None and self.notices


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that waits."""

    id: int
    person: PersonId
    kind: LetterKind


@dataclass(frozen=True, slots=True)
class Waits:
    """What a letter may say: in which collaborations, and what is to be done next, without anybody's words."""

    collaborations: tuple[str, ...]
    task: Phrase | None = None


class Mail(Protocol):
    """Addresses, one a person, and letters that wait. An address is compared in lower case."""

    def of(self, person: PersonId) -> MailAddress | None: ...
    def confirmed(self, address: str) -> MailAddress | None:
        """Whose confirmed address this is."""
        ...

    def by_key(self, key: str) -> MailAddress | None: ...
    def ask(self, person: PersonId, address: str, key: str, at: datetime) -> None:
        """Somebody gives an address, in place of the one of before. It is not confirmed."""
        ...

    def may_confirm(self, person: PersonId, token_hash: str, until: datetime) -> None: ...
    def confirms(self, token_hash: str, at: datetime) -> MailAddress | None:
        """Which address this link confirms."""
        ...

    def confirm(self, person: PersonId, at: datetime) -> None: ...
    def refuse(self, person: PersonId, at: datetime) -> None:
        """The other side takes nothing for this address: nothing is sent there until it is given anew."""
        ...

    def set_notices(self, person: PersonId, wanted: bool) -> None: ...
    def forget(self, person: PersonId) -> None: ...
    def put(self, person: PersonId, kind: LetterKind, at: datetime) -> None: ...
    def waiting(self) -> tuple[Letter, ...]: ...
    def done(self, letter: int) -> None: ...
