"""What a reveal compares: the settled versions and the guesses. Shapes only; nothing is read or decided here."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.collaboration import Ownership, PartnerKind
from bot.domain.form import FilledForm
from bot.domain.ids import PartnerId


@dataclass(frozen=True, slots=True)
class PartnerForm:
    """A partner at the reveal, with the version it settled."""

    partner: PartnerId
    name: str
    kind: PartnerKind
    ownership: Ownership | None
    form: FilledForm


@dataclass(frozen=True, slots=True)
class Guess:
    """One person's quick scan: the kind of that person's partner, and question id: option. Never shown by itself."""

    kind: PartnerKind
    answers: Mapping[str, str]
