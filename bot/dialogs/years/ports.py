"""What this room keeps: when the next round is asked for, and what a pulse gave."""

from datetime import date
from typing import Protocol

from bot.domain.ids import PersonId, RoundId
from bot.domain.motive import Choice
from bot.domain.yearly import Yearly
from bot.turn.ports import Key


class Years(Protocol):
    """The yearly moment, and what a pulse gave."""

    def set_yearly(self, one: Yearly) -> None: ...
    def yearly(self, round_: RoundId) -> Yearly | None: ...
    def feel(self, round_: RoundId, person: PersonId, motive: str, day: date, choice: Choice) -> None: ...
    def felt(self, round_: RoundId) -> tuple[tuple[PersonId, str, date, Choice], ...]: ...


YEARS: Key[Years] = Key("years")
