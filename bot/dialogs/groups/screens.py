"""The status message of a group: one per round, changed in place. Numbers only; never who, never what."""

from bot.content.phrases import bar
from bot.content.screen import Button, Screen
from bot.dialogs.groups.facts import actor, bound, circle_of, name_of
from bot.dialogs.people.ports import INVITATIONS
from bot.domain.collaboration import Partner
from bot.domain.group import Binding
from bot.domain.ids import CollaborationId
from bot.domain.rounds import Phase, PhaseRun, Round, RoundState, RunState, progress_of
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.turn.context import TurnContext

_PHASES = (RoundState.PREPARATION, RoundState.ALIGNMENT, RoundState.COMMITMENT)
"""States that begin a phase for all."""


def refresh(ctx: TurnContext, collaboration: CollaborationId) -> None:
    """Bring the status messages of a collaboration up to date."""
    for binding in ctx.uow.groups.of(collaboration):
        show(ctx, binding)


def overview(ctx: TurnContext) -> None:
    """`/overzicht`: the status message again, below everything."""
    here = bound(ctx)
    actor(ctx, here)
    show(ctx, here, afresh=True)


def show(ctx: TurnContext, binding: Binding, *, afresh: bool = False) -> None:
    """The status as it is now: in the message that has it, or below everything, for a new round or when asked for.

    Where it could not be pinned it would get lost above the talk, so it is posted again for each phase.
    """
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    of = f"{round_.id}.{round_.state}" if round_ else ""
    placed = ctx.uow.post.placed(binding.status) if binding.status is not None else None
    before = (binding.status_of or "").partition(".")[0]
    lost = binding.partner is None and round_ is not None and round_.state in _PHASES and not (placed and placed.pinned)
    moved_on = before != of.partition(".")[0] or (binding.status_of != of and lost)
    if placed is None or afresh or moved_on:
        placed = ctx.uow.post.place(binding.chat_thread)
    if binding.status != placed.id or binding.status_of != of:
        ctx.uow.groups.show_status(binding.id, placed.id, of)
    ctx.put(placed.id, _screen(ctx, binding, round_), pin=True)


def _screen(ctx: TurnContext, binding: Binding, round_: Round | None) -> Screen:
    partners = [p for p in ctx.uow.collaborations.partners(binding.collaboration) if binding.covers(p.id)]
    in_phase_3 = round_ is not None and round_.state is RoundState.COMMITMENT
    phase = Phase.COMMITMENT if in_phase_3 else Phase.PREPARATION
    runs = {run.partner: run for run in ctx.uow.rounds.runs(round_.id) if run.phase is phase} if round_ else {}
    lines = [
        _line(ctx, p, runs[p.id])
        for p in partners
        if round_ and p.id in runs and may_see(progress_of(p.id), circle_of(binding, round_))
    ]
    asking = round_ is not None and round_.state is RoundState.PREPARATION
    about = {
        "name": name_of(ctx, binding),
        "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
        "lines": tuple(lines) if asking or in_phase_3 else (),
        "settled": sum(run.state is not RunState.OPEN for run in runs.values()),
        "partners": len(runs) if binding.partner is None else 0,
        "deadline": round_.deadline if round_ and asking else None,
    }
    return Screen(str(ctx.texts.phrases.html(Phrase("groups.status", about))), _buttons(ctx, binding))


def _line(ctx: TurnContext, partner: Partner, run: PhaseRun) -> Phrase:
    parts = ctx.uow.rounds.participants(run.id)
    ready = sum(part.handed_in_at is not None for part in parts)
    return Phrase(
        "groups.status_line",
        {
            "partner": partner.name,
            "bar": bar(ready if run.state is RunState.OPEN else len(parts), len(parts), width=6),
            "ready": ready,
            "people": len(parts),
            "settled": run.state is RunState.SETTLED,
            "closed": run.phase is Phase.COMMITMENT and run.state is RunState.CLOSED,
        },
    )


def _buttons(ctx: TurnContext, binding: Binding) -> tuple[tuple[Button, ...], ...]:
    """The way to one's own questions, and the way in for whoever takes no part yet."""
    mine = Button(ctx.label("mijn_vragen"), url=ctx.link(chat=binding.chat_thread.chat))
    join = join_button(ctx, binding)
    return ((mine, join),) if join else ((mine,),)


def join_button(ctx: TurnContext, binding: Binding) -> Button | None:
    """`Meedoen`, as long as that way in is open."""
    if binding.join_token is None or binding.invitation is None:
        return None
    if ctx.uow.get(INVITATIONS).get(binding.invitation).refusal(ctx.at) is not None:
        return None
    return Button(ctx.label("meedoen"), url=ctx.link(binding.join_token, chat=binding.chat_thread.chat))
