"""Joint goals: proposed, worded anew, judged."""

from dataclasses import dataclass, replace

from bot.dialogs.alignment.facts.goals import ballots, state_of
from bot.dialogs.alignment.facts.queries import binding_of, goals_question, latest, round_of
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.dialogs.alignment.screens import panel
from bot.dialogs.alignment.screens.goal import draw
from bot.dialogs.alignment.screens.question import put, redraw, redraw_moved
from bot.dialogs.people.facts import known_person
from bot.dialogs.questions.facts import proposals_in
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.judging import WITHOUT, GoalState, Verdict
from bot.dialogs.questions.rules.put import PutQuestion, QuestionKind
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.domain.ids import PartnerId, PersonId, QuestionId
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
        raise DomainError("discussion.emptied")
    if len(text) > GOAL_LIMIT:
        raise DomainError("groups.too_long", limit=GOAL_LIMIT)
    before = _meant(ctx, discussion, said)
    if before is None and len(proposals_in(ctx, discussion.run)) >= MOST_GOALS:
        raise DomainError("discussion.many_goals", number=MOST_GOALS)
    if before is None:
        _put(ctx, discussion, said, text)
    elif before.text != text:
        _word(ctx, discussion, before, said, text)


def _put(ctx: TurnContext, discussion: Discussion, said: Proposal, text: str) -> None:
    binding = binding_of(ctx, discussion)
    new = PutQuestion(
        id=QuestionId(0),
        kind=QuestionKind.PROPOSAL,
        binding=binding.id,
        round=round_of(ctx, discussion).id,
        run=discussion.run,
        about=goals_question(ctx, discussion),
        opened_at=ctx.at,
        placed=ctx.uow.post.place(binding.chat_thread).id,
        text=text,
        author=said.person,
        partner=said.partner,
    )
    draw(ctx, discussion, ctx.uow.get(QUESTIONS).put(new, said.message))


def _word(ctx: TurnContext, discussion: Discussion, before: PutQuestion, said: Proposal, text: str) -> None:
    put(ctx, discussion, before.placed, ctx.screen(Phrase("discussion.goal_reworded", {"text": before.text})))
    placed = ctx.uow.post.place(binding_of(ctx, discussion).chat_thread).id
    now = replace(before, text=text, number=ctx.after(before.number), placed=placed)
    ctx.uow.get(QUESTIONS).word(now, said.person, said.message)
    draw(ctx, discussion, now)


def bring_along(ctx: TurnContext, discussion: Discussion) -> None:
    """The conversation goes on in another group: goals that are not everybody's yet can be judged there."""
    binding = binding_of(ctx, discussion)
    for goal in proposals_in(ctx, discussion.run):
        if state_of(ctx, discussion, goal) is not GoalState.JOINT:
            placed = ctx.uow.post.place(binding.chat_thread).id
            draw(ctx, discussion, ctx.uow.get(QUESTIONS).move(goal, placed, binding.id))


def draw_again(ctx: TurnContext, binding: Binding) -> None:
    """The group is shown elsewhere as well: the question on the table and the goals that can be judged."""
    redraw_moved(ctx, binding)
    discussion = latest(ctx, binding) if binding.partner is None else None
    if discussion is not None and discussion.state is not DiscussionState.CLOSED:
        for goal in proposals_in(ctx, discussion.run):
            draw(ctx, discussion, goal)


def _meant(ctx: TurnContext, discussion: Discussion, said: Proposal) -> PutQuestion | None:
    """The goal that this gives other words to."""
    edited = ctx.uow.get(QUESTIONS).worded_with(discussion.run, ctx.chat, said.message)
    if edited is not None:
        return edited
    binding = binding_of(ctx, discussion)
    placed = ctx.uow.post.placed_at(binding.chat_thread.chat, said.to) if said.to else None
    found = ctx.uow.get(QUESTIONS).stood_in(placed.id) if placed is not None else None
    return found if found is not None and found.kind is QuestionKind.PROPOSAL else None


def judge(
    ctx: TurnContext, discussion: Discussion, goal: PutQuestion, person: PersonId, partner: PartnerId, verdict: str
) -> None:
    """Keep a verdict: `Akkoord`, `Akkoord met zorg` or `Bezwaar`. A reason given for the same verdict stays."""
    before = next((b for b in ballots(ctx, goal) if (b.person, b.partner) == (person, partner)), None)
    reason = before.reason if before is not None and before.opinion == verdict else ""
    ctx.uow.get(QUESTIONS).cast(goal.id, goal.number, Vote(person, partner, verdict, reason), ctx.at)
    draw(ctx, discussion, goal)


def leave_out(
    ctx: TurnContext, discussion: Discussion, goal: PutQuestion, partner: PartnerId, *, without: bool
) -> None:
    """Go on without a partner of which nobody takes part any more; or wait for it after all, whoever left it out."""
    mine = known_person(ctx).id
    keep = ctx.uow.get(QUESTIONS)
    for one in keep.ballots(goal.id, goal.number):
        if one.partner == partner and one.choice == WITHOUT:
            keep.uncast(goal.id, goal.number, one.person, partner)
    if without:
        keep.cast(goal.id, goal.number, Vote(mine, partner, WITHOUT), ctx.at)
    draw(ctx, discussion, goal)
    redraw(ctx, discussion, goals_question(ctx, discussion))
    panel.refresh(ctx, discussion)


def give_reason(ctx: TurnContext, discussion: Discussion, goal: PutQuestion, person: PersonId, text: str) -> bool:
    """Keep why somebody has a concern or objects.

    False when they do neither, so that it is something else they said.
    """
    mine = [b for b in ballots(ctx, goal) if b.person == person and b.opinion is not Verdict.AGREE]
    for one in mine:
        ctx.uow.get(QUESTIONS).cast(goal.id, goal.number, Vote(person, one.partner, one.opinion, text), ctx.at)
    if mine:
        draw(ctx, discussion, goal)
    return bool(mine)
