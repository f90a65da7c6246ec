"""Addresses at which calendars fetch days: the port `Calendars`.

`ENDED` tells the writer which no longer work, so that a copy that is put back does not bring them to life.
"""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.dialogs.reports.rules import CalendarAddress
from bot.domain.ids import CollaborationId, PersonId
from storage.columns import upsert
from storage.page_tables import calendar_address as address
from storage.repository import Repository

_COLUMNS = (address.c.person, address.c.collaboration, address.c.made_at)
_OPEN = upsert(address, key=("person", "collaboration"), change=("token_hash", "made_at"))
_BY_HASH = select(*_COLUMNS).where(address.c.token_hash == bindparam("b_hash"))
_OF_PERSON = select(*_COLUMNS).where(address.c.person == bindparam("b_person")).order_by(address.c.id)
_OF = select(*_COLUMNS).where(address.c.collaboration == bindparam("b_collaboration")).order_by(address.c.id)
_THIS_ONE = (address.c.person == bindparam("b_person"), address.c.collaboration == bindparam("b_collaboration"))
_HASH = select(address.c.token_hash).where(*_THIS_ONE)
_CLOSE = delete(address).where(*_THIS_ONE)

ENDED = "ended"


class SqlCalendars(Repository):
    """Addresses of calendars."""

    __slots__ = ()

    def open(self, person: PersonId, collaboration: CollaborationId, token_hash: str, at: datetime) -> None:
        self._ends(person, collaboration)
        self._do(_OPEN, person=person, collaboration=collaboration, token_hash=token_hash, made_at=at)

    def by_hash(self, token_hash: str) -> CalendarAddress | None:
        row = self._one(_BY_HASH, b_hash=token_hash)
        return None if row is None else CalendarAddress(*row)

    def of_person(self, person: PersonId) -> tuple[CalendarAddress, ...]:
        return tuple(CalendarAddress(*row) for row in self._all(_OF_PERSON, b_person=person))

    def of(self, collaboration: CollaborationId) -> tuple[CalendarAddress, ...]:
        return tuple(CalendarAddress(*row) for row in self._all(_OF, b_collaboration=collaboration))

    def close(self, person: PersonId, collaboration: CollaborationId) -> None:
        self._ends(person, collaboration)
        self._do(_CLOSE, b_person=person, b_collaboration=collaboration)

    def _ends(self, person: PersonId, collaboration: CollaborationId) -> None:
        """Also where this is undone after all: the writer looks which are there after the commit."""
        row = self._one(_HASH, b_person=person, b_collaboration=collaboration)
        if row is not None:
            self._reads.connection.info.setdefault(ENDED, set()).add(row[0])
