"""Phase 3: what each partner commits to, in private and in its own group."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.commitment import actions, facts, group, own_data, pages
from bot.dialogs.commitment.dialog import COMMITMENT, COMMITTING, Commit, HandInCommitment
from bot.dialogs.commitment.facts import commitment_runs
from bot.domain.rounds import Phase, RoundState, RunState
from bot.domain.settlement import may_settle
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, GroupCommand, HeldDialog, Overview, Ranked, Replies
from bot.turn.own_data import OwnData
from bot.turn.records import ParticipantContext
from bot.turn.routes import ToTalk
from bot.turn.tasks import Task, task_of


def _next(ctx: TurnContext, standing: ParticipantContext) -> Task | None:
    """One's own phase 3; once everybody of the partner is ready, closing it."""
    if standing.run.phase is not Phase.COMMITMENT or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None and standing.membership.role.commits:
        held = ctx.uow.conversations.find("commitment", standing.person.chat, standing.run.id)
        return task_of(ctx, "commitment", held, standing)
    people = ctx.uow.collaborations.members(standing.collaboration.id).memberships
    parts = ctx.uow.rounds.participants(standing.run.id)
    if not may_settle(standing.membership, people) or any(p.handed_in_at is None for p in parts):
        return None
    label = Phrase("buttons.fase_3_afsluiten")
    return Task(label, ToTalk("committing", standing.run.id), f"fase3sluit:{standing.run.id}")


def _of_phase_3(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """Phase 3 of one's own partner; for who leads also opening it."""
    if here.round is None:
        return
    partners = {m.partner for m in here.mine}
    for run in commitment_runs(ctx, here.round):
        if run.partner in partners:
            yield ctx.button("naar", f"fase3:{run.id}", what=Phrase("agenda.fase_3"))
    if here.leads and here.round.state is RoundState.REVEALED and Phase.COMMITMENT in here.round.phases:
        yield ctx.button("fase_3_openen", f"fase3open:{here.round.id}")


FEATURE = Feature(
    name="commitment",
    dialogs=(
        HeldDialog(dialog=COMMITMENT, subject=facts.commitment_questions),
        HeldDialog(dialog=COMMITTING, subject=facts.committing_context, unfinished=True),
    ),
    handlers={HandInCommitment: actions.hand_in, Commit: actions.commit},
    pages={
        "fase": pages.phase,
        "fase3": pages.look,
        "fase3motieven": pages.motives,
        "delen": pages.sharing,
        "delenzet": pages.set_shared,
        "gedeeld": pages.shared,
        "fase3sluit": pages.close,
    },
    readable=frozenset({"fase3", "fase3motieven", "delen", "gedeeld"}),
    group_commands=(Ranked(40, GroupCommand("gesprek", lambda ctx, _: group.talk(ctx))),),
    group_buttons={"fase3": group.turn},
    replies=(Ranked(20, Replies(group.is_below, group.replied)),),
    run_tasks=(Ranked(30, _next),),
    overview=(Ranked(70, _of_phase_3),),
    own_data=(
        Ranked(150, OwnData("gezegd_in_fase_3", own_data.said_in_phase_3)),
        Ranked(155, OwnData("gedeelde_antwoorden", own_data.shared)),
        Ranked(160, OwnData("committeren", own_data.stated, counted=True)),
    ),
    place_given_up=actions.place_given_up,
    partner_left=actions.closed_without,
    opens_phase={Phase.COMMITMENT: actions.open_commitment},
)
