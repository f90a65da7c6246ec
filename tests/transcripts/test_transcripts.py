"""Every `.chat` file reads as it plays, whole and letter for letter."""

import os
from pathlib import Path

import pytest
from player import Player
from tidy import untidy
from weight import buttons_of, too_heavy, words_of

from bot.content.screen import Button, Screen
from bot.phone.message import Version
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
    assert not list(too_heavy(player.shown, player.typed))
    assert not list(untidy(player.shown, player.typed))


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


def test_what_is_untidy_on_a_screen_is_noticed() -> None:
    buttons = ((Button("✓ deelnemer", "c:1:2:deelnemer"), Button("✓ minder verzuim", "c:1:2:own.1")),)
    screens = [
        Screen("<b>Anna</b>\nEen\n\n<b>Anna</b>\nTwee"),
        Screen("Een\n\n\nTwee"),
        Screen("<b>Anna</b>\nEen\n\nTwee", buttons),
    ]
    assert list(untidy([Version(screen) for screen in screens], ["minder verzuim"])) == [
        "Anna stands above 2 parts: Anna\nEen\n\nAnna\nTwee",
        "two empty lines in a row: Een\n\n\nTwee",
        "the button ✓ deelnemer begins small: Anna\nEen\n\nTwee",
    ]


def test_weight_counts_words_of_ours_and_buttons_that_are_no_answer() -> None:
    buttons = ("c:1:2:ja", "p:menu", "p:afspraak:1", "p:afspraak:2", "p:gedaan:1", "p:overzicht:1")
    rows = tuple((Button("Knop", option),) for option in buttons)
    version = Version(Screen("Anna Voorbeeld schreef: <i>Wij willen meer</i>\nOns eigen woord", rows))
    assert words_of(version, ["Wij willen meer"]) == 4
    assert buttons_of(version) == 2
    assert list(too_heavy([version, Version(Screen("woord " * 121))], ())) == [f"121 words of ours: {'woord ' * 13}wo"]
