"""The yearly round: when it is asked for, what may be answered, and why a motive changed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from bot.domain.collaboration import Membership, Role
from bot.domain.ids import RoundId
from bot.domain.months import months_on

MONTHS_AFTER = 11
"""After the round closed (source: the tool advises to repeat it every year)."""
TRIES = 3
"""In so many months in a row it is asked for, once; then a year later again: a round never dies silently."""
MONTHS_IN_A_YEAR = 12


class Decision(StrEnum):
    """What was decided about the next round."""

    WAITING = "wacht"
    STARTED = "begonnen"


class Reason(StrEnum):
    """Why a motive is answered otherwise than a year ago."""

    WE = "wij_veranderden"
    PARTNER = "partner_veranderde"
    WORLD = "omgeving_veranderde"
    FORM = "anders_ingevuld"


@dataclass(frozen=True, slots=True)
class Yearly:
    """When the round after this one is asked for."""

    round: RoundId
    on: date
    decision: Decision = Decision.WAITING


def first_day(closed: date) -> date:
    """When the next round is asked for, unless people choose otherwise."""
    return months_on(closed, MONTHS_AFTER)


def years_between(closed: date, day: date) -> int:
    """How many years it is, or nearly is: within a month; 0 when it is not nearly one."""
    months = (day.year - closed.year) * MONTHS_IN_A_YEAR + day.month - closed.month - (day.day < closed.day)
    return (months + 1) // MONTHS_IN_A_YEAR


def occasions(on: date, today: date) -> tuple[date, ...]:
    """The day for which is asked now, if it has come, and the next one.

    Three months in a row, then a year after the first, and so on.
    """
    days = (months_on(on, year * MONTHS_IN_A_YEAR + month) for year in count() for month in range(TRIES))
    current: tuple[date, ...] = ()
    for day in days:
        if day > today:
            return (*current, day)
        current = (day,)
    raise AssertionError("there is always another year")


def reason_of(question: str) -> str:
    """The step that asks why an answer changed."""
    return f"{question}.why"


def decides(mine: Sequence[Membership], members: Sequence[Membership]) -> bool:
    """Facilitators and managers; where there is neither, everybody who fills in: a round never dies silently."""
    leading = [m for m in members if m.role in (Role.FACILITATOR, Role.MANAGER)]
    asked = leading or [m for m in members if m.role.fills_in]
    return any(m.id in {one.id for one in mine} for m in asked)
