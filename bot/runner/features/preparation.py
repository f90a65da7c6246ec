"""Phase 1 in private: the form, the quick scan, colleagues' answers."""

from bot.dialogs.preparation import PREPARATION
from bot.dialogs.quick_scan import QUICK_SCAN
from bot.domain.commands import FinishScan, HandIn
from bot.domain.rounds import Phase, RunState
from bot.runner import phases
from bot.runner.deeds import phase_1
from bot.runner.feature import Command, Feature, HeldDialog, Ranked
from bot.runner.pages import colleagues, home
from bot.runner.records import ConversationState, Standing
from bot.runner.stage import Stage
from bot.runner.subjects import phase_1 as facts
from bot.runner.task import Task, task_of


def _next(stage: Stage, standing: Standing) -> Task | None:
    """One's own form, or the quick scan that was begun."""
    if not standing.membership.role.fills_in or standing.participation.handed_in_at is not None:
        return None
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        return None
    scan = stage.uow.conversations.find("quick_scan", standing.person.chat, standing.run.id)
    if scan is not None and scan.state is not ConversationState.DONE:
        return task_of(stage, "quick_scan", scan, standing)
    held = stage.uow.conversations.find("preparation", standing.person.chat, standing.run.id)
    return task_of(stage, "preparation", held, standing)


FEATURE = Feature(
    name="preparation",
    dialogs=(
        HeldDialog(dialog=PREPARATION, subject=facts.preparation),
        HeldDialog(dialog=QUICK_SCAN, subject=facts.quick_scan),
    ),
    handlers={HandIn: phase_1.hand_in, FinishScan: phase_1.finish_scan},
    pages={
        "invullen": home.fill_in,
        "quickscan": home.scan,
        "doe": home.do,
        "wijzig": home.change,
        "collegas": colleagues.who,
        "collega": colleagues.what,
    },
    readable=frozenset({"collega"}),
    commands=(Ranked(50, Command("invullen")), Ranked(80, Command("quickscan"))),
    run_tasks=(Ranked(10, _next),),
    place_given_up=phase_1.place_given_up,
    round_closed=phases.forget_drafts,
)
