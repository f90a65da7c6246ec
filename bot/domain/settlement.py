"""A partner's settled version of phase 1: what its people agreed to say, in one numbered version that never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from bot.domain.ids import PartnerId, PersonId, RunId
from bot.domain.motive import Choice

SettlementId = NewType("SettlementId", int)


@dataclass(frozen=True, slots=True)
class SettledMotive:
    """One motive as the partner answered it. `id` is that of the form, or `own.<item>` for one of its own.

    Only motives that were answered are here: a motive that is missing was not filled in, which is not a Nee.
    """

    id: str
    text: str
    cluster: str | None
    choice: Choice
    outcome: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class SettledForm:
    """The whole version. `main` is the id of the main motive, or its text where it was typed.

    `reflections` are the answers to `f1.r1` … `f1.r7` as text, without those that were skipped.
    """

    motives: tuple[SettledMotive, ...]
    main: str | None = None
    reflections: Mapping[str, str] = field(default_factory=dict)


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
