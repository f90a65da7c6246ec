"""How far a joint goal is: the ballots on its newest wording, and what follows from them."""

from bot.dialogs.alignment.facts.queries import electorate
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, Goal
from bot.dialogs.questions.rules import judging
from bot.dialogs.questions.rules.judging import Ballot, GoalState, Verdict
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def subject(goal: Goal) -> str:
    """The name under which the ballots on a goal are kept: those of one wording only."""
    return f"goal.{goal.id}.{goal.version}"


def ballots(ctx: TurnContext, discussion: Discussion, goal: Goal) -> tuple[Ballot, ...]:
    """The verdicts on its newest wording, also of people who have left since."""
    given = ctx.uow.get(DISCUSSIONS).ballots(discussion.id, subject(goal))
    return tuple(Ballot(o.person, o.partner, Verdict(o.choice), o.reason) for o in given)


def state_of(ctx: TurnContext, discussion: Discussion, binding: Binding, goal: Goal) -> GoalState:
    """Whether it is a joint goal, by the rule."""
    return judging.state(ballots(ctx, discussion, goal), electorate(ctx, binding), partners(ctx, binding))


def partners(ctx: TurnContext, binding: Binding) -> tuple[PartnerId, ...]:
    """All partners, each of which must agree."""
    return tuple(partner.id for partner in ctx.uow.collaborations.partners(binding.collaboration))


LABELS = {Verdict.AGREE: "akkoord", Verdict.CONCERN: "akkoord_met_zorg", Verdict.OBJECTION: "bezwaar"}


def label(verdict: Verdict) -> Phrase:
    """What a verdict is called."""
    return Phrase(f"buttons.{LABELS[verdict]}")


def verdicts(partner: str, given: list[Ballot]) -> Phrase:
    """How often the people of one partner gave each verdict."""
    counts = tuple(
        Phrase("groups.count", {"choice": label(v), "number": sum(b.opinion is v for b in given)})
        for v in Verdict
        if any(b.opinion is v for b in given)
    )
    return Phrase("discussion.verdicts", {"partner": partner, "counts": counts})
