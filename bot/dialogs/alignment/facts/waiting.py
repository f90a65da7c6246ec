"""Whom phase 2 waits for: to begin it, to go on with it, and once it has ended for its minutes."""

from collections.abc import Iterator

from bot.dialogs.alignment.facts.goals import partners
from bot.dialogs.alignment.facts.queries import alignment_run, binding_of, electorate, leader
from bot.dialogs.alignment.ports import DISCUSSIONS
from bot.dialogs.alignment.rules import Discussion, DiscussionState
from bot.domain.group import Binding
from bot.domain.ids import PartnerId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.domain.settlement import who_settle
from bot.turn.context import TurnContext
from bot.turn.waiting import Waits, facilitators

TO_CHECK = "check"
"""What somebody who speaks for a partner must do once the talk has ended."""
TO_FIX = "fix"
"""What whoever led must do once every partner has said whether the minutes are right."""


def waits(ctx: TurnContext, round_: Round) -> Iterator[Waits]:
    """A talk that has not begun or rests; partners that must say whether the minutes are right; who fixes these."""
    if Phase.ALIGNMENT not in round_.phases or round_.state not in (RoundState.REVEALED, RoundState.ALIGNMENT):
        return
    members = ctx.uow.collaborations.members(round_.collaboration)
    run = alignment_run(ctx, round_)
    talk = ctx.uow.get(DISCUSSIONS).of(run.id) if run is not None else None
    if run is None or talk is None:
        yield Waits("talk", people=facilitators(members), in_group=True)
        return
    leading = leader(ctx, talk)
    led_by = facilitators(members) if leading is None else (leading.id,)
    if talk.state is DiscussionState.PAUSED:
        yield Waits("resume", people=led_by, in_group=True)
    if run.state is RunState.MINUTES:
        waiting = unchecked(ctx, binding_of(ctx, talk), talk)
        for partner in waiting:
            yield Waits(TO_CHECK, partner, who_settle(members.memberships, partner))
        if not waiting:
            yield Waits(TO_FIX, people=led_by)


def unchecked(ctx: TurnContext, binding: Binding, discussion: Discussion) -> tuple[PartnerId, ...]:
    """The partners with people that have not said whether the minutes are right."""
    with_people = {partner for _, partner in electorate(ctx, binding)}
    checked = {check.partner for check in ctx.uow.get(DISCUSSIONS).checks(discussion.id)}
    return tuple(p for p in partners(ctx, binding) if p in with_people and p not in checked)
