"""Asking for a day: quick picks, typed Dutch, and which one is meant where that can be several. For all dialogs."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.content.dates import meant
from bot.domain.months import months_on
from bot.engine.model import Answer, Chosen, Phrase, Step, Text, TextRule
from bot.engine.steps import choose, option, write
from bot.turn.records import Conversation

ReadDays = Callable[[str, datetime], Answer | Phrase]
"""Typed text as `Chosen` days in ISO form, several with a comma between them; or why it cannot be taken."""


TIMED = "tijd"
"""Stands behind the days, with a comma, where a time of that day was typed too. It is not kept: that is said."""


SOON: Mapping[str, tuple[int, int]] = {"twee_weken": (14, 0), "een_maand": (0, 1), "drie_maanden": (0, 3)}


LATER: Mapping[str, tuple[int, int]] = {"drie_maanden": (0, 3), "half_jaar": (0, 6), "een_jaar": (0, 12)}


WEEKS: Mapping[str, tuple[int, int]] = {"twee_weken": (14, 0), "vier_weken": (28, 0)}
"""Quick picks: the option of the button, and how many days and months from today it means."""


_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day on which the talk began, and how typed days are read."""

    today: date
    read: ReadDays
    read_with_today: ReadDays | None = None
    """The same where this day will do as well; None when it never does."""


EXAMPLE_CALENDAR = Calendar(date(2026, 9, 1), lambda text, at: Chosen(f"2026-10-01,2026-10-08,{TIMED}"))
"""For walking a dialog: typed days mean two, with a time, so that it is asked which."""


def days_text(days: tuple[date, ...]) -> str:
    """Several days as one answer: ISO dates with a comma between them."""
    return ",".join(day.isoformat() for day in days)


def ask_day(
    step: str, prompt: Text, calendar: Calendar, picks: Mapping[str, tuple[int, int]], *, today: bool = False
) -> Generator[Step, Answer, date]:
    """Ask for a day that is still to come: a quick pick, or typed Dutch. `today`: this day will do as well."""
    day = yield from _ask(step, prompt, calendar, picks, _reading(calendar, today=today))
    assert day is not None
    return day


def ask_day_or_skip(
    step: str, prompt: Text, calendar: Calendar, picks: Mapping[str, tuple[int, int]], *, today: bool = False
) -> Generator[Step, Answer, date | None]:
    """The same, and it may be skipped, which gives None."""
    return (yield from _ask(step, prompt, calendar, picks, _reading(calendar, today=today), optional=True))


def _reading(calendar: Calendar, *, today: bool) -> ReadDays:
    return (calendar.read_with_today if today else None) or calendar.read


def _ask(
    step: str,
    prompt: Text,
    calendar: Calendar,
    picks: Mapping[str, tuple[int, int]],
    read: ReadDays,
    *,
    optional: bool = False,
) -> Generator[Step, Answer, date | None]:
    suggestions = [option(name) for name in picks]
    rule = TextRule(read=read, shown=_in_words)
    answer = yield from write(step, prompt, optional=optional, suggestions=suggestions, rule=rule)
    if not isinstance(answer, Chosen):
        return None
    if answer.option in picks:
        days, months = picks[answer.option]
        return _weekday(months_on(calendar.today, months) + timedelta(days=days))
    found, timed = _days_of(answer.option), answer.option.endswith(TIMED)
    if len(found) == 1 and not timed:
        return found[0]
    label = "places.this_day" if len(found) > 1 else "places.yes_day"
    options = [option(day.isoformat(), Phrase(label, {"day": day})) for day in found]
    asked = Phrase("agreements.which_day", {"timed": timed, "several": len(found) > 1})
    return date.fromisoformat((yield from choose(f"{step}.which", asked, options)))


def _days_of(answer: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in answer.split(",") if day != TIMED)


def _weekday(day: date) -> date:
    """Nobody means a weekend when they tap *over twee weken*: then it is the Monday after it."""
    over = day.weekday() - _SATURDAY
    return day + timedelta(days=2 - over) if over >= 0 else day


def _in_words(days: str) -> Text:
    return Phrase("places.days", {"days": _days_of(days)})


def calendar(conversation: Conversation, zone: ZoneInfo) -> Calendar:
    """The calendar of a talk: the day on which it began is today, so that what was picked does not move."""
    return Calendar(
        conversation.started_at.astimezone(zone).date(),
        lambda text, at: read_days(text, at, zone),
        lambda text, at: read_days(text, at, zone, with_today=True),
    )


def read_days(text: str, at: datetime, zone: ZoneInfo, *, with_today: bool = False) -> Answer | Phrase:
    """Typed days that are still to come, several when the text may mean several; or why none can be taken.

    A time of day cannot be kept: with one the day is asked back, and where no day is found with it, that is said.
    """
    today = at.astimezone(zone).date()
    found = meant(text, today)
    if not found.days:
        return Phrase("errors.day_only" if found.timed else "errors.impossible_date")
    ahead = tuple(day for day in found.days if day > today or (with_today and day == today))
    if not ahead:
        return Phrase("errors.past_date", {"day": Phrase("places.day", {"day": found.days[-1]})})
    return Chosen(days_text(ahead) + ("," + TIMED if found.timed else ""))
