"""How far a joint goal is: the ballots on its newest wording, and what follows from them."""

from bot.dialogs.alignment.facts.queries import electorate
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules import judging
from bot.dialogs.questions.rules.judging import Ballot, GoalState, Verdict
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def ballots(ctx: TurnContext, goal: PutQuestion) -> tuple[Ballot, ...]:
    """The verdicts on its newest wording, also of people who have left since."""
    given = ctx.uow.get(QUESTIONS).ballots(goal.id, goal.number)
    return tuple(Ballot(o.person, o.partner, Verdict(o.choice), o.reason) for o in given)


def state_of(ctx: TurnContext, binding: Binding, goal: PutQuestion) -> GoalState:
    """Whether it is a joint goal, by the rule."""
    return judging.state(ballots(ctx, goal), electorate(ctx, binding), partners(ctx, binding))


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
