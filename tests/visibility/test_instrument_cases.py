"""Short plays in which people answer other instruments in private: who reads what, and what leaving does."""

from collections.abc import Iterator
from random import Random

import pytest
from visibility_instruments import CHOSEN, WRITTEN, InstrumentWorld
from visibility_moves import Moves
from visibility_step import SECRET
from visibility_world import CHATS, GROUPS, SLUGS

from bot.turn.incoming import Commanded, Said

NOORD, OOST, ZUID = 1, 2, 3


@pytest.fixture
def world() -> Iterator[InstrumentWorld]:
    world = InstrumentWorld()
    yield world
    world.close()


def read_by(world: InstrumentWorld, slug: str) -> set[str]:
    """Whose words stand on anything this person has."""
    kept = world.messages.get(CHATS[slug], [])
    return {found.split("-")[1] for m in kept for v in m.versions for found in SECRET.findall(v.screen.html)}


def test_colleagues_who_handed_in_read_each_other_and_nobody_else_does(world: InstrumentWorld):
    world.answer("anna", NOORD)
    world.answer("bram", NOORD)
    world.answer("koen", NOORD, hand_in=False)
    world.answer("carla", OOST)
    for who in SLUGS:
        world.look_everywhere(who)
    assert read_by(world, "anna") == {"anna", "bram"}
    assert read_by(world, "bram") == {"anna", "bram"}
    assert read_by(world, "koen") == {"koen"}
    assert read_by(world, "carla") == {"carla"}
    for who in ("fenna", "bas", "dora", "tess", "lars", "hugo", "odin"):
        assert read_by(world, who) == set()


def test_who_leads_reads_how_many_and_other_partners_do_not(world: InstrumentWorld):
    world.answer("anna", NOORD, CHOSEN)
    for who in SLUGS:
        world.look_everywhere(who)
    counted = {who for who in SLUGS if "Opleiding Noord: 1 persoon" in "\n".join(_texts(world, who))}
    assert counted == {"anna", "bram", "koen", "fenna"}


def _texts(world: InstrumentWorld, slug: str) -> list[str]:
    return [v.text for m in world.messages.get(CHATS[slug], []) for v in m.versions]


def test_no_group_hears_of_it(world: InstrumentWorld):
    world.answer("anna", NOORD)
    world.answer("bram", NOORD)
    for group in GROUPS:
        for command in ("verdieping", "overzicht", "afspraken"):
            world.in_group("anna", Commanded(command), group)
        world.tap("anna", "p:verdiepantw:1", group)


def test_what_was_not_handed_in_goes_with_who_leaves(world: InstrumentWorld):
    world.answer("bram", NOORD, hand_in=False)
    world.answer("bram", NOORD, CHOSEN)
    Moves(world).leave("bram")
    assert len(world.ids("instrument_run")) == 1
    world.look_everywhere("bram")
    world.answer("anna", NOORD, CHOSEN)
    world.press("anna", "p:verdiepantw:3")
    world.press("anna", "p:verdiepantw:2")


def test_who_left_reads_their_own_words_and_nothing_newer_of_others(world: InstrumentWorld):
    world.answer("bram", NOORD)
    Moves(world).leave("bram")
    world.answer("anna", NOORD)
    world.look_everywhere("bram")
    assert read_by(world, "bram") == {"bram"}
    world.look_everywhere("anna")
    assert read_by(world, "anna") == {"anna", "bram"}


def test_who_moved_to_another_partner_reads_nothing_of_the_first_any_more(world: InstrumentWorld):
    world.answer("anna", NOORD)
    world.answer("bram", NOORD)
    Moves(world).remove("bram", "fenna")
    Moves(world).come_in("bram", "fenna", OOST, "deelnemer")
    world.look_everywhere("bram")
    assert read_by(world, "bram") == {"bram"}
    world.answer("bram", OOST, CHOSEN)
    world.look_everywhere("bram")


