"""Collaborations: making and adjusting one, the menu and the overview."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.collaborations import actions, facts, pages
from bot.dialogs.collaborations.dialog import ADJUST, NEW_COLLABORATION, AddPartner, Adjust, CreateCollaboration
from bot.domain.collaboration import Membership
from bot.turn import reading
from bot.turn.context import TurnContext
from bot.turn.feature import Command, Feature, HeldDialog, Overview, Ranked, Use


def _overview_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    return ctx.button("overzicht", "overzicht") if mine else None


def _help_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    return ctx.button("help", "help")


def _adjusting(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    if here.leads:
        yield ctx.button("aanpassen", f"aanpassen:{here.collaboration.id}")


FEATURE = Feature(
    name="collaborations",
    renderers={pages.GUIDE: "bot.typesetting.guide:pdf"},
    dialogs=(
        HeldDialog(dialog=NEW_COLLABORATION, subject=facts.new_collaboration, unfinished=True),
        HeldDialog(dialog=ADJUST, subject=facts.adjust, unfinished=True, voluntary=True),
    ),
    handlers={CreateCollaboration: actions.create, AddPartner: actions.add_partner, Adjust: actions.adjust},
    pages={
        "nieuw": pages.new,
        "menu": pages.menu,
        "verder": pages.go_on,
        "ga": pages.go,
        "gestopt": pages.put_away,
        "overzicht": pages.overview,
        "aanpassen": pages.adjust,
        "later": pages.later,
        "nietmeer": pages.no_more,
        "help": pages.help_,
        "handleiding": pages.guide,
        "lees": reading.read_whole,
    },
    commands=(
        Ranked(20, Command("nieuw", use=Use.LEADING)),
        Ranked(30, Command("menu", use=Use.ALWAYS)),
        Ranked(40, Command("verder", use=Use.ALWAYS)),
        Ranked(60, Command("overzicht", use=Use.ALWAYS)),
        Ranked(150, Command("help", use=Use.ALWAYS)),
    ),
    group_pages=frozenset({"help"}),
    menu=(Ranked(10, _overview_button), Ranked(50, _help_button)),
    overview=(Ranked(130, _adjusting),),
)
