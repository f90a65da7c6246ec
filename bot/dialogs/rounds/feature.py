"""Rounds: opening, going from phase to phase, reminding of what is owed, closing."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.rounds import actions, own_data, pages, reminders
from bot.domain.collaboration import Membership, Role
from bot.domain.rounds import Round, RoundState, next_state
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, Overview, Ranked
from bot.turn.own_data import OwnData
from bot.turn.routes import ToPage
from bot.turn.tasks import Task
from bot.turn.waiting import Waits, facilitators


def _to_open(ctx: TurnContext, membership: Membership) -> Task | None:
    """A facilitator's round that has not been opened yet."""
    round_ = ctx.uow.rounds.latest(membership.collaboration)
    if membership.role is not Role.FACILITATOR or round_ is None or round_.state is not RoundState.DRAFT:
        return None
    return Task(Phrase("buttons.ronde_openen"), ToPage("open", str(round_.id)), f"open:{round_.id}")


def _opening(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    if here.leads and here.round is not None and here.round.state is RoundState.DRAFT:
        yield ctx.button("ronde_openen", f"open:{here.round.id}")


def _reminding(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    if here.round is None or not here.leads:
        return
    runs = reminders.owed_runs(ctx, here.round.id)
    if any(p.handed_in_at is None for run in runs for p in ctx.uow.rounds.participants(run)):
        yield ctx.button("herinner", f"herinner:{here.round.id}")


def _closing(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """Where that is what is left to do."""
    if _can_close(ctx, here) and _ends(here.round):
        yield from _close(ctx, here.round)


def _closing_early(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    """Where phases are left: possible, and not the first thing to do."""
    if _can_close(ctx, here) and not _ends(here.round):
        yield from _close(ctx, here.round)


def _can_close(ctx: TurnContext, here: Overview) -> bool:
    return here.leads and here.round is not None and pages.can_close(ctx, here.round)


def _ends(round_: Round | None) -> bool:
    return round_ is not None and next_state(round_.state, round_.phases) is RoundState.CLOSED


def _close(ctx: TurnContext, round_: Round | None) -> Iterable[Button]:
    if round_ is not None:
        yield ctx.button("ronde_afsluiten", f"rondesluit:{round_.id}")


def _waits(ctx: TurnContext, round_: Round) -> Iterable[Waits]:
    """A round that is not open yet, or that has no phase left."""
    leading = facilitators(ctx.uow.collaborations.members(round_.collaboration))
    if round_.state is RoundState.DRAFT:
        yield Waits("open", people=leading)
    if round_.state is RoundState.REVEALED and next_state(round_.state, round_.phases) is RoundState.CLOSED:
        yield Waits("end", people=leading)


FEATURE = Feature(
    name="rounds",
    waits_for=_waits,
    pages={
        "open": pages.opening,
        "fase3open": pages.opening_phase,
        "rondesluit": pages.closing,
        "herinner": pages.nudge,
    },
    member_tasks=(Ranked(10, _to_open),),
    overview=(Ranked(10, _opening), Ranked(20, _reminding), Ranked(25, _closing), Ranked(96, _closing_early)),
    timers={reminders.NUDGE: reminders.nudge_later},
    reminders=(Ranked(10, reminders.dues),),
    own_data=(Ranked(30, OwnData("fases", own_data.phases)),),
    member_joined=actions.enter_open_runs,
    place_given_up=actions.place_given_up,
    partner_left=actions.partner_left,
)
