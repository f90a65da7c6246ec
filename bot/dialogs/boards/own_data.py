"""What a person answered and wrote at boards."""

from collections.abc import Iterator

from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import QuestionKind
from bot.domain.collaboration import Collaboration, Person
from bot.domain.rounds import PhaseRun
from bot.turn.context import TurnContext
from bot.turn.own_data import Found, PlacesOf, runs_of


def seats(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    return [one for place in runs_of(ctx, of) for one in _seats(ctx, of.person, *place)]


def replies(ctx: TurnContext, of: PlacesOf) -> list[Found]:
    said = (
        (ctx.uow.get(QUESTIONS).get(one.question), one.text)
        for one in ctx.uow.get(QUESTIONS).contributions_of(of.person.id)
    )
    return [{"motief": board.text, "tekst": text} for board, text in said if board.kind is QuestionKind.MOTIVE]


# --- phase 1 and the reveal ---


def _seats(ctx: TurnContext, person: Person, place: Collaboration, run: PhaseRun) -> Iterator[Found]:
    """The motives this person was asked in groups. What they answered stands with their answers."""
    for seat, board in ctx.uow.get(QUESTIONS).seats_of(run.id, person.id):
        yield {"samenwerking": place.name, "motief": board.text, "daar_geantwoord": seat.voted}
