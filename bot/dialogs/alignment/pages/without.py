"""Closing a goal without a partner of which nobody takes part any more: by whoever leads, in private."""

from collections.abc import Iterator

from bot.content.screen import Button
from bot.dialogs.alignment.actions import goals
from bot.dialogs.alignment.actions.leading import may_close
from bot.dialogs.alignment.facts.goals import gone, left_out
from bot.dialogs.alignment.facts.queries import leader, proposed, talk_with
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import PutQuestion
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, RunId
from bot.domain.rounds import RunState
from bot.engine.model import Phrase
from bot.turn.arguments import number, switch, switched
from bot.turn.context import TurnContext


def _led(ctx: TurnContext, run: RunId | None) -> Discussion:
    """The conversation of this run, for whoever leads it, as long as its minutes are not fixed."""
    discussion = talk_with(ctx, run)
    if not may_close(ctx, discussion):
        leading = leader(ctx, discussion)
        raise DomainError("discussion.led_by", name=leading.first_name if leading else "")
    if ctx.uow.rounds.run(discussion.run).state is RunState.CLOSED:
        raise DomainError("discussion.minutes_fixed")
    return discussion


def _each(ctx: TurnContext, discussion: Discussion) -> Iterator[tuple[int, PutQuestion, dict[PartnerId, bool]]]:
    """Each goal with the partners that have nobody left, and whether it is closed without them."""
    for index, goal in enumerate(proposed(ctx, discussion), start=1):
        without = left_out(ctx, discussion, goal)
        if away := gone(ctx, discussion, goal):
            yield index, goal, {partner: partner in without for partner in away}


def choose(ctx: TurnContext, argument: str) -> None:
    """Which goals wait for whom, each of which can be closed without, or wait after all: `run`."""
    text, buttons = _list(ctx, _led(ctx, RunId(number(argument))))
    ctx.tell(text, *buttons)  # below, so that the panel or the minutes on which it was tapped stay


def _list(ctx: TurnContext, discussion: Discussion) -> tuple[Phrase, list[Button]]:
    lines, buttons = [], []
    for index, goal, away in _each(ctx, discussion):
        names = {partner: ctx.uow.collaborations.partner(partner).name for partner in away}
        without = tuple(names[partner] for partner in away if away[partner])
        waits = tuple(names[partner] for partner in away if not away[partner])
        about = {"index": index, "text": goal.text}
        lines.append(Phrase("discussion.gone_of", {**about, "without": without, "waits": waits}))
        for partner, closed in away.items():
            mark = f"zonderpartner:{goal.id}.{goal.number}.{partner}.{switch(not closed)}"
            label = "toch_wachten" if closed else "zonder_partner"
            buttons.append(ctx.button(label, mark, index=index, partner=names[partner]))
    return Phrase("discussion.gone_here", {"lines": tuple(lines)}), buttons


def close(ctx: TurnContext, argument: str) -> None:
    """Close a wording of a goal without a partner, or have it wait again: `goal.version.partner.ja` or `….nee`."""
    mark, without = switched(argument)
    id_, version, partner = mark.split(".") if mark.count(".") == 2 else ("", "", "")
    goal = ctx.uow.get(QUESTIONS).proposal(number(id_))
    discussion = _led(ctx, goal.run)
    if version != str(goal.number) or number(partner) not in gone(ctx, discussion, goal):
        raise DomainError("errors.expired")
    goals.leave_out(ctx, discussion, goal, PartnerId(number(partner)), without=without)
    text, buttons = _list(ctx, discussion)
    ctx.page(text, *buttons)
