"""What a button carries behind its name: ids and switches. Anything else is an old or broken button."""

from bot.domain.errors import DomainError
from bot.turn.routes import MOST_DIGITS


def switch(on: bool) -> str:
    """How a button says what it wants: a second tap then changes nothing, and an old one does what it said."""
    return "ja" if on else "nee"


def switched(argument: str) -> tuple[str, bool]:
    """What is switched, and whether on, of `….ja` or `….nee`."""
    what, _, wanted = argument.rpartition(".")
    if wanted not in ("ja", "nee"):
        raise DomainError("errors.expired")
    return what, wanted == "ja"


def number(argument: str) -> int:
    """An id in a button. Anything else is an old or broken button."""
    if not argument.isdecimal() or len(argument) > MOST_DIGITS:
        raise DomainError("errors.expired")
    return int(argument)
