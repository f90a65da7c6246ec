"""Something that comes to somebody by itself: when, what it says, and how it is counted. Data, and prompts as such."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.content.screen import Button
from bot.domain.asking import About, Prompt, SoFar, Topic, so_far
from bot.domain.collaboration import Membership, Person
from bot.domain.ids import PersonId
from bot.engine.model import Phrase
from bot.runner.stage import Stage

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to say. `alone` is the message when there is nothing else, `line` its line among others."""

    topic: Topic
    at: datetime
    zone: ZoneInfo
    line: Phrase
    alone: Phrase
    buttons: Rows
    open: Button


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody, their places, and what they were asked before."""

    person: Person
    memberships: tuple[Membership, ...]
    asked: tuple[Prompt, ...]

    def heard(self, about: About, subject: int, occasion: date) -> SoFar:
        """How far the asking about this is, for this day."""
        return so_far(Topic(about, subject, occasion), self.asked)


def whom(stage: Stage, person: PersonId) -> Whom:
    """Somebody, as all sources of what comes by itself look at them."""
    return Whom(
        stage.uow.people.get(person),
        stage.uow.collaborations.memberships_of(person),
        stage.uow.asking.of(person),
    )
