"""A new day for an agreement that is still running."""

from dataclasses import dataclass

from bot.dialogs.day import EXAMPLE_CALENDAR, SOON, Calendar, ask_day
from bot.dialogs.dialog import Dialog, Talk
from bot.domain.agreement import AgreementId
from bot.domain.commands import NewDay
from bot.engine.model import Phrase


@dataclass(frozen=True, slots=True)
class NewDayFacts:
    """Which agreement, what it says, and the calendar."""

    agreement: AgreementId
    what: str
    calendar: Calendar


def new_day(facts: NewDayFacts) -> Talk:
    """One question."""
    due = yield from ask_day("day.when", Phrase("agreements.new_day", {"what": facts.what}), facts.calendar, SOON)
    return NewDay(facts.agreement, due)


NEW_DAY = Dialog(
    "new_day", new_day, (NewDay,), lambda _: [NewDayFacts(AgreementId(1), "Zes uur per week", EXAMPLE_CALENDAR)]
)
