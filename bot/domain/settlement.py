"""A partner's settled version of phase 1: what its people agreed to say, in one numbered version that never changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.form import FilledForm as SettledForm
from bot.domain.form import FilledMotive as SettledMotive
from bot.domain.ids import PartnerId, PersonId, RunId

SettlementId = NewType("SettlementId", int)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled version: whose, which number, by whom and when, and whether a manager took part."""

    id: SettlementId
    run: RunId
    partner: PartnerId
    number: int
    form: SettledForm
    settled_by: PersonId
    settled_at: datetime
    with_manager: bool
    after_reveal: bool = False


__all__ = ["SettledForm", "SettledMotive", "Settlement", "SettlementId"]
