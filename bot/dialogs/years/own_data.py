"""What a person answered to the waardepolsslag."""

from collections.abc import Iterator

from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import Round
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, plain, question_text


def pulses(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in of.rounds for one in _pulses(ctx, of.person, *place)]


def _pulses(ctx: TurnContext, person: Person, place: Collaboration, round_: Round) -> Iterator[Found]:
    for who, motive, day, choice in ctx.uow.get(YEARS).felt(round_.id):
        if who == person.id:
            yield {
                "samenwerking": place.name,
                "motief": question_text(ctx, motive),
                "dag": plain(day),
                "antwoord": choice,
            }
