"""What a dialog is to the rest of the program: a name and its steps, which return what is to be done at the end."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.commands import Command
from bot.engine.advance import Begin
from bot.engine.model import Answer, Step

Facts = TypeVar("Facts")
Talk = Generator[Step, Answer, Command]
"""The steps of a dialog; it returns the command that its answers amount to."""


@dataclass(frozen=True, slots=True)
class Dialog(Generic[Facts]):
    """A conversation by name."""

    id: str
    talk: Callable[[Facts], Talk]

    def begin(self, facts: Facts) -> Begin:
        """The dialog over these facts, ready to be walked as often as needed."""
        return lambda: self.talk(facts)
