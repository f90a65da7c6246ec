"""What random play brought to light, each as a short play of its own."""

from collections.abc import Callable, Iterator

import pytest
from visibility_moves import Moves
from visibility_world import CHATS, World

from bot.turn.incoming import CameOrWent, Commanded, Said

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


def as_long_as_may_be(planted: str) -> str:
    return planted.ljust(4000, "x")


def answers(world: World, *people: str, text: Callable[[str], str] = as_long_as_may_be) -> Moves:
    """Forms in which everything is answered, with such texts."""
    moves = Moves(world)
    for who in people:
        world.press(who, f"p:doe:preparation.{moves.runs(who)[0]}")
        while "indienen" not in (offered := moves.options(who)):
            taken = next((o for o in ("begin", "ja", "klaar", "verder_vragen") if o in offered), None)
            if taken:
                world.press(who, offered[taken])
            else:
                world.say(who, Said(text(world.secret(who))))
        world.press(who, offered["indienen"])
    return moves


def test_long_answers_fit_on_the_screens_of_colleagues_and_of_settling(world: World) -> None:
    moves = answers(world, "anna", "bram", "koen")
    moves.look_at_colleagues("anna", moves.run_of(NORTH))
    moves.settle("anna", moves.run_of(NORTH))
    assert world.facts.runs[moves.run_of(NORTH)][2] == "settled"


@pytest.mark.parametrize(
    "part", ["matrix", "gedeeld", "eenzijdig", "onzeker", "vragen", "aanbod", "spiegel", "blind", "stap", "binnen"]
)
def test_long_answers_fit_on_the_screens_of_the_reveal(world: World, part: str) -> None:
    moves = answers(world, "anna", "bram")
    moves.settle("anna", moves.run_of(NORTH))
    moves.reveal(1)
    world.press("fenna", f"p:onthulling:1.{part}")


def test_where_people_of_one_partner_differed_is_shown_to_that_partner_only(world: World) -> None:
    moves = Moves(world)
    for slug, run in (("anna", NORTH), ("bram", NORTH), ("carla", "Zorggroep Oost")):
        moves.fill_in(slug, moves.run_of(run))
    moves.settle("anna", moves.run_of(NORTH))
    moves.settle("carla", moves.run_of("Zorggroep Oost"))
    moves.reveal(1)
    for slug in ("anna", "bram"):
        world.press(slug, "p:onthulling:1.binnen")
        assert "Alleen jullie zien dit" in told(world, slug)[0]
    for slug in ("carla", "fenna"):
        world.press(slug, "p:onthulling:1.binnen")
        assert not any("Alleen jullie zien dit" in said for said in told(world, slug))


def asked_and_offered(world: World, text: Callable[[str], str]) -> Moves:
    """A reveal of what the north and the east ask and bring."""
    moves = answers(world, "anna", "carla", text=text)
    moves.settle("anna", moves.run_of(NORTH))
    moves.settle("carla", moves.run_of("Zorggroep Oost"))
    moves.reveal(1)
    return moves


@pytest.fixture
def linking(world: World) -> str:
    """The button by which the north says that the east brings what it asks."""
    moves = asked_and_offered(world, str)
    world.press("anna", "p:onthulling:1.aanbod")
    for step in ("p:dekking:", "p:dekkingbij:", "p:dekkinghoe:"):
        world.press("anna", moves.pages("anna", step)[0])
    return moves.pages("anna", "p:dekkingzet:")[0]


def test_everybody_who_sees_the_reveal_sees_what_was_linked(world: World, linking: str) -> None:
    world.press("bram", linking)
    for who in ("fenna", "anna", "carla"):
        world.press(who, "p:onthulling:1.aanbod")
        assert "gedekt door Zorggroep Oost" in told(world, who)[0]
    world.press("anna", linking.replace("gedekt", "half"))
    world.press("carla", "p:onthulling:1.aanbod")
    assert "half gedekt door Zorggroep Oost" in told(world, "carla")[0]
    world.press("anna", linking.replace("gedekt", "niet"))
    assert not world.facts.links


@pytest.mark.parametrize("who", ["carla", "fenna", "bas"])
def test_only_the_asking_partner_links_its_asks(world: World, linking: str, who: str) -> None:
    world.press(who, linking)
    assert world.toasts[-1] == "Alleen wie invult voor Opleiding Noord, kan deze vragen koppelen."
    assert not world.facts.links


@pytest.mark.parametrize("who", ["hugo", "odin"])
def test_who_does_not_see_the_reveal_links_nothing(world: World, linking: str, who: str) -> None:
    world.press(who, linking)
    assert not told(world, who)
    assert not world.facts.links


