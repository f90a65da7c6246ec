"""Asking consent. Every dialog in which somebody becomes known begins or ends with it."""

from collections.abc import Generator

from bot.engine.model import Answer, Phrase, Step
from bot.engine.steps import choose, option

CONSENT_VERSION = "1"
"""Raised when the promise changes in substance: then it is asked again at the next invitation or new collaboration."""

AGREED = "akkoord"


def ask_consent() -> Generator[Step, Answer, bool]:
    """The privacy promise in at most five lines; whether it was agreed to."""
    options = [option(AGREED), option("niet_akkoord")]
    answer = yield from choose("consent", Phrase("consent.promise"), options, columns=2, more=Phrase("consent.more"))
    return answer == AGREED
