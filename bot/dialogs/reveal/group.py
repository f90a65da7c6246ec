"""The buttons in the group of whoever leads it through a reveal: while no panel reaches them, and to take over."""

from collections.abc import Callable

from bot.dialogs.groups.facts import actor, bound, circle_of, leads
from bot.dialogs.reveal.actions.guiding import Way, move, take_over, way_here, way_of
from bot.dialogs.reveal.facts import shown_in
from bot.domain.errors import DomainError
from bot.domain.group import Binding
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.feature import GroupAction


def _way(ctx: TurnContext, binding: Binding, round_id: str) -> Way:
    """The way through the reveal of the round that goes on in this group."""
    round_ = ctx.uow.rounds.latest(binding.collaboration)
    found = shown_in(ctx, round_, circle_of(binding, round_)) if round_ is not None else None
    if found is None or number(round_id) != found.round.id or binding.partner is not None:
        raise DomainError("errors.expired")
    return way_of(ctx, found)


def _moves(by: int) -> GroupAction:
    """`Volgende ›` and `Vorige` below a step: `round.step`."""

    def run(ctx: TurnContext, argument: str) -> None:
        round_id, _, at = argument.partition(".")
        binding = bound(ctx)
        acting = actor(ctx, binding)
        move(ctx, _way(ctx, binding, round_id), acting, number(at), by)

    return run


def takes_over(ctx: TurnContext, argument: str) -> None:
    """`Ik neem het over`, by somebody who may lead: `round`."""
    binding = bound(ctx)
    acting = actor(ctx, binding)
    way = way_here(ctx, binding)
    if way is None or number(argument) != way.found.round.id:
        raise DomainError("errors.expired")
    if not leads(ctx, binding, acting):
        raise DomainError("groups.leaders_only")
    ctx.page(Phrase("groups.taken_over"))
    take_over(ctx, way, acting.person.id)


BUTTONS: dict[str, Callable[[TurnContext, str], None]] = {
    "onthulna": _moves(1),
    "onthulvoor": _moves(-1),
    "onthulleid": takes_over,
}
