"""Joint goals: proposed, worded anew, judged."""

from dataclasses import dataclass, replace

from bot.dialogs.alignment.facts.goals import ballots, subject
from bot.dialogs.alignment.facts.queries import binding_of
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, Goal, GoalId
from bot.dialogs.alignment.screens.goal import draw
from bot.dialogs.alignment.screens.question import put
from bot.dialogs.questions.rules.judging import Verdict
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, PersonId
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.records import Vote

GOAL_LIMIT = 300
"""The longest wording, in code points: it must fit in a message with everybody's verdict, and be remembered."""


MOST_GOALS = 12
"""More than a group can make its own, and what fits below the question."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody typed behind `/doel`. `to` is the message it answered, 0 for none."""

    person: PersonId
    partner: PartnerId | None
    message: int
    text: str
    to: int = 0


def propose(ctx: TurnContext, discussion: Discussion, said: Proposal) -> None:
    """Keep a goal; or other words for one, as an answer to it or by editing the message that proposed it."""
    text = said.text.strip()
    if not text:
        raise DomainError("discussion.goal_empty")
    if len(text) > GOAL_LIMIT:
        raise DomainError("errors.too_long", limit=GOAL_LIMIT)
    before = _meant(ctx, discussion, said)
    if before is None and len(ctx.uow.get(DISCUSSIONS).goals(discussion.id)) >= MOST_GOALS:
        raise DomainError("discussion.many_goals", number=MOST_GOALS)
    placed = ctx.uow.post.place(binding_of(ctx, discussion).chat_thread)
    if before is None:
        new = Goal(GoalId(0), discussion.id, said.person, said.partner, said.message, text, 1, placed.id)
        draw(ctx, discussion, ctx.uow.get(DISCUSSIONS).propose(new))
    elif before.text != text:
        put(ctx, discussion, before.placed, ctx.screen(Phrase("discussion.goal_reworded", {"text": before.text})))
        new = replace(before, message=said.message, text=text, version=before.version + 1, placed=placed.id)
        ctx.uow.get(DISCUSSIONS).word(new, said.person)
        draw(ctx, discussion, new)


def _meant(ctx: TurnContext, discussion: Discussion, said: Proposal) -> Goal | None:
    """The goal that this gives other words to."""
    edited = ctx.uow.get(DISCUSSIONS).goal_of(discussion.id, ctx.chat, said.message)
    if edited is not None:
        return edited
    binding = binding_of(ctx, discussion)
    placed = ctx.uow.post.placed_at(binding.chat_thread.chat, said.to) if said.to else None
    return ctx.uow.get(DISCUSSIONS).goal_as(placed.id) if placed is not None else None


def judge(
    ctx: TurnContext, discussion: Discussion, goal: Goal, person: PersonId, partner: PartnerId, verdict: str
) -> None:
    """Keep a verdict: `Akkoord`, `Akkoord met zorg` or `Bezwaar`. A reason given for the same verdict stays."""
    before = next((b for b in ballots(ctx, discussion, goal) if (b.person, b.partner) == (person, partner)), None)
    reason = before.reason if before is not None and before.opinion == verdict else ""
    ctx.uow.get(DISCUSSIONS).cast(discussion.id, subject(goal), Vote(person, partner, verdict, reason), ctx.at)
    draw(ctx, discussion, goal)


def give_reason(ctx: TurnContext, discussion: Discussion, goal: Goal, person: PersonId, text: str) -> bool:
    """Keep why somebody has a concern or objects.

    False when they do neither, so that it is something else they said.
    """
    mine = [b for b in ballots(ctx, discussion, goal) if b.person == person and b.opinion is not Verdict.AGREE]
    for one in mine:
        ctx.uow.get(DISCUSSIONS).cast(
            discussion.id, subject(goal), Vote(person, one.partner, one.opinion, text), ctx.at
        )
    if mine:
        draw(ctx, discussion, goal)
    return bool(mine)
