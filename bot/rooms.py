"""All rooms of the house, in the order in which a round goes. The only list of them."""

from functools import cache

from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.content.roles_check import check_roles
from bot.dialogs.agreements import feature as agreements
from bot.dialogs.alignment import feature as alignment
from bot.dialogs.boards import feature as boards
from bot.dialogs.collaborations import feature as collaborations
from bot.dialogs.commitment import feature as commitment
from bot.dialogs.groups import feature as groups
from bot.dialogs.instruments import feature as instruments
from bot.dialogs.paper import feature as paper
from bot.dialogs.people import feature as people
from bot.dialogs.preparation import feature as preparation
from bot.dialogs.questions import feature as questions
from bot.dialogs.reports import feature as reports
from bot.dialogs.reveal import feature as reveal
from bot.dialogs.rounds import feature as rounds
from bot.dialogs.sessions import feature as sessions
from bot.dialogs.settling import feature as settling
from bot.dialogs.sources import feature as sources
from bot.dialogs.words import feature as words
from bot.dialogs.years import feature as years
from bot.turn.check import check_dialogs
from bot.turn.house import House

ROOMS = (
    sources.FEATURE,
    people.FEATURE,
    rounds.FEATURE,
    collaborations.FEATURE,
    groups.FEATURE,
    words.FEATURE,
    questions.FEATURE,
    preparation.FEATURE,
    paper.FEATURE,
    boards.FEATURE,
    settling.FEATURE,
    reveal.FEATURE,
    alignment.FEATURE,
    commitment.FEATURE,
    agreements.FEATURE,
    years.FEATURE,
    instruments.FEATURE,
    sessions.FEATURE,
    reports.FEATURE,
)
HOUSE = House(ROOMS)
DIALOGS = {name: held.dialog for name, held in HOUSE.dialogs.items()}


@cache
def check_own_dialogs() -> int:
    """Check phrases, roles and dialogs over the content of the program; once, as neither changes while it runs."""
    load_phrases().make_ready()
    check_roles(load_instrument(), load_phrases())
    return check_dialogs(DIALOGS, load_instrument(), load_phrases())
