"""What a person answered to the waardepolsslag."""

from collections.abc import Iterator

from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import Round
from bot.turn.context import Stage
from bot.turn.own_data import Found, PlacesOf, plain


def pulses(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in of.rounds for one in _pulses(stage, of.person, *place)]


def _pulses(stage: Stage, person: Person, place: Collaboration, round_: Round) -> Iterator[Found]:
    for who, motive, day, choice in stage.uow.get(YEARS).felt(round_.id):
        if who == person.id:
            yield {"samenwerking": place.name, "motief": motive, "dag": plain(day), "antwoord": choice}
