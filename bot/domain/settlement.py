"""A partner's settled version of phase 1: what its people agreed to say, in one numbered version that never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.collaboration import Membership, Role
from bot.domain.form import FilledForm
from bot.domain.ids import PartnerId, PersonId, RunId
from bot.domain.visibility import Content, ContentRef

SettlementId = NewType("SettlementId", int)


@dataclass(frozen=True, slots=True)
class Draft:
    """What one person handed in, as it was when settling began."""

    person: PersonId
    name: str
    form: FilledForm


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled version: whose, which number, by whom and when, and whether a manager took part."""

    id: SettlementId
    run: RunId
    partner: PartnerId
    number: int
    form: FilledForm
    settled_by: PersonId
    settled_at: datetime
    with_manager: bool
    after_reveal: bool = False


def settled_of(version: Settlement, *, revealed: bool = False, committing: bool = False) -> ContentRef:
    """A settled version to `may_see`. `revealed`: it was part of a reveal; `committing`: phase 3 has opened."""
    return ContentRef(
        Content.SETTLED,
        version.settled_by,
        version.partner,
        handed_in=True,
        revealed=revealed,
        committing=committing,
    )


def may_settle(mine: Membership, partners_people: Sequence[Membership]) -> bool:
    """Whether this member may settle for the partner: a manager; without any manager, whoever fills in."""
    if mine.role is Role.MANAGER:
        return True
    managed = any(m.role is Role.MANAGER and m.partner == mine.partner for m in partners_people)
    return mine.role.fills_in and not managed


def who_settle(people: Sequence[Membership], partner: PartnerId) -> tuple[PersonId, ...]:
    """Who may settle for a partner, of these people."""
    return tuple(dict.fromkeys(m.person for m in people if m.partner == partner and may_settle(m, people)))
