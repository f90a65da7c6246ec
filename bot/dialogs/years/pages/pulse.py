"""The waardepolsslag: one outcome after the other, each with one tap."""

from datetime import date

from bot.content.screen import Button
from bot.dialogs.people.facts import memberships_in
from bot.dialogs.years.facts import hoped_for, unanswered
from bot.dialogs.years.ports import YEARS
from bot.domain.collaboration import Membership
from bot.domain.errors import DomainError
from bot.domain.form import FilledMotive
from bot.domain.ids import RoundId
from bot.domain.motive import Choice
from bot.domain.rounds import Round, RoundState
from bot.engine.model import Phrase
from bot.followups.pulse import pulse_day
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.routes import Route, ToPage


def ask(ctx: TurnContext, argument: str) -> None:
    """The first outcome that was not answered; after the last one, thanks."""
    round_, membership, day = _place(ctx, argument)
    outcomes = hoped_for(ctx, round_, membership)
    waiting = unanswered(ctx, round_, membership.person, day, outcomes)
    if not waiting:
        ctx.page(Phrase("pulse.thanks"), ctx.button("menu", "menu"))
        return
    one = waiting[0]
    about = {
        "collaboration": ctx.uow.collaborations.get(round_.collaboration).name,
        "motive": one.text,
        "outcome": one.outcome or "",
        "index": len(outcomes) - len(waiting) + 1,
        "total": len(outcomes),
    }
    ctx.lay_out(Phrase("pulse.question", about), (_answers(ctx, round_, one),))


def _answers(ctx: TurnContext, round_: Round, one: FilledMotive) -> tuple[Button, ...]:
    return tuple(ctx.button(c.value, f"polszet:{round_.id}.{c.value}.{one.id}") for c in Choice)


def answer(ctx: TurnContext, argument: str) -> Route:
    """Keep what was tapped for one outcome, and on to the next: `round.choice.motive`."""
    round_id, _, rest = argument.partition(".")
    choice, _, motive = rest.partition(".")
    round_, membership, day = _place(ctx, round_id)
    mine = memberships_in(ctx, round_.collaboration)
    asked = {one.id for place in mine for one in hoped_for(ctx, round_, place)}
    if choice not in set(Choice) or motive not in asked:
        raise DomainError("errors.expired")
    ctx.uow.get(YEARS).feel(round_.id, membership.person, motive, day, Choice(choice))
    return ToPage("pols", str(round_.id))


def _place(ctx: TurnContext, argument: str) -> tuple[Round, Membership, date]:
    """The round, the place somebody has in it, and the day for which is asked."""
    round_ = ctx.uow.rounds.get(RoundId(number(argument)))
    mine = [m for m in memberships_in(ctx, round_.collaboration) if m.role.fills_in]
    if not mine or round_.state is not RoundState.CLOSED or round_.closed_at is None:
        raise DomainError("errors.expired")
    zone = ctx.uow.collaborations.get(round_.collaboration).zone
    today = ctx.at.astimezone(zone).date()
    day = pulse_day(round_.closed_at.astimezone(zone).date(), today)
    waits = (m for m in mine if unanswered(ctx, round_, m.person, day, hoped_for(ctx, round_, m)))
    return round_, next(waits, mine[0]), day
