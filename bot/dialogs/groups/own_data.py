"""In which groups a person was seen."""

from bot.turn.context import TurnContext
from bot.turn.own_data import PlacesOf


def seen_in(ctx: TurnContext, of: PlacesOf) -> list[str]:
    return [
        binding.title
        for place in of.collaborations
        for binding in ctx.uow.groups.of(place.id)
        if any(one.person == of.person.id for one in ctx.uow.groups.seen(binding.id))
    ]
