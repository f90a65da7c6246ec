"""Where a turn goes next. A part of the runner returns a route instead of calling another part."""

from dataclasses import dataclass

from bot.engine.model import Event
from bot.turn.records import Conversation


@dataclass(frozen=True, slots=True)
class ToTalk:
    """Hold this dialog about this subject."""

    dialog: str
    subject: int
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class ToPage:
    """Show or do what this page is for. The argument is an id, or what a person typed behind a command."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class ToHandler:
    """Have what a finished dialog wants done carried out."""

    conversation: Conversation
    command: object


Route = ToTalk | ToPage | ToHandler


MOST_DIGITS = 18
"""Of an id in a button: what a database holds as a number."""


HOME = ToPage("menu")


NEXT = ToPage("verder")
