"""A verdict on a goal: `Akkoord`, `Akkoord met zorg`, `Bezwaar`."""

from bot.domain.discussion import GOALS, GoalId
from bot.domain.errors import DomainError
from bot.domain.goal import Opinion as Verdict
from bot.engine.model import Phrase
from bot.runner.discussion import goals
from bot.runner.discussion.screen import redraw
from bot.runner.discussion.where import electorate, going_on, speaks_for
from bot.runner.groups.room import actor, bound
from bot.runner.pages.access import number
from bot.runner.stage import Stage


def judge(stage: Stage, argument: str) -> None:
    """`goal.version.verdict`, by somebody who takes part for a partner."""
    id_, _, rest = argument.partition(".")
    version, _, verdict = rest.partition(".")
    binding = bound(stage)
    discussion = going_on(stage, binding)
    acting = actor(stage, binding)
    goal = stage.uow.discussions.goal(GoalId(number(id_)))
    if goal.discussion != discussion.id or version != str(goal.version) or verdict not in set(Verdict):
        raise DomainError("errors.expired")
    partner = speaks_for(stage, binding, acting)
    if partner is None or (acting.person.id, partner) not in electorate(stage, binding):
        raise DomainError("groups.you_do_not_fill_in")
    goals.judge(stage, discussion, goal, acting.person.id, partner, verdict)
    redraw(stage, discussion, GOALS)
    why = verdict != Verdict.AGREE
    stage.notify(Phrase("discussion.judged", {"verdict": goals.label(Verdict(verdict)), "why": why}))
