"""Taking part in what is open."""

from bot.domain.collaboration import Membership
from bot.domain.rounds import RunState
from bot.runner import reminders
from bot.runner.stage import Stage


def enter_open_runs(stage: Stage, membership: Membership) -> None:
    """Late or early: whoever is a member takes part in what is open for their partner."""
    round_ = stage.uow.rounds.latest(membership.collaboration)
    if round_ is None or membership.partner is None:
        reminders.schedule(stage, membership.person)
        return
    for run in stage.uow.rounds.runs(round_.id):
        if run.partner != membership.partner or run.state is not RunState.OPEN:
            continue
        if run.asks(membership.role):
            stage.uow.rounds.take_part(run.id, membership.person)
    reminders.schedule(stage, membership.person)
