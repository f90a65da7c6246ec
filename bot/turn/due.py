"""Something that comes to somebody by itself, when and what it says; and what is known of that somebody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.content.screen import Button
from bot.domain.asking import About, Prompt, SoFar, Topic, so_far
from bot.domain.collaboration import Collaboration, Membership, Person
from bot.domain.ids import CollaborationId, PersonId
from bot.domain.rounds import Round
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to say by itself, at this moment.

    `alone` is the message when there is nothing else that day, with `buttons` below it; `line` its line among others,
    with `open` as the button to it. `by_itself`: never one line among others, and nothing but its own answers below it.
    `said_now` is what both say that has to be looked up, in `{{ left }}` and so on: only once the message is sent.
    """

    topic: Topic
    at: datetime
    zone: ZoneInfo
    line: Phrase
    alone: Phrase
    buttons: Rows
    open: Button
    by_itself: bool = False
    said_now: Callable[[], Mapping[str, object]] = dict


@dataclass(frozen=True, slots=True)
class Place:
    """A collaboration as it is looked at for everybody in it: with its members and its newest round."""

    collaboration: Collaboration
    members: tuple[Membership, ...]
    round: Round | None


def _place(ctx: TurnContext, id_: CollaborationId) -> Place:
    members = ctx.uow.collaborations.members(id_).memberships
    return Place(ctx.uow.collaborations.get(id_), members, ctx.uow.rounds.latest(id_))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody, their memberships, each place they are in, and what they were asked before."""

    person: Person
    memberships: tuple[Membership, ...]
    places: tuple[Place, ...]
    asked: tuple[Prompt, ...]

    def heard(self, about: About, subject: int, occasion: date) -> SoFar:
        """How often this person was asked about this, for this day, and what they said to it."""
        return so_far(Topic(about, subject, occasion), self.asked)


def recipient(ctx: TurnContext, person: PersonId) -> Recipient:
    """Somebody with all that the rooms need to tell what is due."""
    memberships = ctx.uow.collaborations.memberships_of(person)
    places = tuple(_place(ctx, one) for one in dict.fromkeys(m.collaboration for m in memberships))
    return Recipient(
        ctx.uow.people.get(person),
        memberships,
        places,
        ctx.uow.asking.of(person),
    )
