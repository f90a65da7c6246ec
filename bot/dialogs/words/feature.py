"""What became of somebody's words: reckoned from what the rooms tell, shown to their author alone."""

from bot.content.screen import Button
from bot.dialogs.words import pages
from bot.dialogs.words.facts import places_with_words
from bot.domain.collaboration import Membership
from bot.turn.context import TurnContext
from bot.turn.feature import Feature, Ranked


def _menu_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    """For who gave anything."""
    person = ctx.person
    if person is None or next(places_with_words(ctx, person), None) is None:
        return None
    return ctx.button("woorden", "woorden")


FEATURE = Feature(
    name="words",
    pages={"woorden": pages.words},
    readable=frozenset({"woorden"}),
    menu=(Ranked(25, _menu_button),),
)
