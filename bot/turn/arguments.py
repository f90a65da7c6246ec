"""What a button carries behind its name: ids and switches. Anything else is an old or broken button."""

from bot.domain.errors import DomainError
from bot.turn.routes import MOST_DIGITS


def switch(on: bool) -> str:
    """The end of the argument of a button that switches something on or off.

    It names the state that is wanted, so that a second tap changes nothing and an old button never does the opposite.
    """
    return "ja" if on else "nee"


def switched(argument: str) -> tuple[str, bool]:
    """Splits `….ja` or `….nee` into what is switched, and whether on. Raises `DomainError` for anything else."""
    what, _, wanted = argument.rpartition(".")
    if wanted not in ("ja", "nee"):
        raise DomainError("errors.expired")
    return what, wanted == "ja"


def number(argument: str) -> int:
    """The id in the argument of a button. Raises `DomainError` when it is none: an old or broken button."""
    if not argument.isdecimal() or len(argument) > MOST_DIGITS:
        raise DomainError("errors.expired")
    return int(argument)
