"""All rooms of the house, in the order in which a round goes. The only list of them."""

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
