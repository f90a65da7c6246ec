"""Instruments: the words of the tool and their meaning, and further instruments that one person answers in private."""

from bot.content.screen import Button
from bot.dialogs.instruments import actions, facts, own_data, report
from bot.dialogs.instruments.dialog import INSTRUMENT, HandInInstrument
from bot.dialogs.instruments.pages import answering, answers, glossary, own_sets
from bot.domain.collaboration import Membership
from bot.turn.context import TurnContext
from bot.turn.feature import Command, Feature, GroupCommand, HeldDialog, Ranked, Use
from bot.turn.own_data import OwnData
from bot.turn.report import ReportPart
from bot.turn.routes import ToPage


def _menu_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    return ctx.button("begrippen", "begrippen")


FEATURE = Feature(
    name="instruments",
    dialogs=(
        HeldDialog(dialog=INSTRUMENT, subject=facts.questions, unfinished=True, called=facts.called, voluntary=True),
    ),
    handlers={HandInInstrument: actions.hand_in},
    pages={
        "begrippen": glossary.glossary,
        "begrip": glossary.term,
        "verdieping": answering.overview,
        "verdiepgenoemd": answering.named,
        "verdiep": answering.look,
        "verdiepuitleg": answering.explain,
        "verdiepbegin": answering.begin,
        "verdiepwijzig": answering.change,
        "verdiepantw": answers.look,
        "verdiepafspraak": answers.make_agreement,
        "eigensets": own_sets.overview,
        "eigenvoorbeeld": own_sets.example,
        "eigenklaar": own_sets.ready,
        "eigenweg": own_sets.take_away,
    },
    readable=frozenset({"verdiepantw"}),
    commands=(
        Ranked(90, Command("begrippen", takes_words=True, use=Use.LEADING)),
        Ranked(95, Command("verdieping", use=Use.LEADING)),
    ),
    group_commands=(Ranked(90, GroupCommand("begrippen", lambda ctx, argument: ToPage("begrippen", argument))),),
    group_pages=frozenset({"begrippen", "begrip"}),
    menu=(Ranked(40, _menu_button),),
    own_data=(
        Ranked(184, OwnData("eigen_vragensets", own_data.own_sets, counted=True)),
        Ranked(185, OwnData("verdieping", own_data.instruments, counted=True)),
    ),
    takes_file=own_sets.take,
    renderers={own_sets.AS_TEXT: "bot.typesetting.as_text:as_text"},
    members_changed=actions.members_changed,
    made_of=facts.made_of,
    reports=(Ranked(80, ReportPart(report.sections)),),
)
