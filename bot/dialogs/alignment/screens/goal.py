"""How a goal stands in the group: its wording, who agrees, and why not."""

from bot.content.screen import Button
from bot.dialogs.alignment.facts.goals import (
    LABELS,
    about_gone,
    ballots,
    gone,
    label,
    partners_of,
    state_of,
    verdicts,
)
from bot.dialogs.alignment.facts.queries import binding_of, electorate
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.alignment.screens.question import put
from bot.dialogs.groups.facts import name_of
from bot.dialogs.questions.rules import judging
from bot.dialogs.questions.rules.judging import Verdict
from bot.dialogs.questions.rules.put import PutQuestion
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import newest

MOST_REASONS = 8
"""How many reasons stand with a goal; all of them are read in private, and in the minutes."""


def draw(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> None:
    """Bring the message of a goal up to date."""
    binding = binding_of(ctx, discussion)
    standing = judging.standing(ballots(ctx, goal), electorate(ctx, binding))
    absent = gone(ctx, discussion, goal)
    about = {
        "name": name_of(ctx, binding),
        "text": goal.text,
        "version": goal.number,
        "state": state_line(ctx, discussion, goal),
        "gone": about_gone(ctx, discussion, goal),
        "lines": tuple(
            verdicts(ctx.uow.collaborations.partner(p).name, [b for b in standing if b.partner == p], gone=p in absent)
            for p in partners_of(ctx, discussion, goal)
        ),
        "reasons": (),
    }
    reasons = reason_lines(ctx, discussion, goal)
    shown, more = newest(ctx, reasons, Phrase("discussion.goal", about), MOST_REASONS)
    mark = f"{goal.id}.{goal.number}"
    rows = [Button(ctx.label(key), f"g:oordeel:{mark}.{v.value}") for v, key in LABELS.items()]
    text = Phrase("discussion.goal", about | {"reasons": shown})
    screen = ctx.read_behind(
        text, ((rows[0], rows[1]), (rows[2],)), f"{REASONS}{goal.id}", chat=binding.chat_thread.chat, more=more
    )
    put(ctx, discussion, goal.placed, screen)


REASONS = "d-"
"""How the token of a link begins that opens in private what was said of a goal; the goal follows."""


def state_line(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> Phrase:
    """How far it is, in words."""
    return Phrase(f"discussion.goal_{state_of(ctx, discussion, goal).value}")


def reason_lines(ctx: TurnContext, discussion: Discussion, goal: PutQuestion) -> tuple[Phrase, ...]:
    """Why people have a concern or object, a line each; by partner, not by person."""
    name = ctx.uow.collaborations.partner
    given = judging.standing(ballots(ctx, goal), electorate(ctx, binding_of(ctx, discussion)))
    return tuple(
        Phrase("discussion.reason", {"partner": name(b.partner).name, "what": label(b.opinion), "text": b.reason})
        for b in given
        if b.reason and b.opinion is not Verdict.AGREE
    )
