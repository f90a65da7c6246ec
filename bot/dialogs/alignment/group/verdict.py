"""A verdict on a goal: `Akkoord`, `Akkoord met zorg`, `Bezwaar`."""

from bot.dialogs.alignment.actions import goals
from bot.dialogs.alignment.actions.leading import speaks_for
from bot.dialogs.alignment.facts.goals import label
from bot.dialogs.alignment.facts.queries import electorate, goals_question, going_on
from bot.dialogs.alignment.screens.question import redraw
from bot.dialogs.groups.facts import actor, bound
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.judging import Verdict
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext


def judge(ctx: TurnContext, argument: str) -> None:
    """`goal.version.verdict`, by somebody who takes part for a partner."""
    id_, _, rest = argument.partition(".")
    version, _, verdict = rest.partition(".")
    binding = bound(ctx)
    discussion = going_on(ctx, binding)
    acting = actor(ctx, binding)
    goal = ctx.uow.get(QUESTIONS).proposal(number(id_))
    if goal.run != discussion.run or version != str(goal.number) or verdict not in set(Verdict):
        raise DomainError("errors.expired")
    partner = speaks_for(ctx, binding, acting)
    if partner is None or (acting.person.id, partner) not in electorate(ctx, binding):
        raise DomainError("groups.you_do_not_fill_in")
    goals.judge(ctx, discussion, goal, acting.person.id, partner, verdict)
    redraw(ctx, discussion, goals_question(ctx, discussion))
    why = verdict != Verdict.AGREE
    ctx.notify(Phrase("discussion.judged", {"verdict": label(Verdict(verdict)), "why": why}))
