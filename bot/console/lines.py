"""What somebody types in the terminal, read as what they mean by it. Pure: who and what there is, is not known here."""

import re
from dataclasses import dataclass
from datetime import timedelta

HELP = """\
You play everyone. What you type goes to the bot, as the person before the >.

  3            press button 3 of the newest message that has buttons
  [Label]      press the button of this name, wherever it stands
  text         say this; /menu and the like are the bot's own commands
  > text       in a group: answer the newest message of the bot
  @            who there is; @anna or @2 is somebody else, @+Name somebody new
  #            which groups there are; #team goes there, #+Name is a new one
  +3 dagen     let time go by (minuten, uur, dagen, weken, maanden, jaar)
  !            write the newest picture or document of this chat to a file
  ?            this text; Ctrl-D ends the play, of which nothing is kept"""
"""How the terminal is played, for whoever runs it."""


@dataclass(frozen=True, slots=True)
class Choose:
    """A number: that button, or else simply a number that is typed."""

    number: int


@dataclass(frozen=True, slots=True)
class Press:
    """A button by its name."""

    label: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words or a command for the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer below the newest message."""

    text: str


@dataclass(frozen=True, slots=True)
class Be:
    """Somebody else, or a list of who there is when `name` is empty."""

    name: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Enter:
    """A group, or a list of them when `name` is empty."""

    name: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """Time goes by."""

    time: timedelta


@dataclass(frozen=True, slots=True)
class Save:
    """The newest file, to be written."""


@dataclass(frozen=True, slots=True)
class Explain:
    """How it is played; `about` is what was not understood."""

    about: str = ""


Line = Choose | Press | Say | Reply | Be | Enter | Pass | Save | Explain

_DAY = timedelta(days=1)
_UNITS = {
    "min": timedelta(minutes=1),
    "uur": timedelta(hours=1),
    "uren": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "dag": _DAY,
    "day": _DAY,
    "we": 7 * _DAY,
    "ma": 30 * _DAY,
    "mo": 30 * _DAY,
    "jaar": 365 * _DAY,
    "jaren": 365 * _DAY,
    "year": 365 * _DAY,
}
"""How units begin, in Dutch and English, and how long one is."""
MOST = timedelta(days=3650)
"""More than this goes by in no play."""


def read(typed: str) -> Line | None:
    """What a line means; None for an empty one."""
    line = typed.strip()
    match line[:1]:
        case "":
            return None
        case "?" if line == "?":
            return Explain()
        case "!" if line == "!":
            return Save()
        case "@":
            return Be(line[1:].removeprefix("+").strip(), line[1:2] == "+")
        case "#":
            return Enter(line[1:].removeprefix("+").strip(), line[1:2] == "+")
        case ">":
            return Reply(line[1:].strip())
        case "+":
            return _time(line)
        case "[" if line.endswith("]"):
            return Press(line[1:-1])
    return Choose(int(line)) if line.isdecimal() and len(line) < 4 else Say(typed)


def _time(line: str) -> Line:
    found = re.fullmatch(r"\+\s*(\d{1,4})\s*([a-z]+)", line.casefold())
    unit = next((length for begins, length in _UNITS.items() if found and found[2].startswith(begins)), None)
    if found is None or unit is None or int(found[1]) * unit > MOST:
        return Explain("let time go by as in: +3 dagen, +2 weken, +1 jaar")
    return Pass(int(found[1]) * unit)
