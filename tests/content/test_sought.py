"""Words by which people look for the bot, in the spelling of people."""

import pytest

from bot.content.sought import (
    BACK,
    HELP,
    LATER,
    LONGEST,
    MENU,
    NOTHING,
    UNKNOWN,
    declined,
    load_declined,
    load_sought,
    sought,
)
from bot.rooms import HOUSE


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("stop", LATER),
        ("Stop!", LATER),
        ("  STOP \n", LATER),
        ("quit", LATER),
        ("help?", HELP),
        ("/help", HELP),
        ("Wat  moet ik doen??", HELP),
        ("hoi", MENU),
        ("“hello”", MENU),
        ("start", MENU),
        ("Terug.", BACK),
        ("mijngegevens", "mijngegevens"),
    ],
)
def test_a_word_is_known_however_it_is_typed(text: str, wish: str):
    assert sought(text) == wish


@pytest.mark.parametrize("text", ["", "!", "stop met papier", "Hulp bij stages", "helpen", "stop" + "!" * LONGEST])
def test_an_answer_is_an_answer(text: str):
    assert sought(text) is None


def test_each_word_leads_somewhere_and_each_command_is_known():
    assert set(load_sought().values()) <= {LATER, BACK, *HOUSE.pages}
    assert {command.name for command in HOUSE.commands} <= set(load_sought())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nee", NOTHING),
        ("Niks!", NOTHING),
        ("n.v.t.", NOTHING),
        (" geen ", NOTHING),
        ("Weet niet", UNKNOWN),
        ("ik weet het niet…", UNKNOWN),
        ("Geen idee.", UNKNOWN),
    ],
)
def test_who_declines_is_understood_however_it_is_typed(text: str, said: str):
    assert declined(text) == said


@pytest.mark.parametrize("text", ["Nee zeggen leren", "Geen wachtlijst", "Niets doen mag niet", "nee, want", "", "n"])
def test_what_says_more_than_no_is_an_answer(text: str):
    assert declined(text) is None
    assert sought(text) is None


def test_no_word_is_both():
    assert not set(load_sought()) & set(load_declined())
    assert set(load_declined().values()) == {NOTHING, UNKNOWN}
