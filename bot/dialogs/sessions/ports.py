"""What this room keeps: which instrument is gone through where. Questions and answers stand in the room `questions`."""

from typing import Protocol

from bot.dialogs.sessions.rules import GroupSession
from bot.domain.ids import CollaborationId, SessionId
from bot.turn.ports import Key


class Sessions(Protocol):
    """Instruments gone through in groups."""

    def add(self, new: GroupSession) -> GroupSession: ...
    def get(self, session: SessionId) -> GroupSession: ...
    def of(self, collaboration: CollaborationId) -> tuple[GroupSession, ...]: ...
    def save(self, now: GroupSession) -> GroupSession: ...


SESSIONS: Key[Sessions] = Key("sessions")
