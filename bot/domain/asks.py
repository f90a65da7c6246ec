"""Which offer answers which ask: what an asking partner says about the lines of a reveal."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import PartnerId


class Degree(StrEnum):
    """How far an offer answers an ask."""

    COVERED = "gedekt"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Link:
    """A line that one partner asks and a line of another that answers it. A line is known by its text."""

    asking: PartnerId
    ask: str
    offering: PartnerId
    offer: str
    degree: Degree
