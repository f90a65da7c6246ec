"""How far a joint goal is: the ballots on its newest wording, and what follows from them."""

import json

from bot.dialogs.alignment.facts.queries import binding_of, electorate, proposed
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules import judging
from bot.dialogs.questions.rules.judging import WITHOUT, Ballot, GoalState, Verdict
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def ballots(ctx: TurnContext, goal: PutQuestion) -> tuple[Ballot, ...]:
    """The verdicts on its newest wording, also of people who have left since."""
    given = ctx.uow.get(QUESTIONS).ballots(goal.id, goal.number)
    return tuple(Ballot(o.person, o.partner, Verdict(o.choice), o.reason) for o in given if o.choice != WITHOUT)


def state_of(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> GoalState:
    """Whether it is a joint goal, by the rule; once the minutes are fixed as these have it, whoever left since."""
    fixed = _as_fixed(ctx, discussion, goal)
    if fixed is not None:
        return fixed
    without = left_out(ctx, discussion, goal)
    needed = tuple(partner for partner in partners_of(ctx, discussion, goal) if partner not in without)
    return judging.state(ballots(ctx, goal), electorate(ctx, binding_of(ctx, discussion)), needed)


def _as_fixed(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> GoalState | None:
    """How far it was when the minutes were fixed; None before that."""
    closed = discussion.state is DiscussionState.CLOSED
    body = ctx.uow.get(DISCUSSIONS).fixed(discussion.id) if closed else None
    if body is None:
        return None
    ids, kept = [one.id for one in proposed(ctx, discussion)], json.loads(body)["goals"]
    if goal.id not in ids or len(kept) != len(ids):
        return None
    then = kept[ids.index(goal.id)]
    open_still = GoalState.OBJECTED if then["objections"] else GoalState.OPEN
    return GoalState.JOINT if then["joint"] else open_still


def partners(ctx: TurnContext, binding: Binding) -> tuple[PartnerId, ...]:
    """All partners that take part now."""
    return tuple(partner.id for partner in ctx.uow.collaborations.partners(binding.collaboration))


def partners_of(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> tuple[PartnerId, ...]:
    """The partners a goal waits for, one that stopped since it was proposed among them: it is not passed by unseen."""
    collaboration = binding_of(ctx, discussion).collaboration
    found = ctx.uow.collaborations.partners_since(collaboration, discussion.began_at)
    return tuple(one.id for one in found if one.left_at is None or one.left_at >= goal.opened_at)


def gone(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> tuple[PartnerId, ...]:
    """Those of them of which nobody takes part any more, so that no Akkoord can come."""
    present = {partner for _, partner in electorate(ctx, binding_of(ctx, discussion))}
    return tuple(partner for partner in partners_of(ctx, discussion, goal) if partner not in present)


def left_out(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> tuple[PartnerId, ...]:
    """Those of them without which whoever leads goes on."""
    said = ctx.uow.get(QUESTIONS).ballots(goal.id, goal.number)
    without = {one.partner for one in said if one.choice == WITHOUT}
    return tuple(partner for partner in gone(ctx, discussion, goal) if partner in without) if without else ()


def waits_for_gone(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> tuple[PartnerId, ...]:
    """Those of them it still waits for."""
    without = left_out(ctx, discussion, goal)
    return tuple(partner for partner in gone(ctx, discussion, goal) if partner not in without)


def about_gone(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> tuple[Phrase, ...]:
    """In words: without whom it was closed, and for whom it waits in vain."""
    name = ctx.uow.collaborations.partner
    without = tuple(name(partner).name for partner in left_out(ctx, discussion, goal))
    waits = tuple(name(partner).name for partner in waits_for_gone(ctx, discussion, goal))
    if without and waits:
        return (Phrase("discussion.goal_without_and_waits", {"without": without, "waits": waits}),)
    told = (("goal_without", without), ("goal_waits_for_gone", waits))
    return tuple(Phrase(f"discussion.{key}", {"partners": names}) for key, names in told if names)


LABELS = {Verdict.AGREE: "akkoord", Verdict.CONCERN: "akkoord_met_zorg", Verdict.OBJECTION: "bezwaar"}


def label(verdict: Verdict) -> Phrase:
    """What a verdict is called."""
    return Phrase(f"buttons.{LABELS[verdict]}")


def verdicts(partner: str, given: list[Ballot], *, gone: bool = False) -> Phrase:
    """How often the people of one partner gave each verdict. `gone`: nobody takes part for it any more."""
    counts = tuple(
        Phrase("groups.count", {"choice": label(v), "number": sum(b.opinion is v for b in given)})
        for v in Verdict
        if any(b.opinion is v for b in given)
    )
    return Phrase("discussion.verdicts", {"partner": partner, "counts": counts, "gone": gone})
