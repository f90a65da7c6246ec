"""Collaborations: making and adjusting one, the menu and the overview."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.adjust import ADJUST
from bot.dialogs.new_collaboration import NEW_COLLABORATION
from bot.domain.collaboration import Membership
from bot.domain.commands import AddPartner, Adjust, CreateCollaboration
from bot.runner.deeds import making
from bot.runner.feature import Command, Feature, HeldDialog, Overview, Ranked
from bot.runner.pages import home, progress, reading, words
from bot.runner.stage import Stage
from bot.runner.subjects import joining


def _overview_button(stage: Stage, mine: tuple[Membership, ...]) -> Button | None:
    return stage.button("overzicht", "overzicht") if mine else None


def _help_button(stage: Stage, mine: tuple[Membership, ...]) -> Button | None:
    return stage.button("help", "help")


def _adjusting(stage: Stage, here: Overview) -> Iterable[Button]:
    if here.leads:
        yield stage.button("aanpassen", f"aanpassen:{here.collaboration.id}")


FEATURE = Feature(
    name="collaborations",
    dialogs=(
        HeldDialog(dialog=NEW_COLLABORATION, subject=joining.new_collaboration, unfinished=True),
        HeldDialog(dialog=ADJUST, subject=joining.adjust, unfinished=True),
    ),
    handlers={CreateCollaboration: making.create, AddPartner: making.add_partner, Adjust: making.adjust},
    pages={
        "nieuw": home.new,
        "menu": home.menu,
        "verder": home.go_on,
        "ga": home.go,
        "gestopt": home.put_away,
        "overzicht": progress.overview,
        "aanpassen": progress.adjust,
        "later": progress.later,
        "nietmeer": progress.no_more,
        "help": words.help_,
        "lees": reading.read_whole,
        "nogniet": words.not_yet,
    },
    commands=(
        Ranked(20, Command("nieuw")),
        Ranked(30, Command("menu")),
        Ranked(40, Command("verder")),
        Ranked(60, Command("overzicht")),
        Ranked(150, Command("help")),
    ),
    group_pages=frozenset({"help"}),
    menu=(Ranked(10, _overview_button), Ranked(50, _help_button)),
    overview=(Ranked(130, _adjusting),),
)
