"""How typed days are read: Dutch, still to come, and all that the words may mean."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content.dates import meanings
from bot.dialogs.day import Calendar, days_text
from bot.engine.model import Answer, Chosen, Phrase
from bot.runner.records import Conversation


def calendar(conversation: Conversation, zone: ZoneInfo) -> Calendar:
    """Today is the day on which the talk began, so that what was picked does not move."""
    return Calendar(conversation.started_at.astimezone(zone).date(), lambda text, at: read_days(text, at, zone))


def read_days(text: str, at: datetime, zone: ZoneInfo) -> Answer | Phrase:
    """Typed days that are still to come, several when the text may mean several; or why none can be taken."""
    today = at.astimezone(zone).date()
    found = meanings(text, today)
    if not found:
        return Phrase("errors.impossible_date")
    ahead = tuple(day for day in found if day > today)
    if not ahead:
        return Phrase("errors.past_date", {"day": Phrase("places.day", {"day": found[-1]})})
    return Chosen(days_text(ahead))