def test_nobody_begins_for_a_partner_they_do_not_fill_in_for(world: InstrumentWorld):
    for who, partner in [("carla", NOORD), ("bas", NOORD), ("fenna", NOORD), ("hugo", OOST), ("odin", OOST)]:
        world.press(who, f"p:verdiepbegin:{WRITTEN}.{partner}")
    assert world.ids("instrument_run") == []
    world.press("bas", f"p:verdiepbegin:{WRITTEN}.{ZUID}")
    assert len(world.ids("instrument_run")) == 1


def test_who_fills_in_for_several_is_asked_for_whom(world: InstrumentWorld):
    world.press("tess", f"p:verdiep:{WRITTEN}")
    offered = {b.label: b.option for _, screen in world.latest for row in screen.buttons for b in row}
    assert offered["HLO Alfa · Zorggroep Oost"] == f"p:verdiep:{WRITTEN}.{OOST}"
    assert offered["HLO Alfa · Bureau Zuid"] == f"p:verdiep:{WRITTEN}.{ZUID}"
    world.answer("tess", OOST)
    world.answer("tess", ZUID, hand_in=False)
    assert len(world.ids("instrument_run")) == 2


def test_who_is_erased_leaves_no_answer(world: InstrumentWorld):
    world.answer("anna", NOORD)
    world.answer("bram", NOORD)
    world.press("bram", "p:gegevenswis")
    sure = next(
        b.option for _, screen in world.latest for row in screen.buttons for b in row if b.label == "Ja, wis alles"
    )
    world.press("bram", sure)
    assert world.ids("instrument_run") == [1]
    world.press("anna", "p:verdiepantw:1")
    assert "geheim-bram" not in "".join(screen.html for _, screen in world.latest)


@pytest.mark.parametrize(
    "data", ["verdiep:weg", "verdiep:b1.x", "verdiepantw:x", "verdiepantw:1.0.weg", "verdiepantw:1.²", "verdiepantw:9"]
)
def test_a_made_up_button_is_an_old_one(world: InstrumentWorld, data: str):
    world.answer("anna", NOORD)
    world.press("anna", f"p:{data}")
    assert world.toasts[-1] == "Deze knop is verlopen"


def test_an_agreement_made_of_an_answer_is_of_the_partner(world: InstrumentWorld):
    world.answer("bram", NOORD)
    world.press("bram", "p:verdiepafspraak:1.b1.1.1")
    for wanted in ("zo", str(world.facts.people[CHATS["bram"]]), "een_maand", "overslaan", "vastleggen"):
        if wanted in (offered := world.offered("bram")):
            world.press("bram", offered[wanted])
        elif "!" not in offered and "twee_weken" in offered:
            world.press("bram", offered["twee_weken"])
    assert world.agreements() == 1
    for who in SLUGS:
        world.look_everywhere(who)
    assert "bram" in read_by(world, "bas")
    assert "bram" not in read_by(world, "carla") | read_by(world, "fenna")


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.deep), pytest.param(3, marks=pytest.mark.deep)])
def test_whatever_people_do_nothing_leaks(world: InstrumentWorld, seed: int):
    """Random steps: answering, half or whole, changing, leaving, coming back, looking everywhere."""
    chance = Random(seed)
    people = [who for who in SLUGS if who != "odin"]
    for _ in range(40):
        who, one = chance.choice(people), chance.choice([WRITTEN, WRITTEN, CHOSEN])
        partner = chance.choice([NOORD, OOST, ZUID])
        match chance.randrange(8):
            case 0 | 1 | 2:
                world.answer(who, partner, one, until=chance.choice([2, 20]), hand_in=chance.random() < 0.8)
            case 3:
                for run in world.ids("instrument_run"):
                    world.press(who, f"p:verdiepwijzig:{run}")
                    if changed := world.offered(who).get("@b1.1.1"):
                        world.press(who, changed)
                        world.say(who, Said(world.secret(who)))
            case 4 if who not in ("fenna", "anna", "carla"):
                Moves(world).leave(who)
            case _:
                world.look_everywhere(who)
    for who in SLUGS:
        world.look_everywhere(who)
