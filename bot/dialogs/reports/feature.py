"""Reports: what all rooms tell of a round, for one audience."""

from bot.dialogs.reports import actions, own_data
from bot.dialogs.reports.pages import calendar, making
from bot.dialogs.reports.rules import RENDERERS
from bot.turn.feature import Command, Feature, Ranked, Use
from bot.turn.own_data import OwnData

FEATURE = Feature(
    name="reports",
    renderers=RENDERERS,
    pages={
        "rapport": making.report,
        "rapportkies": making.choose,
        "rapportmaak": making.make,
        "agendaadres": calendar.address,
        "agendamaak": calendar.make,
        "agendaweg": calendar.withdraw,
    },
    commands=(Ranked(75, Command("rapport", use=Use.LEADING)),),
    own_data=(Ranked(205, OwnData("agenda_adressen", own_data.calendars, counted=True)),),
    members_changed=actions.members_changed,
    calendar=calendar.served,
)
