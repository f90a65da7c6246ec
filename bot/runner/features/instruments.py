"""Instruments: the words of the tool and their meaning."""

from bot.content.screen import Button
from bot.domain.collaboration import Membership
from bot.runner.feature import Command, Feature, GroupCommand, Ranked
from bot.runner.pages import words
from bot.runner.routes import ToPage
from bot.runner.stage import Stage


def _menu_button(stage: Stage, mine: tuple[Membership, ...]) -> Button | None:
    return stage.button("begrippen", "begrippen")


FEATURE = Feature(
    name="instruments",
    pages={"begrippen": words.glossary, "begrip": words.term},
    commands=(Ranked(90, Command("begrippen", takes_words=True)),),
    group_commands=(Ranked(90, GroupCommand("begrippen", lambda stage, argument: ToPage("begrippen", argument))),),
    group_pages=frozenset({"begrippen", "begrip"}),
    menu=(Ranked(40, _menu_button),),
)
