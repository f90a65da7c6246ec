"""What the bot makes of a text that somebody typed. Pure: whatever stands on phones is not known here."""

from html import escape

from bot.content.screen import Screen
from bot.phone.message import Version
from bot.turn.incoming import ON_RECORD, Body, Commanded, Replied, Said, Spoke


def written(text: str) -> Version:
    """How it stands on the phone of whoever typed it."""
    return Version(Screen(escape(text, quote=False)))


def heard(text: str, message: int, to: int, *, private: bool) -> Body:
    """A command wherever it stands; in a group else an answer, in private else text."""
    command, _, rest = text.partition(" ")
    name = command[1:].partition("@")[0].lower()
    if command.startswith("/") and not private and name in ON_RECORD:
        return Spoke(name, rest, message, to)
    if command.startswith("/"):
        return Commanded(name, rest)
    return Said(text, message=message) if private else Replied(text, message, to)
