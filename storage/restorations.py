"""Each time a copy took the place of the database: the port `Restorations`."""

from datetime import datetime

from sqlalchemy import func, select, update

from storage.repository import Repository
from storage.traffic_tables import restoration

_NUMBERS_FROM = select(func.max(restoration.c.numbers_from))
_FRESH = select(restoration.c.id).where(restoration.c.taken_up_at.is_(None)).limit(1)
_TAKE_UP = update(restoration).where(restoration.c.taken_up_at.is_(None))


class SqlRestorations(Repository):
    """Restorations, as the program must know of them."""

    __slots__ = ()

    def numbers_from(self) -> int:
        """Where numbers in buttons go on; 0 when no copy was ever restored."""
        found: int | None = self._known(_NUMBERS_FROM)[0]
        return found or 0

    def fresh(self) -> bool:
        """Whether a copy was restored that the program has not taken up yet."""
        return self._one(_FRESH) is not None

    def take_up(self, at: datetime) -> None:
        """The program has taken up what was restored."""
        self._do(_TAKE_UP, taken_up_at=at)
