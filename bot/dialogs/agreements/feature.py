"""Agreements: made, followed up, looked back on; and the rode draad that leads to them."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.agreements import actions, facts, fates, group, own_data, reminders, report
from bot.dialogs.agreements.dialog import AGREEMENT, FOR_WHOM, NEW_DAY, NOTE, Agree, ForWhom, NewDay, Note
from bot.dialogs.agreements.pages import before, overview, steps, thread
from bot.domain.collaboration import Membership
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.feature import Command, Feature, GroupCommand, HeldDialog, Overview, Ranked, ToRead, Use
from bot.turn.own_data import OwnData
from bot.turn.report import ReportPart


def _menu_button(ctx: TurnContext, mine: tuple[Membership, ...]) -> Button | None:
    return ctx.button("afspraken", "afspraken") if mine else None


def _agreements(ctx: TurnContext, here: Overview) -> Iterable[Button]:
    yield ctx.button("afspraken", f"afspraken:{here.collaboration.id}")


def _to_read(ctx: TurnContext, here: Overview) -> Iterable[ToRead]:
    if facts.seen(ctx, here.collaboration.id, here.mine):
        button = ctx.button("afspraken", f"afspraken:{here.collaboration.id}")
        yield ToRead(Phrase("catching_up.agreements"), button)


FEATURE = Feature(
    name="agreements",
    dialogs=(
        HeldDialog(dialog=AGREEMENT, subject=facts.agreement, unfinished=True),
        HeldDialog(dialog=FOR_WHOM, subject=facts.for_whom),
        HeldDialog(dialog=NEW_DAY, subject=facts.new_day),
        HeldDialog(dialog=NOTE, subject=facts.note),
    ),
    handlers={Agree: actions.agree, ForWhom: actions.for_whom, NewDay: actions.run_on, Note: actions.note},
    pages={
        "maakafspraak": steps.make_agreement,
        "draad": thread.thread,
        "afspraken": overview.overview,
        "afspraak": overview.look,
        "afspraakvers": overview.fresh,
        "afspraaknieuw": steps.new,
        "afspraakverloop": overview.course,
        "afspraakwijzig": steps.change,
        "afspraakdeel": steps.share,
        "vooraf": before.ask,
        "opschema": before.on_track,
        "nietbegonnen": before.not_begun,
        "hulp": before.need_help,
        "gedaan": steps.done,
        "looptnog": steps.run_on,
        "vervalt": steps.lapse,
        "notitie": steps.note,
        "overdragen": steps.hand_over,
        "overdragenaan": steps.hand_to,
        "terugkijken": steps.look_back,
        "terugblik": steps.looked_back,
    },
    readable=frozenset({"draad", "afspraken", "afspraak", "afspraakvers", "afspraakverloop"}),
    links={group.ALL: "afspraken"},
    commands=(Ranked(70, Command("afspraken", use=Use.AFTERWARDS)),),
    group_commands=(Ranked(80, GroupCommand("afspraken", lambda ctx, _: group.show(ctx))),),
    menu=(Ranked(20, _menu_button),),
    overview=(Ranked(90, _agreements),),
    to_read=(Ranked(40, _to_read),),
    overview_line=overview.overview_line,
    reminders=(Ranked(20, reminders.dues), Ranked(25, reminders.before_dues), Ranked(30, reminders.look_back_dues)),
    own_data=(Ranked(70, OwnData("afspraken", own_data.agreements)),),
    fates=fates.fates,
    members_changed=actions.owners_gone,
    opens_with=facts.agreed_before,
    agreed_from=actions.agreed_from,
    reports=(Ranked(65, ReportPart(report.sections, report.dates)),),
)
