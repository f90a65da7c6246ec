"""How the program is doing, in numbers, and which of them somebody must do something about."""

from collections.abc import Iterator
from dataclasses import dataclass

POLL_WITHIN = 120.0
SEND_WITHIN = 900.0
FIRE_WITHIN = 900.0
"""Seconds after which somebody should look: a poll takes up to half a minute, Telegram may ask for some more."""
_SILENT = (
    "Telegram has not answered a poll for minutes; check the network, TELEGRAM_API_BASE_URL, "
    "and whether another program uses this token."
)


@dataclass(frozen=True, slots=True)
class Vitals:
    """Ages are in seconds; None where there is nothing to be old."""

    role: str
    """`starting`, `standing by`, `working`, or `not working` when a beat of the lease failed."""
    database: bool = True
    """Whether it answers; of a program that stands by, whether it did when that last looked if it is its turn."""
    trouble: str = ""
    """What is wrong with the database and what to do, as far as that is known."""
    last_poll: float | None = None
    """Since Telegram last answered a poll, or called; where it never did, since it was first asked."""
    oldest_unsent: float | None = None
    oldest_overdue: float | None = None
    last_copy: float | None = None
    polls: bool = True
    """Whether it is this program that must ask; by webhook nobody calls when there is nothing to say."""

    @property
    def wrong(self) -> list[str]:
        """What somebody must do something about, in plain sentences."""
        return [sentence for is_so, sentence in self._findings() if is_so]

    def _findings(self) -> Iterator[tuple[bool, str]]:
        yield not self.database, self.trouble or "The database does not answer."
        yield self.role == "not working", "The right to work is uncertain: the database does not answer in time."
        yield self.polls and _older(self.last_poll, POLL_WITHIN), _SILENT
        unsent = _older(self.oldest_unsent, SEND_WITHIN)
        yield unsent, "A message has been waiting to be sent for too long; the log tells why."
        yield _older(self.oldest_overdue, FIRE_WITHIN), "A timer has been overdue for too long; the log tells why."


def _older(age: float | None, than: float) -> bool:
    return age is not None and age > than
