"""How a goal stands in the group: its wording, who agrees, and why not."""

from bot.content.screen import Button, Screen
from bot.dialogs.alignment.facts.goals import LABELS, ballots, label, partners, state_of, verdicts
from bot.dialogs.alignment.facts.queries import binding_of, electorate
from bot.dialogs.alignment.rules import goals as rules
from bot.dialogs.alignment.rules.discussion import Discussion, Goal
from bot.dialogs.alignment.rules.goals import Opinion as Verdict
from bot.dialogs.alignment.screens.question import put
from bot.dialogs.groups.facts import name_of
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

MOST_REASONS = 8
"""How many reasons stand with a goal; the minutes have them all."""


def draw(ctx: TurnContext, discussion: Discussion, goal: Goal) -> None:
    """Bring the message of a goal up to date."""
    binding = binding_of(ctx, discussion)
    standing = rules.standing(ballots(ctx, discussion, goal), electorate(ctx, binding))
    said = [b for b in standing if b.reason and b.opinion is not Verdict.AGREE]
    name = ctx.uow.collaborations.partner
    about = {
        "name": name_of(ctx, binding),
        "text": goal.text,
        "version": goal.version,
        "state": Phrase(f"discussion.goal_{state_of(ctx, discussion, binding, goal).value}"),
        "lines": tuple(verdicts(name(p).name, [b for b in standing if b.partner == p]) for p in partners(ctx, binding)),
        "reasons": tuple(
            Phrase("discussion.reason", {"partner": name(b.partner).name, "what": label(b.opinion), "text": b.reason})
            for b in said[:MOST_REASONS]
        ),
        "more": max(0, len(said) - MOST_REASONS),
    }
    mark = f"{goal.id}.{goal.version}"
    rows = [Button(ctx.label(key), f"g:oordeel:{mark}.{v.value}") for v, key in LABELS.items()]
    html = str(ctx.texts.phrases.html(Phrase("discussion.goal", about)))
    put(ctx, discussion, goal.placed, Screen(html, ((rows[0], rows[1]), (rows[2],))))
