"""Agreements: made, followed up, looked back on; and the rode draad that leads to them."""

from collections.abc import Iterable

from bot.content.screen import Button
from bot.dialogs.agreement import AGREEMENT
from bot.dialogs.new_day import NEW_DAY
from bot.dialogs.note import NOTE
from bot.domain.collaboration import Membership
from bot.domain.commands import Agree, NewDay, Note
from bot.runner import my_data as kept
from bot.runner import phases
from bot.runner.deeds import agreements as deeds
from bot.runner.feature import Command, Feature, GroupCommand, HeldDialog, Overview, OwnData, Ranked
from bot.runner.groups import agreements as in_group
from bot.runner.pages import agreement_steps, agreements, commitment, thread
from bot.runner.reminders import agreements as asking
from bot.runner.reminders import look_backs
from bot.runner.stage import Stage
from bot.runner.subjects import phase_3 as facts


def _menu_button(stage: Stage, mine: tuple[Membership, ...]) -> Button | None:
    return stage.button("afspraken", "afspraken") if mine else None


def _agreements(stage: Stage, here: Overview) -> Iterable[Button]:
    yield stage.button("afspraken", f"afspraken:{here.collaboration.id}")


FEATURE = Feature(
    name="agreements",
    dialogs=(
        HeldDialog(dialog=AGREEMENT, subject=facts.agreement, unfinished=True),
        HeldDialog(dialog=NEW_DAY, subject=facts.new_day),
        HeldDialog(dialog=NOTE, subject=facts.note),
    ),
    handlers={Agree: deeds.agree, NewDay: deeds.run_on, Note: deeds.note},
    pages={
        "maakafspraak": commitment.make_agreement,
        "draad": thread.thread,
        "afspraken": agreements.overview,
        "afspraak": agreements.look,
        "afspraaknieuw": agreement_steps.new,
        "afspraakverloop": agreements.course,
        "afspraakwijzig": agreement_steps.change,
        "afspraakdeel": agreement_steps.share,
        "gedaan": agreement_steps.done,
        "looptnog": agreement_steps.run_on,
        "vervalt": agreement_steps.lapse,
        "notitie": agreement_steps.note,
        "overdragen": agreement_steps.hand_over,
        "overdragenaan": agreement_steps.hand_to,
        "terugkijken": agreement_steps.look_back,
        "terugblik": agreement_steps.looked_back,
    },
    readable=frozenset({"draad", "afspraken", "afspraak", "afspraakverloop"}),
    commands=(Ranked(70, Command("afspraken")),),
    group_commands=(Ranked(80, GroupCommand("afspraken", lambda stage, _: in_group.show(stage))),),
    menu=(Ranked(20, _menu_button),),
    overview=(Ranked(90, _agreements),),
    overview_line=agreements.overview_line,
    reminders=(Ranked(20, asking.dues), Ranked(30, look_backs.dues)),
    own_data=(Ranked(70, OwnData("afspraken", kept.agreements)),),
    opens_with=phases.agreed_before,
)
