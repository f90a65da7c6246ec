"""What became of words: nothing that somebody gave is without it, whatever happened; and only its author is told."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_discussion_machine import FAR
from test_discussion_machine import begun as talked
from test_visibility_machine import _begun as prepared
from visibility_moves import Moves
from visibility_step import SECRET
from visibility_talk_moves import TalkMoves
from visibility_words import BECAME, GIVEN
from visibility_world import CHATS, SLUGS, World

from bot.dialogs.words.facts import author_in, told
from bot.domain.collaboration import Role
from bot.domain.ids import ChatId, RoundId
from bot.rooms import HOUSE
from bot.turn.context import TurnContext
from bot.turn.ports import UnitOfWork

QUESTIONS = ("f1.r1", "f1.r2", "f1.r4", "f1.r5", "f1.r6", "f1.r7")
"""Those that are answered in words; the third asks for terms."""
LEADERS = ("fenna", "gijs")
FEW = settings(max_examples=max(8, settings().max_examples // 3))


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def gave(world: World, slug: str) -> set[str]:
    """The planted texts that this person gave and that stand, in what they can still open."""
    facts, person, chat = world.facts, world.facts.people[CHATS[slug]], CHATS[slug]
    places = {member.collaboration for member in facts.mine(chat)}
    found: set[str] = set()
    for (conversation, step), (kind, value) in facts.answers.items():
        talk = facts.talks[conversation]
        if talk.dialog != "preparation" or talk.chat != chat or kind != "written":
            continue
        round_, _, _ = facts.runs[talk.subject]
        motive = facts.answers.get((conversation, step.removesuffix(".outcome")), ("", ""))[1]
        of_the_form = step.startswith(("pp.", "op.")) and step.endswith(".outcome") and motive in ("ja", "enigszins")
        if (of_the_form or step in QUESTIONS) and facts.rounds[round_][0] in places:
            found.update(SECRET.findall(value))
    led = {one.id: one.collaboration for one in facts.phase_2.led.values()}
    found.update(
        secret
        for words in facts.phase_2.words.values()
        if words.person == person and led[words.led] in places
        for secret in SECRET.findall(words.text)
    )
    return found


def all_told(world: World, moves: Moves) -> None:
    """Everybody reads what became of their words: all that they gave is there, each with something below it."""
    for slug in SLUGS:
        if not world.facts.mine(CHATS[slug]):
            continue
        read = moves.look_at_words(slug)
        missing = {one for one in gave(world, slug) if one not in read}
        assert not missing, f"{slug} is not told what became of {missing}: {read}"
        lines = read.splitlines()
        for index, line in enumerate(lines):
            if line.startswith(GIVEN):
                assert lines[index + 1].startswith(BECAME), f"{slug} reads nothing below {line}"


@FEW
@given(seed=st.integers(0, 2**16), far=st.sampled_from(["new", "settled", "revealed"]))
def test_nothing_of_phase_1_is_without_what_became_of_it(seed: int, far: str) -> None:
    world = World()
    try:
        if far != "new":
            world.go_back(prepared(revealed=far == "revealed"))
        moves = Moves(world, seed)
        for _ in range(4):
            who = moves.random.choice(SLUGS)
            run = moves.random.choice(list(world.facts.runs))
            match moves.random.choice(["fills in", "fills in", "settles", "leaves", "reveals"]):
                case "fills in":
                    moves.fill_in(who, run)
                case "settles":
                    moves.settle(who, run)
                case "leaves" if who not in LEADERS:
                    moves.leave(who)
                case _:
                    moves.reveal(1)
        all_told(world, moves)
    finally:
        world.close()


@FEW
@given(seed=st.integers(0, 2**16), far=st.sampled_from(FAR))
def test_nothing_of_phase_2_is_without_what_became_of_it(seed: int, far: str) -> None:
    world = World()
    try:
        world.go_back(talked(far))
        moves = TalkMoves(world, seed)
        for _ in range(6):
            who = moves.random.choice(SLUGS)
            moves.say_again(who, "alfa", moves.random.choice(["punt", "doel"]), edits=moves.random.random() < 0.3)
            moves.judge(who, "alfa", "bezwaar")
        all_told(world, moves)
    finally:
        world.close()


def test_nobody_is_told_what_became_of_the_words_of_another(world: World) -> None:
    moves = Moves(world, seed=1)
    north = moves.run_of("Opleiding Noord")
    for who in ("anna", "bram"):
        moves.fill_in(who, north, talkative=1)

    def read(uow: UnitOfWork) -> list[int]:
        stage = TurnContext(uow, world.now, world._texts, HOUSE, fresh=lambda: "", chat=ChatId(0))
        anna, bram = (uow.people.in_chat(CHATS[who]) for who in ("anna", "bram"))
        assert anna is not None
        assert bram is not None
        author = author_in(stage, bram, uow.rounds.get(RoundId(1)))
        return [len(told(stage, author, reader)) for reader in (bram, anna)]

    own, of_another = world.database.run_sync(read)
    assert own > 0
    assert of_another == 0


def test_who_may_not_see_the_version_any_more_is_told_nothing_of_it(world: World) -> None:
    """Bram filled in, and takes part in phase 3 alone by now."""
    moves = Moves(world, seed=1)
    north = moves.run_of("Opleiding Noord")
    for who in ("anna", "bram", "koen"):
        moves.fill_in(who, north, talkative=1)
    moves.settle("anna", north)
    assert re.search(r"versie \d", moves.look_at_words("bram"))

    def becomes_a_stakeholder(uow: UnitOfWork) -> None:
        bram = uow.people.in_chat(CHATS["bram"])
        assert bram is not None
        (place,) = uow.collaborations.memberships_of(bram.id)
        uow.collaborations.end_membership(place.id, world.now)
        uow.collaborations.add_membership(bram.id, place.collaboration, place.partner, Role.STAKEHOLDER, world.now)

    world.database.run_sync(becomes_a_stakeholder)
    world.facts = world.database.run_sync(world._after)[2]
    read = moves.look_at_words("bram")
    assert "→ dit mag jij nu niet zien" in read
    assert not re.search(r"versie \d", read)


def test_who_left_reads_their_own_words_and_nothing_that_became_of_them(world: World) -> None:
    moves = Moves(world, seed=1)
    north = moves.run_of("Opleiding Noord")
    for who in ("anna", "bram", "koen"):
        moves.fill_in(who, north, talkative=1)
    given = gave(world, "bram")
    moves.leave("bram")
    moves.settle("anna", north)
    read = moves.look_at_words("bram")
    assert given
    assert {one for one in given if one in read} == given
    assert "Je doet hier niet meer mee" in read
    assert BECAME not in read
