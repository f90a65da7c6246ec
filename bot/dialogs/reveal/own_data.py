"""What a person said of the cards of a reveal."""

from collections.abc import Iterator

from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import Round
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf


def reactions(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in of.rounds for one in _reactions(ctx, of.person, *place)]


def _reactions(ctx: TurnContext, person: Person, place: Collaboration, round_: Round) -> Iterator[Found]:
    for card, choice in ctx.uow.get(REACTIONS).reactions_of(round_.id, person.id).items():
        yield {"samenwerking": place.name, "kaart": card, "keuze": choice}
