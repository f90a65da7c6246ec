"""What people take home from the talk: answers to the last question, each for the partners it was given for."""

from dataclasses import dataclass

from bot.domain.collaboration import Person
from bot.domain.discussion import TAKE_HOME, Discussion, taken_home_of
from bot.domain.ids import PartnerId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import StepId, Written
from bot.runner.discussion.where import binding_of, electorate
from bot.runner.stage import Stage

DIALOG = "take_home"


@dataclass(frozen=True, slots=True)
class TakenHome:
    """What somebody takes home, as colleagues of this partner read it."""

    person: Person
    partner: PartnerId
    text: str


def keep(stage: Stage, discussion: Discussion, person: Person) -> None:
    """It was said for the partners this person takes part for now: not for one they join later."""
    among = electorate(stage, binding_of(stage, discussion))
    partners = [partner for who, partner in among if who == person.id]
    stage.uow.discussions.take_home(discussion.id, person.id, partners)


def taken_home(stage: Stage, discussion: Discussion, viewer: Viewer) -> tuple[TakenHome, ...]:
    """What this viewer may read of it, their own included."""
    given = set(stage.uow.discussions.taken_home(discussion.id))
    found = []
    for one in electorate(stage, binding_of(stage, discussion)):
        if one not in given or not may_see(taken_home_of(*one), viewer):
            continue
        person = stage.uow.people.get(one[0])
        held = stage.uow.conversations.find(DIALOG, person.chat, discussion.run)
        answer = stage.uow.conversations.answers(held.id).get(StepId(TAKE_HOME)) if held is not None else None
        if isinstance(answer, Written):
            found.append(TakenHome(person, one[1], answer.text))
    return tuple(found)
