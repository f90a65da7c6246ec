"""When the next round is asked for, where the academic year wants another day than eleven months on."""

from dataclasses import dataclass
from datetime import date

from bot.domain.ids import RoundId
from bot.engine.model import Phrase
from bot.followups.working_hours import working_day_from
from bot.turn.days import EXAMPLE_CALENDAR, LATER, Calendar, ask_day
from bot.turn.dialog import Dialog, Talk


@dataclass(frozen=True, slots=True)
class AskOn:
    """Ask for the next round on this day."""

    round: RoundId
    day: date


@dataclass(frozen=True, slots=True)
class YearlyDayFacts:
    """After which round, the day as it is now, and the calendar."""

    round: RoundId
    day: date
    calendar: Calendar


def yearly_day(facts: YearlyDayFacts) -> Talk:
    """Asks for the day."""
    day = yield from ask_day(
        "year.when", Phrase("yearly.when", {"day": working_day_from(facts.day)}), facts.calendar, LATER
    )
    return AskOn(facts.round, day)


YEARLY_DAY = Dialog(
    "yearly_day",
    yearly_day,
    (AskOn,),
    lambda _: [YearlyDayFacts(RoundId(1), date(2027, 9, 1), EXAMPLE_CALENDAR)],
)
