"""Question sets that facilitators gave as a file: the port `OwnSets`."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select, update

from bot.dialogs.instruments.rules import OwnSet, OwnSetId
from bot.domain.ids import CollaborationId
from storage.instrument_tables import own_set
from storage.repository import Repository

_ID: BindParameter[Any] = bindparam("b_id")

_ADD = insert(own_set)
_GET = select(*own_set.columns).where(own_set.c.id == _ID)
_OF = select(*own_set.columns).where(own_set.c.collaboration == _ID).order_by(own_set.c.id)
_TAKE_AWAY = update(own_set).where(own_set.c.id == _ID)


class SqlOwnSets(Repository):
    """Sets of their own, of each collaboration."""

    __slots__ = ()

    def add(self, new: OwnSet) -> OwnSet:
        id_ = self._add(
            _ADD,
            collaboration=new.collaboration,
            kept_by=new.kept_by,
            kept_at=new.kept_at,
            body=new.body,
            taken_away_at=new.taken_away_at,
        )
        return self.get(OwnSetId(id_))

    def get(self, one: OwnSetId) -> OwnSet:
        """Also one that was taken away. Raises `NoSuchRowError` for one that never was there."""
        return OwnSet(*self._known(_GET, b_id=one))

    def of(self, collaboration: CollaborationId) -> tuple[OwnSet, ...]:
        """Oldest first, also those that were taken away."""
        return tuple(OwnSet(*row) for row in self._read_all(_OF, _GET, b_id=collaboration))

    def take_away(self, one: OwnSetId, at: datetime) -> None:
        self._do(_TAKE_AWAY, b_id=one, taken_away_at=at)
