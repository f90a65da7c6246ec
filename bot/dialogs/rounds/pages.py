"""What a facilitator does with a round: opening it, opening phase 3 without phase 2, closing it. Each asks first."""

from datetime import timedelta

from bot.dialogs.people.facts import must_facilitate
from bot.dialogs.rounds import actions
from bot.dialogs.rounds.reminders import NUDGE, nudge_all
from bot.domain.errors import DomainError
from bot.domain.ids import CollaborationId, RoundId
from bot.domain.rounds import Phase, Round, RoundState, RunState
from bot.engine.model import Phrase
from bot.followups.working_hours import next_moment
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage


def opening(ctx: TurnContext, argument: str) -> Route | None:
    """`Ronde openen`: first what is promised with it, then for certain: `round`, `round.ja`."""
    round_id, _, sure = argument.partition(".")
    round_ = _led(ctx, round_id)
    if round_.state is not RoundState.DRAFT:
        raise DomainError("errors.already_open")
    if sure != "ja":
        about = {
            "phases": tuple(Phrase(f"buttons.{phase}") for phase in Phase if phase in round_.phases),
            "mode": Phrase(f"buttons.{round_.mode}"),
            "dated": round_.dated.number if round_.dated else None,
            "deadline": round_.deadline,
        }
        ctx.page(
            Phrase("pages.open_round", about),
            ctx.button("ja_openen", f"open:{round_.id}.ja"),
            ctx.button("aanpassen", f"aanpassen:{round_.collaboration}"),
            ctx.button("nog_niet", f"overzicht:{round_.collaboration}"),
        )
        return None
    actions.open_round(ctx, round_.id)
    ctx.notify(Phrase("pages.opened_now"))
    return ToPage("overzicht", str(round_.collaboration))


def opening_phase(ctx: TurnContext, argument: str) -> Route | None:
    """`Fase 3 openen`, where there is no phase 2 or it will not be held: `round`, `round.ja`."""
    round_id, _, sure = argument.partition(".")
    round_ = _led(ctx, round_id)
    if round_.state is not RoundState.REVEALED or Phase.COMMITMENT not in round_.phases:
        raise DomainError("errors.expired")
    if sure != "ja":
        ctx.page(
            Phrase("pages.open_phase_3", {"skips": Phase.ALIGNMENT in round_.phases}),
            ctx.button("ja_openen", f"fase3open:{round_.id}.ja"),
            ctx.button("nog_niet", f"overzicht:{round_.collaboration}"),
        )
        return None
    actions.go_on(ctx, round_.id)
    return ToPage("overzicht", str(round_.collaboration))


def closing(ctx: TurnContext, argument: str) -> Route | None:
    """`Ronde afsluiten`: first what is not ready, then for certain: `round`, `round.ja`."""
    round_id, _, sure = argument.partition(".")
    round_ = _led(ctx, round_id)
    if not can_close(ctx, round_):
        raise DomainError("errors.expired")
    if sure != "ja":
        waiting = tuple(
            ctx.uow.collaborations.partner(run.partner).name
            for run in ctx.uow.rounds.runs(round_.id)
            if run.phase is Phase.COMMITMENT and run.state is RunState.OPEN and run.partner is not None
        )
        ctx.page(
            Phrase("yearly.close", {"waiting": waiting, "left": _left(round_)}),
            ctx.button("ja_afsluiten", f"rondesluit:{round_.id}.ja"),
            ctx.button("nog_niet", f"overzicht:{round_.collaboration}"),
        )
        return None
    actions.close_round(ctx, round_)
    return ToPage("overzicht", str(round_.collaboration))


STALLED = timedelta(days=28)
"""After so long a round may be ended half-way, so that it never stays open for ever."""


def can_close(ctx: TurnContext, round_: Round) -> bool:
    """Whether a facilitator may end it: after the reveal, in phase 3, or where it has stood still.

    A conversation that was begun has an end of its own.
    """
    if round_.state in (RoundState.REVEALED, RoundState.COMMITMENT):
        return True
    if round_.state in (RoundState.DRAFT, RoundState.CLOSED) or round_.opened_at is None:
        return False
    held = any(holds(ctx, round_) for holds in ctx.house.each(lambda f: f.holds_open))
    return not held and ctx.at - round_.opened_at > STALLED


def _left(round_: Round) -> tuple[int, ...]:
    """The phases that do not come any more when it ends now."""
    held = {RoundState.PREPARATION: 0, RoundState.REVEALED: 1, RoundState.ALIGNMENT: 1, RoundState.COMMITMENT: 3}
    return tuple(sorted(p.number for p in round_.phases if p.number > held.get(round_.state, 0)))


def _led(ctx: TurnContext, argument: str) -> Round:
    round_ = ctx.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(ctx, CollaborationId(round_.collaboration))
    return round_


def nudge(ctx: TurnContext, argument: str) -> Route:
    """`Herinner wie nog niet klaar is`: in working hours at once, otherwise when they begin."""
    round_ = ctx.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(ctx, round_.collaboration)
    moment = next_moment(ctx.at, ctx.uow.collaborations.get(round_.collaboration).zone)
    if moment > ctx.at:
        ctx.uow.timers.put(NUDGE, round_.id, moment)
        ctx.notify(Phrase("pages.nudge_later"))
        return ToPage("overzicht", str(round_.collaboration))
    sent = nudge_all(ctx, round_.id)
    ctx.notify(Phrase("pages.nudged", {"number": sent}) if sent else Phrase("pages.nudged_none"))
    return ToPage("overzicht", str(round_.collaboration))
