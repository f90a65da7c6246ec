"""Invitations: tokens, and when one may be used. A token itself is never kept, only its hash."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.collaboration import Role
from bot.domain.ids import CollaborationId, InvitationId, PartnerId, PersonId

LIFETIME = timedelta(days=7)
"""How long an invitation to a partner works. Three sentences say it in words: look for *zeven dagen* in the phrases."""

UNCONSENTED_LIFETIME = timedelta(hours=24)
"""How long a chat id and a hashed invitation are kept of somebody who has not agreed (yet)."""

FORGET = "forget"
"""The timer that throws away what is kept of somebody who has not agreed; its subject is their conversation."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_IN_LINK = re.compile(r"[?&]start=([A-Za-z0-9_-]{16,64})(?![A-Za-z0-9_-])")
_ALONE = re.compile(r"(?:/start(?:@\w+)?\s+)?([A-Za-z0-9_-]{16,64})")


class Unusable(StrEnum):
    """Why an invitation cannot be used."""

    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in: for one collaboration, partner and role."""

    id: InvitationId
    token_hash: str
    collaboration: CollaborationId
    partner: PartnerId | None
    role: Role
    several: bool
    made_by: PersonId
    expires_at: datetime
    uses: int = 0
    revoked_at: datetime | None = None

    def refusal(self, now: datetime) -> Unusable | None:
        """Why it cannot be used at `now`, or None."""
        if self.revoked_at is not None:
            return Unusable.REVOKED
        if self.uses > 0 and not self.several:
            return Unusable.USED
        return Unusable.EXPIRED if now >= self.expires_at else None


def token_hash(token: str) -> str:
    """What is kept of a token. The token is random and long, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in(text: str) -> str | None:
    """The token in something a person pasted: a link (with words around it), `/start token`, or the token alone."""
    found = _IN_LINK.search(text) or _ALONE.fullmatch(text.strip())
    return found.group(1) if found else None
