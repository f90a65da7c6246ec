"""What people take home from the talk: answers to the last question, each for the partners it was given for."""

from dataclasses import dataclass

from bot.content.roles import TalkKind
from bot.dialogs.alignment.facts.queries import binding_of, electorate, phase2
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, taken_home_of
from bot.domain.collaboration import Person
from bot.domain.ids import PartnerId, PersonId
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import StepId, Written
from bot.turn.context import TurnContext
from bot.turn.records import ConversationState

DIALOG = "take_home"


@dataclass(frozen=True, slots=True)
class TakenHome:
    """What somebody takes home, as colleagues of this partner read it."""

    person: Person
    partner: PartnerId
    text: str


def taken_home(ctx: TurnContext, discussion: Discussion, viewer: Viewer) -> tuple[TakenHome, ...]:
    """What this viewer may read of it, their own included."""
    given = set(ctx.uow.get(DISCUSSIONS).taken_home(discussion.id))
    question = phase2(ctx, discussion).only(TalkKind.PRIVATE)
    if question is None:
        return ()
    found = []
    ctx.uow.conversations.read_ahead(DIALOG, discussion.run)
    for one in electorate(ctx, binding_of(ctx, discussion)):
        if one not in given or not may_see(taken_home_of(*one), viewer):
            continue
        person = ctx.uow.people.get(one[0])
        held = ctx.uow.conversations.find(DIALOG, person.chat, discussion.run)
        answer = ctx.uow.conversations.answers(held.id).get(StepId(question.id)) if held is not None else None
        if isinstance(answer, Written):
            found.append(TakenHome(person, one[1], answer.text))
    return tuple(found)


def took_home(ctx: TurnContext, discussion: Discussion, person: PersonId) -> bool:
    """Whether somebody is done with the last question; never what they answered."""
    held = ctx.uow.conversations.find(DIALOG, ctx.uow.people.get(person).chat, discussion.run)
    # Who looks at it again, or changes it, has answered all the same.
    return held is not None and (held.state is ConversationState.DONE or bool(ctx.uow.conversations.answers(held.id)))
