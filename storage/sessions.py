"""Further instruments gone through in groups: the port `Sessions`."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select, update

from bot.dialogs.sessions.rules import GroupSession, SessionState
from bot.domain.ids import CollaborationId, SessionId
from bot.turn.ports import StaleWriteError
from storage.instrument_tables import group_session
from storage.repository import Repository
from storage.rows import Values

_ID: BindParameter[Any] = bindparam("b_id")

_ADD = insert(group_session)
_GET = select(*group_session.columns).where(group_session.c.id == _ID)
_OF = select(*group_session.columns).where(group_session.c.collaboration == _ID).order_by(group_session.c.id)
_SAVE = update(group_session).where(group_session.c.id == _ID, group_session.c.version == bindparam("b_version"))


class SqlSessions(Repository):
    """Instruments gone through in groups."""

    __slots__ = ()

    def add(self, new: GroupSession) -> GroupSession:
        id_ = self._add(
            _ADD,
            instrument=new.instrument,
            content_version=new.content_version,
            collaboration=new.collaboration,
            partner=new.partner,
            round=new.round,
            binding=new.binding,
            begun_by=new.begun_by,
            began_at=new.began_at,
            state=new.state.value,
            question=new.question,
            context=new.context,
            ended_at=new.ended_at,
            version=0,
        )
        return replace(new, id=SessionId(id_), version=0)

    def get(self, session: SessionId) -> GroupSession:
        """Raises `NoSuchRowError` for one that is not there."""
        return _session(self._known(_GET, b_id=session))

    def of(self, collaboration: CollaborationId) -> tuple[GroupSession, ...]:
        """Oldest first."""
        return tuple(_session(row) for row in self._read_all(_OF, _GET, b_id=collaboration))

    def save(self, now: GroupSession) -> GroupSession:
        """Where it is, and whether it goes on. Of two at once the second turn is taken again."""
        touched = self._do(
            _SAVE,
            b_id=now.id,
            b_version=now.version,
            binding=now.binding,
            state=now.state.value,
            question=now.question,
            context=now.context,
            ended_at=now.ended_at,
            version=now.version + 1,
        )
        if touched == 0:
            raise StaleWriteError(f"session {now.id}")
        return replace(now, version=now.version + 1)


def _session(row: Values) -> GroupSession:
    values = list(row)
    state = list(group_session.columns.keys()).index("state")
    values[state] = SessionState(values[state])
    return GroupSession(*values)
