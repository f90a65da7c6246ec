"""What this room keeps: the addresses at which calendars fetch days. Of each only the hash of its token."""

from datetime import datetime
from typing import Protocol

from bot.dialogs.reports.rules import CalendarAddress
from bot.domain.ids import CollaborationId, PersonId
from bot.turn.ports import Key


class Calendars(Protocol):
    """One address at most for each person in a collaboration."""

    def open(self, person: PersonId, collaboration: CollaborationId, token_hash: str, at: datetime) -> None:
        """The one there was works no longer."""
        ...

    def by_hash(self, token_hash: str) -> CalendarAddress | None: ...
    def of_person(self, person: PersonId) -> tuple[CalendarAddress, ...]: ...
    def of(self, collaboration: CollaborationId) -> tuple[CalendarAddress, ...]: ...
    def close(self, person: PersonId, collaboration: CollaborationId) -> None: ...


CALENDARS: Key[Calendars] = Key("calendars")
