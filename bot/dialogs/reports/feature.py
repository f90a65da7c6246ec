"""Reports: what all rooms tell of a round, for one audience."""

from bot.dialogs.reports import pages
from bot.dialogs.reports.rules import RENDERERS
from bot.turn.feature import Command, Feature, Ranked, Use

FEATURE = Feature(
    name="reports",
    renderers=RENDERERS,
    pages={"rapport": pages.report, "rapportkies": pages.choose, "rapportmaak": pages.make},
    commands=(Ranked(75, Command("rapport", use=Use.LEADING)),),
)
