"""Short plays in groups: what nobody else may notice of a vote, who has one, and where an answer may be read."""

from collections.abc import Iterator

import pytest
from visibility_moves import Moves
from visibility_step import as_read
from visibility_world import ANONYMOUS, CHATS, World

from bot.domain.ids import ChatId
from bot.turn.incoming import CameOrWent, Commanded, Moved, Said

NORTH = "Opleiding Noord"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def opened(world: World, group: str, leader: str) -> Moves:
    """The first board lies on the table."""
    world.in_group(leader, Commanded("motieven"), group)
    return Moves(world)


def in_group(world: World, group: str) -> str:
    """The board as it stands there now."""
    at = Moves(world).board_message(group)
    return as_read(next(m.screen.html for m in world.messages[world.groups[group]] if m.id == at))


def answers_of(world: World, slug: str) -> dict[str, str]:
    facts = world.facts
    return {step: v for (c, step), (_, v) in facts.answers.items() if facts.talks[c].chat == CHATS[slug]}


def played_on(world: World, choice: str) -> list[object]:
    """All that leaves after Bram has chosen, except what Bram himself is told."""
    moves, seen = Moves(world), []

    def note() -> None:
        step = world.last
        assert step is not None
        toast = step.toast if step.actor != CHATS["bram"] else None
        sent = tuple((m.chat, m.screen, m.picture, m.edits) for m in step.outgoing if m.chat != CHATS["bram"])
        seen.append((sent, toast, step.logged, step.turn_log, step.reaction))

    moves.vote("bram", "noord", choice)
    note()
    moves.vote("bram", "noord", choice)
    note()
    for who in ("anna", "koen", "fenna", "odin", ANONYMOUS):
        for name in ("motieven", "overzicht"):
            world.in_group(who, Commanded(name), "noord")
            note()
    for who in ("koen", "fenna", "odin", ANONYMOUS):
        moves.vote(who, "noord", "ja")
        note()
    world.reply("koen", "noord", moves.on_table("noord", "g:stem:")[-1][0], "een opbrengst")
    note()
    for who in ("anna", "koen", "carla", "fenna"):
        before = len(world.shown)
        moves.look_everywhere(who)
        note()
        seen.append([b for b in world.shown[before:] if b.chat != CHATS["bram"]])
        seen.append([m.screen for m in world.messages[CHATS[who]]])
    return seen


def test_nobody_can_tell_what_was_voted_before_it_is_shown(world: World) -> None:
    opened(world, "noord", "anna")
    kept = world.keep()
    played = []
    for choice in ("ja", "enigszins", "nee"):
        world.go_back(kept)
        played.append(played_on(world, choice))
        assert answers_of(world, "bram")["op.leg.1"] == choice
        assert "Ja " not in in_group(world, "noord")
    assert played[0] == played[1] == played[2]


def test_a_vote_is_counted_and_stays(world: World) -> None:
    moves = opened(world, "noord", "anna")
    for who, choice in [("anna", "ja"), ("bram", "nee"), ("koen", "nee")]:
        moves.vote(who, "noord", choice)
    assert "Opleiding Noord: Ja 1 · Enigszins 0 · Nee 2" in in_group(world, "noord")
    moves.lead("bram", "noord", "heropen")
    assert "Ja 1" in in_group(world, "noord")
    moves.lead("fenna", "noord", "heropen")
    assert "Ja 1" not in in_group(world, "noord")
    moves.vote("bram", "noord", "ja")
    moves.lead("anna", "noord", "toon")  # the facilitator took over
    assert "Ja 2" not in in_group(world, "noord")
    moves.lead("fenna", "noord", "toon")
    assert "Opleiding Noord: Ja 2 · Enigszins 0 · Nee 1" in in_group(world, "noord")


def test_an_answer_that_another_group_was_shown_stays(world: World) -> None:
    moves = opened(world, "west", "hugo")
    for who in ("gijs", "hugo", "nina"):
        moves.vote(who, "west", "ja")
    assert "Opleiding West: Ja 3" in in_group(world, "west")
    opened(world, "beta", "gijs").vote("gijs", "beta", "nee")
    assert world.toasts[-1] == "Dit antwoord is al in een andere groep getoond. Heropenen kan daar."
    assert answers_of(world, "gijs")["op.leg.1"] == "ja"


def test_a_draft_is_not_counted_until_it_is_handed_in(world: World) -> None:
    moves = opened(world, "noord", "anna")
    run = moves.run_of(NORTH)
    moves.fill_in("bram", run, until=6, talkative=0)
    moves.vote("anna", "noord", "ja")
    moves.lead("anna", "noord", "toon")
    assert "Opleiding Noord: Ja 1 · Enigszins 0 · Nee 0" in in_group(world, "noord")
    moves.lead("anna", "noord", "heropen")
    moves.fill_in("bram", run)
    moves.lead("anna", "noord", "toon")
    given = answers_of(world, "bram")["op.leg.1"]
    shown = in_group(world, "noord")
    assert sum(int(shown.split(f"{choice} ")[1][0]) for choice in ("Ja", "Enigszins", "Nee")) == 2
    assert given in ("ja", "enigszins", "nee")


@pytest.mark.parametrize("who", ["odin", "fenna", "carla", "bas", "rosa", ANONYMOUS])
def test_who_has_no_seat_changes_nothing(world: World, who: str) -> None:
    moves = opened(world, "noord", "anna")
    before = world.facts
    moves.vote(who, "noord", "ja")
    assert world.last is not None
    assert world.last.toast
    assert not world.last.outgoing
    assert (before.answers, before.talks, before.boards) == (
        world.facts.answers,
        world.facts.talks,
        world.facts.boards,
    )


