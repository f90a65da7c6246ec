"""A further instrument gone through in a group, question by question: hidden until shown, then talked over."""

from bot.dialogs.sessions import group, own_data, report
from bot.dialogs.sessions.actions import answering, course, showing
from bot.dialogs.sessions.actions import leading as leads
from bot.dialogs.sessions.dialog import ANSWER, KeepSetAnswer
from bot.dialogs.sessions.facts import put, writing
from bot.dialogs.sessions.pages import leading, results, taking_part
from bot.dialogs.sessions.screens.answers import RESULT
from bot.dialogs.sessions.screens.offer import EXPLAIN
from bot.dialogs.sessions.screens.question import BEHIND, WRITE
from bot.dialogs.sessions.screens.result import PLACES
from bot.turn.feature import Feature, GroupCommand, HeldDialog, Ranked, Replies
from bot.turn.own_data import OwnData
from bot.turn.report import ReportPart

FEATURE = Feature(
    name="sessions",
    dialogs=(HeldDialog(dialog=ANSWER, subject=writing.set_answer),),
    handlers={KeepSetAnswer: answering.keep_written},
    pages={
        "samenkies": taking_part.choose_group,
        "samenstart": taking_part.start,
        "samenschrijf": taking_part.write,
        "samengeschreven": taking_part.written,
        "samenwoorden": taking_part.words,
        "samenuitslag": results.look,
        "samenafspraak": results.make_agreement,
        **leading.PAGES,
    },
    readable=frozenset({"samenuitslag", "samengeschreven", "samenwoorden"}),
    links={RESULT: "samenuitslag", WRITE: "samenschrijf", BEHIND: "samenwoorden", EXPLAIN: "verdiep"},
    renderers={PLACES: "bot.typesetting.places:png"},
    group_commands=(
        Ranked(38, GroupCommand("gesprek", lambda ctx, _: group.go_on_leading(ctx))),
        Ranked(85, GroupCommand("verdieping", lambda ctx, _: group.deepen(ctx))),
    ),
    group_buttons=group.BUTTONS,
    replies=(Ranked(40, Replies(group.is_below, group.replied, group.is_kept)),),
    on_table=put.table,
    takes_back=answering.take_back,
    own_data=(Ranked(186, OwnData("verdieping_in_groepen", own_data.answers, counted=True)),),
    members_changed=showing.members_changed,
    reach_changed=leads.reach_changed,
    partner_left=course.partner_left,
    partner_chosen=answering.partner_chosen,
    group_moved=course.group_moved,
    redraw=course.refresh,
    of_instrument=taking_part.beside,
    goes_on=course.goes_on,
    made_of=results.made_of,
    in_minutes=report.in_minutes,
    reports=(Ranked(85, ReportPart(report.sections)),),
)
