"""What comes to somebody by itself: about what, when, and what they said to it. When it comes is for `followups`."""

from collections.abc import Iterable
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

    PHASE = "fase"
    AGREEMENT = "afspraak"
    BEFORE = "vooraf"
    """An agreement, before its day."""
    LOOK_BACK = "terugblik"
    PULSE = "polsslag"
    YEARLY = "herijking"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing somebody is asked about, for one day. A new day is a new topic, so that nothing has to be reset."""

    about: About
    subject: int
    occasion: date


class Response(StrEnum):
    """What can be said to any message that comes by itself."""

    LATER = "later"
    NO_MORE = "niet_meer"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One time that somebody was asked about something, with what they said to it."""

    person: PersonId
    topic: Topic
    at: datetime
    response: Response | None = None
    responded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SoFar:
    """How far the asking about one topic is. What got `Later` does not count in `asks`.

    `later_at` is when `Later` was last said, `muted` whether they want to hear no more of it.
    """

    topic: Topic
    asks: int = 0
    asked_at: datetime | None = None
    later_at: datetime | None = None
    muted: bool = False


def so_far(topic: Topic, asked: Iterable[Prompt]) -> SoFar:
    """Sums up all that one person was asked, for one topic."""
    all_ = tuple(asked)
    times = [one for one in all_ if one.topic == topic]
    later = [one for one in times if one.response is Response.LATER]
    return SoFar(
        topic,
        asks=len(times) - len(later),
        asked_at=max((one.at for one in times), default=None),
        later_at=max((one.responded_at for one in later if one.responded_at), default=None),
        muted=any(one.response is Response.NO_MORE and _same_thing(one.topic, topic) for one in all_),
    )


def _same_thing(one: Topic, other: Topic) -> bool:
    """`Niet meer` is about the thing, not about the day; a pulse is one thing, of whichever round.

    An agreement is one thing as well, before its day and on it.
    """
    if {one.about, other.about} == {About.AGREEMENT, About.BEFORE}:
        return one.subject == other.subject
    return one.about is other.about and (one.about is About.PULSE or one.subject == other.subject)
