"""Short plays of phase 3: people who move, what was shared once, and what a pulse gives away."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from visibility_commitment_world import ALFA, CommitmentMoves, CommitmentWorld
from visibility_moves import Moves
from visibility_step import SECRET
from visibility_world import CHATS

from bot.turn.incoming import Commanded, Said

NOORD, OOST = 1, 2


@pytest.fixture
def world() -> Iterator[CommitmentWorld]:
    world = CommitmentWorld()
    yield world
    world.close()


@pytest.fixture
def moves(world: CommitmentWorld) -> CommitmentMoves:
    return CommitmentMoves(world, seed=4)


def shown_to(world: CommitmentWorld, slug: str) -> str:
    return "\n".join(message.screen.html for message in world.messages.get(CHATS[slug], []))


def move(world: CommitmentWorld, slug: str, partner: int) -> None:
    """Out of everywhere, and in for this partner."""
    Moves(world).remove(slug, "fenna")
    Moves(world).come_in(slug, "fenna", partner, "deelnemer")
    assert [m.partner for m in world.facts.mine(CHATS[slug])] == [partner]


# --- agreements of who is gone ---


def test_somebody_of_the_partner_is_asked_for_who_left(world: CommitmentWorld, moves: CommitmentMoves):
    moves.agree("bram", NOORD, owner="bram")
    Moves(world).leave("bram")
    world.wait(timedelta(days=25))
    assert "Afspraak bij HLO Alfa: geheim-bram" in shown_to(world, "anna")


def test_who_moved_to_another_partner_is_not_told_of_an_agreement(world: CommitmentWorld, moves: CommitmentMoves):
    moves.agree("anna", NOORD, owner="bram")
    move(world, "bram", OOST)
    world.wait(timedelta(days=25))


def test_an_owner_is_told_when_somebody_else_changes_it(world: CommitmentWorld, moves: CommitmentMoves):
    moves.agree("anna", NOORD, owner="bram")
    moves.rewrite("anna", world.agreements()[-1])
    assert "wijzigde een afspraak op jouw naam" in shown_to(world, "bram")


def test_who_moved_to_another_partner_is_not_told_that_it_changed(world: CommitmentWorld, moves: CommitmentMoves):
    moves.agree("anna", NOORD, owner="bram")
    move(world, "bram", OOST)
    moves.rewrite("anna", world.agreements()[-1])
    assert "wijzigde een afspraak op jouw naam" not in shown_to(world, "bram")


def test_who_leads_is_not_told_of_an_agreement_of_a_partner(world: CommitmentWorld, moves: CommitmentMoves):
    moves.agree("anna", NOORD, owner="anna")
    Moves(world).leave("anna")
    world.wait(timedelta(days=25))


# --- what was shared once ---


def share_first(world: CommitmentWorld, moves: CommitmentMoves, slug: str, partner: int) -> str:
    """The first answer of this person, which from now on is shared."""
    run = world.run_of(partner)
    moves.answer(slug, run, level="wij_samen")
    world.press(slug, f"p:delen:{run}")
    world.press(slug, next(iter(moves.buttons(slug, "p:delenzet:").values())))
    world.press("carla", "p:gedeeld:3")
    found = SECRET.findall(shown_to(world, "carla"))
    assert len(found) == 1
    return found[0]


def set_level(world: CommitmentWorld, moves: CommitmentMoves, slug: str, partner: int, level: str) -> None:
    """Of the first answer."""
    world.press(slug, f"p:fase:{world.run_of(partner)}")
    offered = moves.buttons(slug, "c:")
    world.press(slug, next(data for option, data in offered.items() if option.endswith(".level")))
    world.press(slug, moves.buttons(slug, "c:")[level])
    world.press(slug, moves.buttons(slug, "c:")["indienen"])


def test_what_becomes_ik_is_shared_no_longer(world: CommitmentWorld, moves: CommitmentMoves):
    secret = share_first(world, moves, "bram", NOORD)
    set_level(world, moves, "bram", NOORD, "ik")
    for who in ("carla", "anna", "fenna", "bas"):
        world.press(who, "p:gedeeld:3")
        assert secret not in "".join(screen.html for _, screen in world.latest)


def test_what_was_ik_in_between_is_shared_only_when_its_author_says_so(world: CommitmentWorld, moves: CommitmentMoves):
    secret = share_first(world, moves, "bram", NOORD)
    set_level(world, moves, "bram", NOORD, "ik")
    set_level(world, moves, "bram", NOORD, "wij_samen")
    world.press("carla", "p:gedeeld:3")
    assert secret not in "".join(screen.html for _, screen in world.latest)


def test_who_left_and_came_back_shares_nothing_yet(world: CommitmentWorld, moves: CommitmentMoves):
    run = world.run_of(NOORD)
    moves.answer("bram", run, level="wij_samen", hand_in=False)
    world.press("bram", f"p:delen:{run}")
    for switch in moves.buttons("bram", "p:delenzet:").values():
        world.press("bram", switch)
    Moves(world).leave("bram")
    Moves(world).come_in("bram", "fenna", NOORD, "deelnemer")
    moves.answer("bram", run, level="wij_samen")
    world.press("carla", "p:gedeeld:3")
    assert not SECRET.search("".join(screen.html for _, screen in world.latest))


# --- the pulse ---


def played(choice: str) -> dict[int, list[str]]:
    """All that others are shown after Anna answered her pulse in this way."""
    world = CommitmentWorld()
    try:
        moves = CommitmentMoves(world, seed=4)
        world.press("fenna", "p:rondesluit:3.ja")
        world.wait(timedelta(days=130))
        world.press("anna", "p:pols:3")
        for _ in range(3):
            world.press("anna", next(d for d in moves.buttons("anna", "p:polszet:").values() if f".{choice}." in d))
        assert not moves.buttons("anna", "p:polszet:")
        for who in ("bram", "fenna"):
            world.press(who, "p:pols:3")
            moves.look_everywhere(who)
            world.in_group(who, Commanded("overzicht"), "noord")
        world.wait(timedelta(days=300))
        kept = world.messages.items()
        return {chat: [m.screen.html for m in messages] for chat, messages in kept if chat != CHATS["anna"]}
    finally:
        world.close()


def test_nobody_can_tell_what_somebody_felt():
    assert played("ja") == played("nee")


def test_who_is_in_two_partners_is_asked_for_both(world: CommitmentWorld, moves: CommitmentMoves):
    world.press("fenna", "p:rondesluit:3.ja")
    world.wait(timedelta(days=130))
    Moves(world).come_in("carla", "fenna", NOORD, "deelnemer")
    world.press("carla", "p:pols:3")
    for _ in range(3):
        world.press("carla", next(iter(moves.buttons("carla", "p:polszet:").values())))
    assert moves.buttons("carla", "p:polszet:")


# --- who comes in with phase 3 ---


def test_a_stakeholder_reads_the_settled_version_of_the_own_partner_alone(
    world: CommitmentWorld, moves: CommitmentMoves
):
    Moves(world).come_in("odin", "fenna", NOORD, "betrokkene")
    world.press("odin", f"p:draad:{world.run_of(NOORD)}")
    assert "Samen sterker" in shown_to(world, "odin")
    world.press("odin", f"p:draad:{world.run_of(OOST)}")
    assert "Samen sterker" not in "".join(screen.html for _, screen in world.latest)
    world.press("odin", f"p:jaren:{ALFA}")
    assert "Zorggroep Oost" not in "".join(screen.html for _, screen in world.latest)


def test_who_left_reads_nothing_more(world: CommitmentWorld, moves: CommitmentMoves):
    moves.answer("anna", world.run_of(NOORD), level="wij_samen")
    moves.answer("bram", world.run_of(NOORD), level="wij_samen")
    Moves(world).leave("bram")
    before = len(world.messages[CHATS["bram"]])
    moves.look_everywhere("bram")
    after = "".join(m.screen.html for m in world.messages[CHATS["bram"]][before:])
    assert "geheim-anna" not in after
    world.say("bram", Said("menu"))
