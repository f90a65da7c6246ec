"""Phase 2 of the run that a page is about, for somebody who may open it."""

from bot.dialogs.alignment.facts.minutes import may_read
from bot.dialogs.alignment.facts.queries import binding_of
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.people.facts import known_person, memberships_in
from bot.domain.errors import DomainError
from bot.domain.ids import RunId
from bot.domain.visibility import Viewer
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def talk_of(ctx: TurnContext, argument: str) -> Discussion:
    """Phase 2 of this run, for somebody who takes part in the collaboration."""
    run = ctx.uow.rounds.run(RunId(number(argument)))
    found = ctx.uow.get(DISCUSSIONS).of(run.id)
    if found is None:
        raise DomainError("errors.expired")
    memberships_in(ctx, ctx.uow.rounds.get(run.round).collaboration)
    return found


def readable(ctx: TurnContext, argument: str) -> Discussion:
    """Phase 2 of this run, for somebody who may read what was said in it."""
    found = talk_of(ctx, argument)
    if not may_read(ctx, found, viewer_of(ctx, found)):
        raise DomainError("discussion.from_phase_3")
    return found


def viewer_of(ctx: TurnContext, discussion: Discussion) -> Viewer:
    """Who looks, with what they belong to here."""
    return Viewer(known_person(ctx).id, memberships_in(ctx, binding_of(ctx, discussion).collaboration))
