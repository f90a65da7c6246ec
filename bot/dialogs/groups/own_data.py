"""In which groups a person was seen."""

from bot.turn.context import Stage
from bot.turn.own_data import PlacesOf


def seen_in(stage: Stage, of: PlacesOf) -> list[str]:
    return [
        binding.title
        for place in of.collaborations
        for binding in stage.uow.groups.of(place.id)
        if any(one.person == of.person.id for one in stage.uow.groups.seen(binding.id))
    ]
