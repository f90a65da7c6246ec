"""When the next round is asked for, where the academic year wants another day than eleven months on."""

from dataclasses import dataclass
from datetime import date

from bot.dialogs.day import EXAMPLE_CALENDAR, LATER, Calendar, ask_day
from bot.dialogs.dialog import Dialog, Talk
from bot.domain.commands import AskOn
from bot.domain.ids import RoundId
from bot.engine.model import Phrase


@dataclass(frozen=True, slots=True)
class YearlyDayFacts:
    """After which round, the day as it is now, and the calendar."""

    round: RoundId
    day: date
    calendar: Calendar


def yearly_day(facts: YearlyDayFacts) -> Talk:
    """One question."""
    day = yield from ask_day("year.when", Phrase("yearly.when", {"day": facts.day}), facts.calendar, LATER)
    return AskOn(facts.round, day)


YEARLY_DAY = Dialog(
    "yearly_day",
    yearly_day,
    (AskOn,),
    lambda _: [YearlyDayFacts(RoundId(1), date(2027, 9, 1), EXAMPLE_CALENDAR)],
)
