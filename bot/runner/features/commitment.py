"""Phase 3: what each partner commits to, in private and in its own group."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.commitment import COMMITMENT
from bot.dialogs.committing import COMMITTING
from bot.domain.commands import Commit, HandInCommitment
from bot.domain.rounds import Phase, RoundState, RunState
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.runner import my_data as kept
from bot.runner import phases
from bot.runner.commitment import commitment_runs
from bot.runner.deeds import phase_3
from bot.runner.feature import Feature, GroupCommand, HeldDialog, Overview, OwnData, Ranked, Replies
from bot.runner.groups import commitment as in_group
from bot.runner.pages import commitment, sharing
from bot.runner.records import Standing
from bot.runner.routes import ToTalk
from bot.runner.stage import Stage
from bot.runner.subjects import phase_3 as facts
from bot.runner.task import Task, task_of


def _next(stage: Stage, standing: Standing) -> Task | None:
    """One's own phase 3; once everybody of the partner is ready, closing it."""
    if standing.run.phase is not Phase.COMMITMENT or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None and standing.membership.role.commits:
        held = stage.uow.conversations.find("commitment", standing.person.chat, standing.run.id)
        return task_of(stage, "commitment", held, standing)
    people = [m for m, _ in stage.uow.collaborations.members(standing.collaboration.id)]
    parts = stage.uow.rounds.participants(standing.run.id)
    if not may_settle(standing.membership, people) or any(p.handed_in_at is None for p in parts):
        return None
    label = Phrase("buttons.fase_3_afsluiten")
    return Task(label, ToTalk("committing", standing.run.id), f"fase3sluit:{standing.run.id}")


def _of_phase_3(stage: Stage, here: Overview) -> Iterable[Button]:
    """Phase 3 of one's own partner; for who leads also opening it."""
    if here.round is None:
        return
    partners = {m.partner for m in here.mine}
    for run in commitment_runs(stage, here.round):
        if run.partner in partners:
            yield stage.button("naar", f"fase3:{run.id}", what=Phrase("agenda.fase_3"))
    if here.leads and here.round.state is RoundState.REVEALED and Phase.COMMITMENT in here.round.phases:
        yield stage.button("fase_3_openen", f"fase3open:{here.round.id}")


FEATURE = Feature(
    name="commitment",
    dialogs=(
        HeldDialog(dialog=COMMITMENT, subject=facts.commitment_questions),
        HeldDialog(dialog=COMMITTING, subject=facts.committing, unfinished=True),
    ),
    handlers={HandInCommitment: phase_3.hand_in, Commit: phase_3.commit},
    pages={
        "fase": commitment.phase,
        "fase3": commitment.look,
        "fase3motieven": commitment.motives,
        "delen": sharing.sharing,
        "delenzet": sharing.set_shared,
        "gedeeld": sharing.shared,
        "fase3sluit": commitment.close,
    },
    readable=frozenset({"fase3", "fase3motieven", "delen", "gedeeld"}),
    group_commands=(Ranked(40, GroupCommand("gesprek", lambda stage, _: in_group.talk(stage))),),
    group_buttons={"fase3": in_group.turn},
    replies=(Ranked(20, Replies(in_group.is_below, in_group.replied)),),
    run_tasks=(Ranked(30, _next),),
    overview=(Ranked(70, _of_phase_3),),
    own_data=(
        Ranked(150, OwnData("gezegd_in_fase_3", kept.said_in_phase_3)),
        Ranked(155, OwnData("gedeelde_antwoorden", kept.shared)),
        Ranked(160, OwnData("committeren", kept.stated, counted=True)),
    ),
    place_given_up=phase_3.place_given_up,
    partner_left=phases.closed_without,
    opens_phase={Phase.COMMITMENT: phases.open_commitment},
)
