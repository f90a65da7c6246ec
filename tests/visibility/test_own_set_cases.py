"""A question set of one collaboration: whoever is not of it neither sees nor begins it, whatever they tap."""

from collections.abc import Iterator

import pytest
from visibility_session_leading import SETS
from visibility_sessions_world import SessionMoves, SessionWorld
from visibility_world import CHATS, SLUGS

from bot.bootstrap import texts
from bot.content.own_file import read_own
from bot.content.own_sets import own_set, stored
from bot.turn.incoming import Commanded, Handed

SECRET_SET = "naam: Geheime set\nuitleg: Alleen wij\nvragen:\n  - Wat is ons geheim?\n"
BUTTONS = (
    *("verdiep:eigen1", "verdiepuitleg:eigen1", "eigenklaar:eigen1", "eigensets", "samenkies:eigen1"),
    *("eigenweg:eigen1", "eigenweg:eigen1.ja", *(f"samenstart:eigen1.{group}" for group in range(1, 6))),
    *(f"verdiep{what}:eigen1.{partner}" for what in ("begin", "") for partner in range(1, 6)),
)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionWorld]:
    made = own_set(1, stored(read_own(SECRET_SET)), "", texts().instrument)
    monkeypatch.setitem(SETS, made.id, made)  # so that whoever judges knows its questions
    world = SessionWorld()
    yield world
    world.close()


def read(world: SessionWorld, who: str) -> str:
    return "\n".join(v.screen.html for m in world.messages.get(CHATS[who], []) for v in m.versions)


def give(world: SessionWorld, who: str = "fenna") -> None:
    world.say(who, Handed("set.yaml", len(SECRET_SET), "f", SECRET_SET))


def test_only_its_people_see_it(world: SessionWorld):
    give(world)
    for who in SLUGS:
        world.say(who, Commanded("verdieping"))
        for button in BUTTONS:
            if who != "fenna":
                world.press(who, f"p:{button}")
    places = world.watch.places
    alfa = {m.person for m in places.members if m.active and m.collaboration == 1}
    for who in SLUGS:
        if places.people.get(CHATS[who]) not in alfa:
            assert "geheim" not in read(world, who).lower(), who
    assert "Geheime set" in read(world, "bram")


@pytest.mark.parametrize("who", ["anna", "bram", "gijs", "odin"])
def test_others_neither_give_nor_take_away(world: SessionWorld, who: str):
    give(world)
    world.press(who, "p:eigenweg:eigen1.ja")
    give(world, who)
    world.say("fenna", Commanded("verdieping"))
    assert read(world, "fenna").count("Geheime set staat klaar") <= 1
    world.press("bram", "p:verdiep:eigen1")
    assert "Alleen wij" in read(world, "bram")


def test_what_was_taken_away_is_not_begun_and_stays_readable(world: SessionWorld):
    give(world)
    moves = SessionMoves(world)
    moves.begin("fenna", "alfa", "eigen1")
    moves.answer("anna", "alfa")
    moves.lead("fenna", "alfa", "vtoon")
    world.press("fenna", "p:eigenweg:eigen1.ja")
    moves.lead("fenna", "alfa", "vklaar")
    moves.begin("fenna", "alfa", "eigen1")
    assert moves.session("alfa") is None
    world.press("bram", "p:samenuitslag:1")
    assert "Wat is ons geheim?" in read(world, "bram")
