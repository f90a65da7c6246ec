"""Instruments: the words of the tool and their meaning."""

from bot.content.screen import Button
from bot.dialogs.instruments import pages
from bot.domain.collaboration import Membership
from bot.turn.context import TurnContext
from bot.turn.feature import Command, Feature, GroupCommand, Ranked
from bot.turn.routes import ToPage


def _menu_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    return ctx.button("begrippen", "begrippen")


FEATURE = Feature(
    name="instruments",
    pages={"begrippen": pages.glossary, "begrip": pages.term},
    commands=(Ranked(90, Command("begrippen", takes_words=True)),),
    group_commands=(Ranked(90, GroupCommand("begrippen", lambda ctx, argument: ToPage("begrippen", argument))),),
    group_pages=frozenset({"begrippen", "begrip"}),
    menu=(Ranked(40, _menu_button),),
)
