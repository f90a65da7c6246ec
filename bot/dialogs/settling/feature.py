"""Settling: a partner turns its people's answers into one version."""

from collections.abc import Iterable

from bot.dialogs.settling import actions, facts, fates, pages, report
from bot.dialogs.settling.dialog.talk import SETTLING, Settle
from bot.dialogs.settling.facts import can_settle
from bot.domain.collaboration import Membership
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, HeldDialog, Ranked
from bot.turn.records import ParticipantContext
from bot.turn.report import ReportPart
from bot.turn.routes import ToPage
from bot.turn.tasks import Task
from bot.turn.waiting import Waits


def _to_settle(ctx: TurnContext, standing: ParticipantContext) -> Task | None:
    """Settling, for who may, once everybody of their partner has handed in."""
    if standing.run.phase is not Phase.PREPARATION or standing.run.state is not RunState.OPEN:
        return None
    if standing.participation.handed_in_at is None or not standing.round.settles:
        return None
    waits = facts.waits(ctx, standing.run)
    if waits is None or not waits.whom(facts.TO_SETTLE, standing.person.id):
        return None
    return Task(Phrase("buttons.vaststellen"), ToPage("vaststel", str(standing.run.id)), f"vaststel:{standing.run.id}")


def _before_all_are_ready(ctx: TurnContext, membership: Membership) -> Task | None:
    """Settling while a colleague is missing: there for who looks for it, and never what somebody is led into."""
    for standing in ctx.uow.rounds.standings(membership.person):
        mine = standing.membership.id == membership.id and standing.run.phase is Phase.PREPARATION
        if not mine or standing.run.state is not RunState.OPEN or standing.participation.handed_in_at is None:
            continue
        parts = ctx.uow.rounds.participants(standing.run.id)
        if can_settle(ctx, standing) and any(part.handed_in_at is None for part in parts):
            run = str(standing.run.id)
            return Task(Phrase("buttons.vaststellen"), ToPage("ingediend", run), f"vaststel:{run}")
    return None


def _waits(ctx: TurnContext, round_: Round) -> Iterable[Waits]:
    """Until the reveal: partners of which somebody has not handed in, or that have not settled."""
    if round_.state is RoundState.PREPARATION:
        for run in facts.preparation_runs(ctx, round_.id):
            if (waits := facts.waits(ctx, run)) is not None:
                yield waits


FEATURE = Feature(
    name="settling",
    waits_for=_waits,
    dialogs=(HeldDialog(dialog=SETTLING, subject=facts.settling),),
    handlers={Settle: actions.settle},
    pages={
        "ingediend": pages.handed_in,
        "vaststel": pages.settle,
        "vragenover": pages.skip_questions,
        "vaststelnieuw": pages.afresh,
        "ingehaald": pages.overtaken,
        "vaststeltoch": pages.anyway,
        "versie": pages.version,
        "vastgesteld": pages.settled,
        "heropen": pages.reopen,
        "bespreekversie": pages.discuss,
    },
    readable=frozenset({"versie"}),
    run_tasks=(Ranked(20, _to_settle),),
    member_tasks=(Ranked(20, _before_all_are_ready),),
    fates=fates.fates,
    partner_left=actions.settled_without,
    reports=(Ranked(10, ReportPart(report.sections)),),
)
