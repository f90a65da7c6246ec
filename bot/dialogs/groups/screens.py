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
from bot.turn.context import Stage

_PHASES = (RoundState.PREPARATION, RoundState.ALIGNMENT, RoundState.COMMITMENT)
"""States that begin a phase for all."""


def refresh(stage: Stage, collaboration: CollaborationId) -> None:
    """Bring the status messages of a collaboration up to date."""
    for binding in stage.uow.groups.of(collaboration):
        show(stage, binding)


def overview(stage: Stage) -> None:
    """`/overzicht`: the status message again, below everything."""
    here = bound(stage)
    actor(stage, here)
    show(stage, here, afresh=True)


def show(stage: Stage, binding: Binding, *, afresh: bool = False) -> None:
    """The status as it is now: in the message that has it, or below everything, for a new round or when asked for.

    Where it could not be pinned it would get lost above the talk, so it is posted again for each phase.
    """
    round_ = stage.uow.rounds.latest(binding.collaboration)
    of = f"{round_.id}.{round_.state}" if round_ else ""
    placed = stage.uow.post.placed(binding.status) if binding.status is not None else None
    before = (binding.status_of or "").partition(".")[0]
    lost = binding.partner is None and round_ is not None and round_.state in _PHASES and not (placed and placed.pinned)
    moved_on = before != of.partition(".")[0] or (binding.status_of != of and lost)
    if placed is None or afresh or moved_on:
        placed = stage.uow.post.place(binding.room)
    if binding.status != placed.id or binding.status_of != of:
        stage.uow.groups.show_status(binding.id, placed.id, of)
    stage.put(placed.id, _screen(stage, binding, round_), pin=True)


def _screen(stage: Stage, binding: Binding, round_: Round | None) -> Screen:
    partners = [p for p in stage.uow.collaborations.partners(binding.collaboration) if binding.covers(p.id)]
    in_phase_3 = round_ is not None and round_.state is RoundState.COMMITMENT
    phase = Phase.COMMITMENT if in_phase_3 else Phase.PREPARATION
    runs = {run.partner: run for run in stage.uow.rounds.runs(round_.id) if run.phase is phase} if round_ else {}
    lines = [
        _line(stage, p, runs[p.id])
        for p in partners
        if round_ and p.id in runs and may_see(progress_of(p.id), circle_of(binding, round_))
    ]
    asking = round_ is not None and round_.state is RoundState.PREPARATION
    about = {
        "name": name_of(stage, binding),
        "state": Phrase(f"pages.state_{round_.state}") if round_ else "",
        "lines": tuple(lines) if asking or in_phase_3 else (),
        "settled": sum(run.state is not RunState.OPEN for run in runs.values()),
        "partners": len(runs) if binding.partner is None else 0,
        "deadline": round_.deadline if round_ and asking else None,
    }
    return Screen(str(stage.texts.phrases.html(Phrase("groups.status", about))), _buttons(stage, binding))


def _line(stage: Stage, partner: Partner, run: PhaseRun) -> Phrase:
    parts = stage.uow.rounds.participants(run.id)
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


def _buttons(stage: Stage, binding: Binding) -> tuple[tuple[Button, ...], ...]:
    """The way to one's own questions, and the way in for whoever takes no part yet."""
    mine = Button(stage.label("mijn_vragen"), url=stage.link())
    join = join_button(stage, binding)
    return ((mine, join),) if join else ((mine,),)


def join_button(stage: Stage, binding: Binding) -> Button | None:
    """`Meedoen`, as long as that way in is open."""
    if binding.join_token is None or binding.invitation is None:
        return None
    if stage.uow.get(INVITATIONS).get(binding.invitation).refusal(stage.at) is not None:
        return None
    return Button(stage.label("meedoen"), url=stage.link(binding.join_token))
