"""What this room keeps: invitations."""

from datetime import datetime
from typing import Protocol

from bot.domain.collaboration import Role
from bot.domain.ids import CollaborationId, InvitationId, PartnerId, PersonId
from bot.domain.invitation import Invitation
from bot.turn.ports import Key


class Invitations(Protocol):
    """Ways in, by the hash of their token."""

    def get(self, invitation: InvitationId) -> Invitation: ...
    def by_hash(self, token_hash: str) -> Invitation | None: ...
    def add(
        self,
        *,
        token_hash: str,
        collaboration: CollaborationId,
        partner: PartnerId | None,
        role: Role,
        several: bool,
        made_by: PersonId,
        expires_at: datetime,
    ) -> Invitation: ...
    def count_use(self, invitation: InvitationId) -> None: ...
    def revoke(self, invitation: InvitationId, at: datetime) -> None: ...
    def usable(self, collaboration: CollaborationId, now: datetime) -> tuple[Invitation, ...]: ...


INVITATIONS: Key[Invitations] = Key("invitations")
