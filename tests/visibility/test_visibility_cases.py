"""What random play brought to light, each as a short play of its own."""

from collections.abc import Iterator

import pytest
from visibility_moves import Moves
from visibility_world import CHATS, World

from bot.runner.incoming import Commanded, Said

NORTH = "Opleiding Noord"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def told(world: World, slug: str) -> list[str]:
    """What the last step sent to this person."""
    return [screen.html for chat, screen in world.latest if chat == CHATS[slug]]


def test_what_somebody_handed_in_is_settled_after_they_left(world: World) -> None:
    moves = Moves(world)
    north = moves.run_of(NORTH)
    moves.fill_in("anna", north)
    moves.fill_in("bram", north)
    moves.leave("bram")
    world.press("anna", f"p:vaststel:{north}")
    assert "Bram van Bramdam" in told(world, "anna")[0]
    moves.settle("anna", north)
    assert world.facts.runs[north][2] == "settled"
    assert not told(world, "bram")


def test_a_colleague_who_is_changing_an_answer_is_not_shown_half(world: World) -> None:
    moves = Moves(world)
    north = moves.run_of(NORTH)
    moves.fill_in("anna", north)
    moves.fill_in("bram", north)
    facts = world.facts
    conversation, step = next(
        key for key, (_, value) in facts.answers.items() if value == "nee" and facts.talks[key[0]].chat == CHATS["bram"]
    )
    world.press("bram", f"p:wijzig:{north}")
    turn = next(iter(moves.options("bram").values())).split(":")[2]
    world.press("bram", f"c:{conversation}:{turn}:@{step}")
    world.say("bram", Said("ja"))
    world.press("anna", f"p:collega:{north}.{facts.people[CHATS['bram']]}.0")
    assert "net iets aan het wijzigen" in world.toasts[-1]


@pytest.mark.parametrize(
    "data",
    [
        "p:onthulling:99",
        "p:onthulling:99999999999999999999",
        "p:overzicht:²",
        "p:uitnodigen:99",
        "p:partner:99",
        "p:intrek:99",
        "p:link:1.baas.1",
        "p:link:1.begeleider.1",
        "p:open:99",
        "c:99999999999999999999:1:ja",
    ],
)
def test_a_made_up_button_is_an_old_one(world: World, data: str) -> None:
    world.press("fenna", data)
    assert world.toasts[-1] == "Deze knop is verlopen"
    assert not world.links


def test_a_long_word_is_repeated_in_short(world: World) -> None:
    world.say("anna", Commanded("begrippen", "w" * 4070))
    assert len(told(world, "anna")[0]) < 300


def long_answers(world: World, *people: str) -> Moves:
    """Forms in which every text is as long as it may be."""
    moves = Moves(world)
    north = moves.run_of(NORTH)
    for who in people:
        world.press(who, f"p:doe:preparation.{north}")
        while "indienen" not in (offered := moves.options(who)):
            taken = next((o for o in ("begin", "ja", "klaar") if o in offered), None)
            if taken:
                world.press(who, offered[taken])
            else:
                world.say(who, Said(world.secret(who).ljust(4000, "x")))
        world.press(who, offered["indienen"])
    return moves


def test_long_answers_fit_on_the_screens_of_colleagues_and_of_settling(world: World) -> None:
    moves = long_answers(world, "anna", "bram", "koen")
    moves.look_at_colleagues("anna", moves.run_of(NORTH))
    moves.settle("anna", moves.run_of(NORTH))
    assert world.facts.runs[moves.run_of(NORTH)][2] == "settled"


@pytest.mark.parametrize("part", ["matrix", "gedeeld", "eenzijdig", "onzeker", "vragen", "aanbod", "spiegel", "blind"])
def test_long_answers_fit_on_the_screens_of_the_reveal(world: World, part: str) -> None:
    moves = long_answers(world, "anna", "bram")
    moves.settle("anna", moves.run_of(NORTH))
    moves.reveal(1)
    world.press("fenna", f"p:onthulling:1.{part}")