def test_who_comes_back_as_a_stakeholder_has_no_seat(world: World) -> None:
    moves = opened(world, "noord", "anna")
    moves.leave("bram")
    moves.come_in("bram", "anna", 1, "betrokkene")
    assert [m.role for m in world.facts.mine(CHATS["bram"])] == ["betrokkene"]
    moves.vote("bram", "noord", "ja")
    moves.vote("koen", "noord", "ja")
    assert "Opleiding Noord: 1 van 2" in in_group(world, "noord")


def test_who_comes_later_has_no_seat(world: World) -> None:
    moves = opened(world, "noord", "anna")
    moves.join("odin", "noord")
    assert world.facts.mine(CHATS["odin"])
    before = world.facts
    moves.vote("odin", "noord", "ja")
    assert before.answers == world.facts.answers
    moves.vote("anna", "noord", "ja")
    moves.lead("anna", "noord", "toon")
    moves.lead("anna", "noord", "verder")
    moves.vote("odin", "noord", "ja")
    assert "Opleiding Noord: 1 van 4" in in_group(world, "noord")


def test_who_came_has_a_seat_when_a_board_without_votes_is_put_on_the_table_again(world: World) -> None:
    moves = opened(world, "noord", "anna")
    moves.join("odin", "noord")
    world.in_group("bram", Commanded("motieven"), "noord")
    moves.vote("odin", "noord", "ja")
    assert "Opleiding Noord: 1 van 4" in in_group(world, "noord")
    moves.join("olga", "noord")
    world.in_group("bram", Commanded("motieven"), "noord")
    assert "Opleiding Noord: 1 van 4" in in_group(world, "noord")


def test_a_person_of_two_partners_answers_for_the_chosen_one(world: World) -> None:
    moves = opened(world, "beta", "gijs")
    message, data = next(b for b in moves.on_table("beta", "g:stem:") if b[1].endswith(".ja"))
    world.tap("nina", data, "beta", message)
    assert not answers_of(world, "nina")
    west, middle = moves.pages("nina", "p:namens:")
    for partner, motive in [(west, "op.leg.1"), (middle, "pp.leg.1")]:
        world.press("nina", partner)
        world.tap("nina", data, "beta", message)
        assert answers_of(world, "nina")[motive] == "ja"


def test_an_apart_round_has_no_board_for_all(world: World) -> None:
    moves = opened(world, "alfa", "fenna")
    assert moves.board("alfa") is None


def test_an_own_motive_is_read_where_it_was_put_and_by_no_other_partner(world: World) -> None:
    moves = Moves(world)
    run = moves.run_of(NORTH)
    world.press("bram", f"p:doe:preparation.{run}")
    motive = ""
    while "indienen" not in (offered := moves.options("bram")):
        if "klaar" in offered and not motive:
            motive = world.secret("bram")
            world.say("bram", Said(motive))
        elif "verder_vragen" in offered:
            world.press("bram", offered["verder_vragen"])
        else:
            moves._answer("bram", offered, 0)
    world.press("bram", f"p:eigen:{run}")
    (here,) = moves.pages("bram", "p:bord:")
    alfa = world.facts.bound_in(world.groups["alfa"])
    assert alfa is not None
    for who, forged in (("anna", here), ("bram", f"p:bord:{run}.{alfa.id}.{here.rpartition('.')[2]}")):
        world.press(who, forged)
        assert world.toasts[-1].startswith("Deze knop is verlopen")
    assert moves.board("alfa") is None
    assert moves.board("noord") is None
    world.press("bram", here)
    assert motive in in_group(world, "noord")
    moves.vote("anna", "noord", "ja")
    for who in ("anna", "koen", "carla", "fenna"):
        moves.look_everywhere(who)
    world.in_group("fenna", Commanded("motieven"), "noord")  # leads from now on, and is not of this partner
    (panel,) = [screen.html for chat, screen in world.latest if chat == CHATS["fenna"]]
    assert "een eigen motief" in panel
    assert motive not in panel


def test_what_is_kept_moves_with_the_group(world: World) -> None:
    moves = opened(world, "noord", "anna")
    moves.vote("anna", "noord", "ja")
    world.in_group(ANONYMOUS, Moved(ChatId(-1102)), "noord")
    world.in_group("anna", Commanded("motieven"), "noord")
    assert "Opleiding Noord: 1 van 3" in in_group(world, "noord")


def test_nothing_more_is_told_where_the_bot_was_removed(world: World) -> None:
    moves = opened(world, "noord", "anna")
    world.in_group("bram", CameOrWent(False), "noord")
    moves.fill_in("koen", moves.run_of(NORTH))
    assert world.facts.bound_in(world.groups["noord"]) is None


def test_a_way_in_that_was_taken_away_lets_nobody_in(world: World) -> None:
    moves = Moves(world)
    here = world.facts.bound_in(world.groups["noord"])
    assert here is not None
    world.press("anna", f"p:meedoenuit:{here.id}")
    moves.join("odin", "noord")
    assert not world.facts.mine(CHATS["odin"])
    old = world.urls[world.groups["noord"]][-1]
    world.press("anna", f"p:meedoenaan:{here.id}")
    world.say("odin", Commanded("start", old))
    assert not moves.options("odin")
    moves.join("odin", "noord")
    assert [m.partner for m in world.facts.mine(CHATS["odin"])] == [here.partner]
