"""What a person answered and wrote at boards."""

from collections.abc import Iterator

from bot.dialogs.boards.ports import BOARDS
from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import PhaseRun
from bot.turn.context import Stage
from bot.turn.own_data import Found, PlacesOf, runs_of


def seats(stage: Stage, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(stage, of) for one in _seats(stage, of.person, *place)]


def replies(stage: Stage, of: PlacesOf) -> list[Found]:
    return [
        {"motief": stage.uow.get(BOARDS).get(one.board).text, "tekst": one.text}
        for one in stage.uow.get(BOARDS).replies_of(of.person.id)
    ]


# --- phase 1 and the reveal ---


def _seats(stage: Stage, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    """Motives that were asked in a group; what was answered stands with the answers."""
    for seat, board in stage.uow.get(BOARDS).seats_of(run.id, person.id):
        yield {"samenwerking": place.name, "motief": board.text, "daar_geantwoord": seat.voted}
