"""How many statements a turn takes, as a number that may only go down: counts, because times depend on the machine."""

from pathlib import Path

import pytest
from player import Player

MOST = {
    "a tap of phase 1": ("preparation__gaat_goed", "Carla: [Ja]", 9),
    "a vote in a group": ("groep__eigen_partner", "Bram @ team: [Ja]", 20),
    "on to the next question": ("gesprek__twee_partners", "Bo: [Volgende ›]", 29),
    "a yearly round opened": ("ronde__drie_jaar", "Bo: [Ja, openen]", 44),
    "a reminder that is due": ("ronde__drie_jaar", "-- 330 dagen later --", 14),
}


@pytest.mark.parametrize(("page", "line", "most"), MOST.values(), ids=MOST)
def test_a_turn_takes_no_more_statements(page: str, line: str, most: int) -> None:
    player = Player()
    try:
        player.play((Path(__file__).parent / f"{page}.chat").read_text(encoding="utf-8"))
    finally:
        player.close()
    assert 0 < player.most_statements[line] <= most
