"""How a simulated person plays: which button to press, or what to say, on the screen of the moment.

A script is an object with `first` (what every person says to begin) and `choose` (the next action on a screen, `None`
when there is nothing to do). Programs name theirs as `module:object`, so that the load server can load it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

UNPRESSED = ("‹ Terug", "Later verder")
MARKS = "✓✔✅●•○ "


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Press:
    button: Button


@dataclass(frozen=True, slots=True)
class Say:
    text: str


Action = Press | Say


@dataclass(slots=True)
class Screen:
    """The bot's last message to one person; `turn` counts what the person did, `memory` is free for the script."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    turn: int = 0
    memory: dict[str, object] = field(default_factory=dict)


class Script(Protocol):
    first: str

    def choose(self, screen: Screen) -> Action | None: ...


def nothing_left(_screen: Screen) -> Action | None:
    return None


@dataclass(frozen=True, slots=True)
class Answering:
    """Presses the first of `preferred` on the screen, else the first button not `unpressed`, else asks `restart`."""

    first: str = "/start"
    preferred: tuple[str, ...] = ("Nee",)
    unpressed: tuple[str, ...] = UNPRESSED
    restart: Callable[[Screen], Action | None] = nothing_left

    def choose(self, screen: Screen) -> Action | None:
        pressable = {plain(button.label): button for button in reversed(screen.buttons)}
        for label in self.preferred:
            if label in pressable:
                return Press(pressable[label])
        left = [button for button in screen.buttons if plain(button.label) not in self.unpressed]
        return Press(left[0]) if left else self.restart(screen)


def plain(label: str) -> str:
    """The label without the mark that shows an earlier choice."""
    return label.strip(MARKS)


answering = Answering()
