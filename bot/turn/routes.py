"""Where a turn goes next. A function that wants to go on elsewhere returns a route and calls nobody."""

from dataclasses import dataclass

from bot.engine.model import Event
from bot.turn.records import Conversation


@dataclass(frozen=True, slots=True)
class ToTalk:
    """Hold this dialog about this subject: the id of a run, a round, an agreement; 0 for nothing."""

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
    """Have the command that a finished dialog returned carried out, by the room that declared a handler for it."""

    conversation: Conversation
    command: object


Route = ToTalk | ToPage | ToHandler


MOST_DIGITS = 18
"""Of an id in a button: what a database holds as a number."""


HOME = ToPage("menu")
"""The menu."""


NEXT = ToPage("verder")
"""Straight on to what waits."""
