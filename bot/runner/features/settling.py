"""Settling: a partner turns its people's answers into one version."""

from bot.dialogs.settling import SETTLING
from bot.domain.commands import Settle
from bot.domain.rounds import Phase, RunState
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.runner import phases
from bot.runner.deeds import phase_1
from bot.runner.feature import Feature, HeldDialog, Ranked
from bot.runner.pages import home, settling
from bot.runner.records import Standing
from bot.runner.routes import ToTalk
from bot.runner.stage import Stage
from bot.runner.subjects import phase_1 as facts
from bot.runner.task import Task


def _to_settle(stage: Stage, standing: Standing) -> Task | None:
    """Everybody of one's partner has handed in, and one may settle."""
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None or not standing.round.settles:
        return None
    people = stage.uow.collaborations.members(standing.collaboration.id)
    parts = stage.uow.rounds.participants(standing.run.id)
    if not may_settle(standing.membership, [m for m, _ in people]) or any(p.handed_in_at is None for p in parts):
        return None
    return Task(Phrase("buttons.vaststellen"), ToTalk("settling", standing.run.id), f"vaststel:{standing.run.id}")


FEATURE = Feature(
    name="settling",
    dialogs=(HeldDialog(dialog=SETTLING, subject=facts.settling),),
    handlers={Settle: phase_1.settle},
    pages={
        "ingediend": home.handed_in,
        "vaststel": settling.settle,
        "vaststelnieuw": settling.afresh,
        "ingehaald": settling.overtaken,
        "vaststeltoch": settling.anyway,
        "versie": settling.version,
        "vastgesteld": settling.settled,
        "heropen": settling.reopen,
    },
    readable=frozenset({"versie"}),
    run_tasks=(Ranked(20, _to_settle),),
    partner_left=phases.settled_without,
)
