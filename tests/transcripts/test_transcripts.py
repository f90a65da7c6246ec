"""Every `.chat` file reads as it plays, whole and letter for letter."""

import os
from pathlib import Path

import pytest
from player import Player

from bot.rooms import DIALOGS

FOLDER = Path(__file__).parent
PAGES = sorted(FOLDER.glob("*.chat"))
MUST_SHOW = ("gaat_goed", "hervat", "wijzigt", "oude_knop")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_transcript_reads_as_it_plays(page: Path, request: pytest.FixtureRequest) -> None:
    player = Player()
    try:
        played = player.play(page.read_text(encoding="utf-8"))
    finally:
        player.close()
    if request.config.getoption("--update-transcripts", default=False):
        assert not os.environ.get("CI"), "CI never rewrites transcripts"
        page.write_text(played, encoding="utf-8")
    assert played == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("shows", MUST_SHOW)
@pytest.mark.parametrize("dialog", sorted(DIALOGS))
def test_every_dialog_has_its_transcripts(dialog: str, shows: str) -> None:
    assert (FOLDER / f"{dialog}__{shows}.chat").exists()


def test_player_notices_a_button_that_is_not_there() -> None:
    player = Player()
    try:
        with pytest.raises(AssertionError, match="sees no button"):
            player.play("== voorbeeld ==\nAnna: [Bestaat niet]\n")
    finally:
        player.close()