@pytest.mark.parametrize("change", ["ask", "offer", "degree", "short", "itself"])
def test_a_button_that_links_lines_that_are_not_there_is_an_old_one(world: World, linking: str, change: str) -> None:
    round_, partner, ask, offer, degree = linking.removeprefix("p:dekkingzet:").split(".")
    changed = {
        "ask": [round_, partner, "00000000", offer, degree],
        "offer": [round_, partner, ask, "00000000", degree],
        "degree": [round_, partner, ask, offer, "bijna"],
        "short": [round_, partner, ask],
        "itself": [round_, partner, ask, ask, degree],
    }[change]
    world.press("anna", f"p:dekkingzet:{'.'.join(changed)}")
    assert world.toasts[-1] == "Deze knop is verlopen"
    assert not world.facts.links


@pytest.mark.parametrize(
    "text", [as_long_as_may_be, lambda planted: "\n".join([planted, *(f"<{i % 60}>" for i in range(500))])]
)
def test_long_and_many_lines_can_be_linked(world: World, text: Callable[[str], str]) -> None:
    moves = asked_and_offered(world, text)
    for _ in range(3):
        moves.link_asks("anna", 1)
        moves.link_asks("carla", 1)
    moves.look_at_reveal("fenna", 1)
    assert world.facts.links


# --- in groups ---


def test_a_shown_answer_stays_on_another_board(world: World) -> None:
    """The same motive lies before a partner and before all: what one board has shown is not changed on the other."""
    moves = Moves(world)
    world.in_group("hugo", Commanded("motieven"), "west")
    for who in moves.voters("west"):
        moves.vote(who, "west", "ja")
    world.in_group("gijs", Commanded("motieven"), "beta")
    moves.vote("hugo", "beta", "nee")


@pytest.mark.parametrize("shown", [False, True])
def test_a_vote_goes_with_who_leaves(world: World, shown: bool) -> None:
    """Whoever left and came back has not answered at this board: what they fill in privately is a draft."""
    moves = Moves(world)
    world.in_group("anna", Commanded("motieven"), "noord")
    for who in ("anna", "bram"):
        moves.vote(who, "noord", "ja")
    if shown:
        moves.lead("anna", "noord", "toon")
    moves.leave("bram")
    moves.join("bram", "noord")
    world.press("bram", f"p:doe:preparation.{moves.run_of(NORTH)}")
    world.press("bram", moves.options("bram")["begin"])
    world.press("bram", moves.options("bram")["nee"])
    world.in_group("anna", Commanded("motieven"), "noord")


def test_who_left_does_not_hear_of_the_group_they_bound(world: World) -> None:
    Moves(world).leave("anna")
    world.in_group("bram", CameOrWent(False), "noord")


def test_the_sign_below_a_reply_does_not_tell_what_was_voted(world: World) -> None:
    """Everybody in the group sees whether it is there, and the result has not been shown yet."""
    moves = Moves(world)
    world.in_group("anna", Commanded("motieven"), "noord")
    kept = world.keep()
    signs = set()
    for choice in ("ja", "nee"):
        world.go_back(kept)
        moves.vote("bram", "noord", choice)
        world.reply("bram", "noord", moves.on_table("noord", "g:stem:")[-1][0], world.secret("bram"))
        assert world.last is not None
        signs.add(world.last.reaction)
    assert len(signs) == 1


# --- the questions after the motives ---


def read_whole(world: World, who: str, run: int, colleague: str) -> str:
    """All that somebody reads of a colleague, page by page; the watch knows whose questions are handed in."""
    read = []
    for page in range(4):
        world.press(who, f"p:collega:{run}.{world.facts.people[CHATS[colleague]]}.{page}")
        read += told(world, who)
    return "\n".join(read)


def answers_to_questions(world: World, who: str) -> set[str]:
    return {secret for secret in world.watch.questions if world.watch.authors[secret] == CHATS[who]}


def test_what_a_colleague_answered_to_questions_is_read_by_who_handed_in_theirs(world: World) -> None:
    moves = Moves(world)
    north = moves.run_of(NORTH)
    moves.for_now = 0
    moves.fill_in("bram", north, talkative=1)
    moves.motives_only("anna", north)
    assert not any(secret in read_whole(world, "anna", north, "bram") for secret in answers_to_questions(world, "bram"))
    moves.fill_in("koen", north, talkative=1)
    assert any(secret in read_whole(world, "koen", north, "bram") for secret in answers_to_questions(world, "bram"))
