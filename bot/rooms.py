"""All rooms of the house, in the order in which a round goes. The only list of them."""

from functools import cache

from bot.content.load import load_instrument
from bot.content.phrases import load_phrases
from bot.runner.check import check_dialogs
from bot.runner.features import (
    agreements,
    alignment,
    boards,
    collaborations,
    commitment,
    groups,
    instruments,
    people,
    preparation,
    reveal,
    rounds,
    settling,
    years,
)
from bot.runner.house import House

ROOMS = (
    people.FEATURE,
    rounds.FEATURE,
    collaborations.FEATURE,
    groups.FEATURE,
    preparation.FEATURE,
    boards.FEATURE,
    settling.FEATURE,
    reveal.FEATURE,
    alignment.FEATURE,
    commitment.FEATURE,
    agreements.FEATURE,
    years.FEATURE,
    instruments.FEATURE,
)
HOUSE = House(ROOMS)
DIALOGS = {name: held.dialog for name, held in HOUSE.dialogs.items()}


@cache
def check_own_dialogs() -> int:
    """Check the dialogs over the content of the program; once, as neither changes while it runs."""
    return check_dialogs(DIALOGS, load_instrument(), load_phrases())
