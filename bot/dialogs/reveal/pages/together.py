"""Leading a whole group through a reveal from the private chat. The panel changes in place."""

from bot.dialogs.groups.facts import Actor
from bot.dialogs.people.facts import known_person, memberships_in, must_facilitate
from bot.dialogs.reveal.actions import guiding
from bot.dialogs.reveal.facts import shown
from bot.dialogs.reveal.pages.parts import SHOW
from bot.domain.ids import RoundId
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.feature import Page


def begin(ctx: TurnContext, argument: str) -> None:
    """`Samen doorlopen in de groep`: `round`; on buttons of before there was a panel `round.number`."""
    round_id, _, index = argument.partition(".")
    found = shown(ctx, RoundId(number(round_id)))
    must_facilitate(ctx, found.round.collaboration)
    at = number(index) + 1 if index else None
    guiding.begin(ctx, guiding.way_of(ctx, found), known_person(ctx).id, at)


def _moves(by: int) -> Page:
    """`Volgende ›` and `Vorige` on the panel: `round.step`."""

    def page(ctx: TurnContext, argument: str) -> None:
        round_id, _, at = argument.partition(".")
        found = shown(ctx, RoundId(number(round_id)))
        acting = Actor(known_person(ctx), memberships_in(ctx, found.round.collaboration))
        guiding.move(ctx, guiding.way_of(ctx, found), acting, number(at), by)

    return page


def parts(ctx: TurnContext, argument: str) -> None:
    """`Alle onderdelen`: below the panel, which stays: `round`."""
    found = shown(ctx, RoundId(number(argument)))
    ctx.tapped = None
    SHOW["delen"](ctx, found, 0)


PAGES: dict[str, Page] = {
    "onthulsamen": begin,
    "onthulna": _moves(1),
    "onthulvoor": _moves(-1),
    "onthuldelen": parts,
}
