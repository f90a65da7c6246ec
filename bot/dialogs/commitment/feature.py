"""Phase 3: what each partner commits to, in private and in its own group."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.commitment import actions, facts, group, own_data, pages, report
from bot.dialogs.commitment.dialog import COMMITMENT, COMMITTING, Commit, HandInCommitment
from bot.dialogs.commitment.facts import commitment_runs
from bot.dialogs.rounds.facts import waits_in
from bot.domain.rounds import Phase, PhaseRun, Round, RoundState, RunState, next_state
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, GroupCommand, HeldDialog, Overview, Ranked, Replies, ToRead
from bot.turn.own_data import OwnData
from bot.turn.records import ParticipantContext
from bot.turn.report import ReportPart
from bot.turn.routes import ToTalk
from bot.turn.tasks import Task, left_of, task_of
from bot.turn.waiting import Waits, facilitators


def _next(ctx: TurnContext, standing: ParticipantContext) -> Task | None:
    """One's own phase 3; once everybody of the partner is ready, closing it."""
    if standing.run.phase is not Phase.COMMITMENT or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None and standing.membership.role.commits:
        held = ctx.uow.conversations.find("commitment", standing.person.chat, standing.run.id)
        return task_of(ctx, "commitment", held, standing)
    waits = _waits_in(ctx, standing.run)
    if waits is None or not waits.whom(_TO_CLOSE, standing.person.id):
        return None
    label = Phrase("buttons.fase_3_afsluiten")
    return Task(label, ToTalk("committing", standing.run.id), f"fase3sluit:{standing.run.id}")


def _of_phase_3(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """Phase 3 of one's own partner; opening it, for who leads, where that is what comes next."""
    if here.round is None:
        return
    partners = {m.partner for m in here.mine}
    for run in commitment_runs(ctx, here.round):
        if run.partner in partners:
            yield ctx.button("naar", f"fase3:{run.id}", what=Phrase("agenda.fase_3"))
    if _can_open(here) and _is_next(here.round):
        yield ctx.button("fase_3_openen", f"fase3open:{here.round.id}")


def _what_is_shared(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """For whoever leads and has no phase 3 of their own, from which others come there."""
    if here.round is None or not here.leads or any(m.partner is not None for m in here.mine):
        return
    if commitment_runs(ctx, here.round) and facts.facilitator_reads_shared(ctx, here.round.id):
        yield ctx.button("wat_partners_delen", f"gedeeld:{here.round.id}")


def _without_talking(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """Opening phase 3 though the talk of phase 2 was not held: possible, and not the first thing to do."""
    if here.round is not None and _can_open(here) and not _is_next(here.round):
        yield ctx.button("fase_3_openen", f"fase3open:{here.round.id}")


def _can_open(here: Overview) -> bool:
    round_ = here.round
    return bool(here.leads and round_ and round_.state is RoundState.REVEALED and Phase.COMMITMENT in round_.phases)


def _is_next(round_: Round) -> bool:
    return next_state(round_.state, round_.phases) is RoundState.COMMITMENT


def _to_read(ctx: TurnContext, here: Overview) -> Iterable[ToRead]:
    """Phase 3 of one's own partner, in the newest round that came so far."""
    partners = {m.partner for m in here.mine}
    for round_ in sorted(ctx.uow.rounds.all(here.collaboration.id), key=lambda one: -one.id):
        if run := next((one for one in commitment_runs(ctx, round_) if one.partner in partners), None):
            button = ctx.button("naar", f"fase3:{run.id}", what=Phrase("agenda.fase_3"))
            yield ToRead(Phrase("catching_up.phase_3"), button)
            return


def _waits(ctx: TurnContext, round_: Round) -> Iterable[Waits]:
    """Opening phase 3 where no talk comes before it; then partners whose phase 3 is not closed."""
    if round_.state is RoundState.REVEALED and _is_next(round_):
        yield Waits("open_3", people=facilitators(ctx.uow.collaborations.members(round_.collaboration)))
    if round_.state is RoundState.COMMITMENT:
        for run in commitment_runs(ctx, round_):
            if (waits := _waits_in(ctx, run)) is not None:
                yield waits


_TO_CLOSE = "close_3"


def _waits_in(ctx: TurnContext, run: PhaseRun) -> Waits | None:
    return waits_in(ctx, run, to_hand_in="commit", to_end=_TO_CLOSE)


def _left(ctx: TurnContext, standing: ParticipantContext) -> Phrase:
    held = ctx.uow.conversations.find("commitment", standing.person.chat, standing.run.id)
    return left_of(ctx, held, "reminders.left_phase_3")


FEATURE = Feature(
    name="commitment",
    waits_for=_waits,
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
    on_table=group.table,
    replies=(Ranked(20, Replies(group.is_below, group.replied)),),
    run_tasks=(Ranked(30, _next),),
    overview=(Ranked(15, _of_phase_3), Ranked(94, _what_is_shared), Ranked(95, _without_talking)),
    to_read=(Ranked(30, _to_read),),
    own_data=(
        Ranked(150, OwnData("gezegd_in_fase_3", own_data.said_in_phase_3)),
        Ranked(155, OwnData("gedeelde_antwoorden", own_data.shared)),
        Ranked(157, OwnData("antwoorden_bij_afsluiten", own_data.kept)),
        Ranked(160, OwnData("committeren", own_data.stated, counted=True)),
    ),
    left_in_phase={Phase.COMMITMENT: _left},
    place_given_up=actions.place_given_up,
    partner_left=actions.closed_without,
    round_closed=actions.round_closed,
    reports=(Ranked(60, ReportPart(report.sections)),),
    opens_phase={Phase.COMMITMENT: actions.open_commitment},
)
