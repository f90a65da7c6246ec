"""What the bot asked somebody by itself: about what, for which day, how often. Data only; when is for `followups`."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import PersonId


class Pace(StrEnum):
    """How somebody wants to hear what comes by itself."""

    NOW = "meteen"
    WEEKLY = "wekelijks"
    OFF = "uit"


class About(StrEnum):
    """What somebody is asked about."""

    AGREEMENT = "afspraak"
    LOOK_BACK = "terugblik"
    PULSE = "polsslag"
    YEARLY = "herijking"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing somebody is asked about, for one day. A new day is a new prompt, so that nothing has to be reset.

    `put_off` is the moment before which it does not come again.
    """

    person: PersonId
    about: About
    subject: int
    occasion: date
    asks: int = 0
    asked_at: datetime | None = None
    put_off: datetime | None = None
    muted: bool = False
