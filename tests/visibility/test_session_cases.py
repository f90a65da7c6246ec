"""Short plays in which instruments are gone through in groups: who reads what, and when."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from visibility_moves import Moves
from visibility_sessions_world import ROOMS, SessionMoves, SessionWorld
from visibility_step import SECRET
from visibility_world import CHATS, GROUPS, SLUGS, _connection

from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import AgreementId, AgreementState, Terms
from bot.turn.incoming import CameOrWent, Commanded, Moved
from bot.turn.ports import UnitOfWork

WRITTEN, CHOSEN, PLACED, STUCK = "b1", "olos", "raamwerk", "plaat"


@pytest.fixture
def world() -> Iterator[SessionWorld]:
    world = SessionWorld()
    yield world
    world.close()


@pytest.fixture
def moves(world: SessionWorld) -> SessionMoves:
    return SessionMoves(world)


def all_look(moves: SessionMoves) -> None:
    for who in SLUGS:
        moves.look_everywhere(who)


def read_in(world: SessionWorld, chat: int) -> set[str]:
    """Whose words stand in this chat."""
    kept = world.messages.get(chat, [])  # type: ignore[call-overload]
    return {found.split("-")[1] for m in kept for v in m.versions for found in SECRET.findall(v.screen.html)}


def test_what_was_written_in_private_is_hidden_until_it_is_shown(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", WRITTEN)
    moves.answer("anna", "alfa")
    moves.answer("carla", "alfa")
    all_look(moves)
    assert read_in(world, GROUPS["alfa"]) == set()
    assert read_in(world, CHATS["bram"]) == set()
    moves.lead("fenna", "alfa", "vtoon")
    assert read_in(world, GROUPS["alfa"]) == {"anna", "carla"}
    all_look(moves)
    assert read_in(world, CHATS["bram"]) == {"anna", "carla"}
    assert read_in(world, CHATS["odin"]) == set()


def test_the_group_of_a_partner_is_its_circle(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", WRITTEN, in_private=True)
    moves.answer("anna", "noord")
    moves.answer("carla", "noord")
    moves.answer("bram", "noord", aloud=True)
    moves.lead("anna", "noord", "vtoon")
    all_look(moves)
    assert read_in(world, GROUPS["noord"]) == {"anna", "bram"}
    assert read_in(world, CHATS["koen"]) == {"anna", "bram"}
    assert read_in(world, CHATS["fenna"]) == {"anna", "bram"}
    for who in ("carla", "dora", "tess", "hugo", "bas"):
        assert read_in(world, CHATS[who]) == set()
    assert read_in(world, GROUPS["alfa"]) == set()


def test_what_is_chosen_is_shown_once_all_have_answered(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", CHOSEN)
    moves.all_answer("alfa")
    moves.answer("tess", "alfa")
    assert moves.asked("alfa").state == "open"  # who is in two partners has said for neither
    moves.lead("fenna", "alfa", "vtoon")
    assert moves.asked("alfa").state == "shown"
    all_look(moves)
    moves.lead("fenna", "alfa", "vna")
    assert moves.asked("alfa").about == "olos.2"


def test_who_does_not_lead_cannot_show_or_go_on(world: SessionWorld, moves: SessionMoves):
    moves.begin("bram", "alfa", CHOSEN)
    assert moves.session("alfa") is None
    moves.begin("fenna", "alfa", CHOSEN)
    moves.answer("anna", "alfa")
    for what in ("vtoon", "vna", "vover", "vklaar", "vstop", "vstopnu"):
        for who in ("bram", "koen", "dora", "odin", "gijs", "carla"):
            moves.lead(who, "alfa", what)
            moves.lead(who, "alfa", what, below=True)
    assert moves.asked("alfa").state == "open"


def heard(world: SessionWorld) -> str:
    """What came of the last step, in messages and above the chat."""
    assert world.last is not None
    return " ".join((*(screen.html for _, screen in world.latest), world.last.toast or ""))


def controls(moves: SessionMoves, group: str) -> list[str]:
    """What stands below the question for who leads."""
    return [option.split(":")[1] for option in moves.offered(group) if not option.startswith("g:vantw:")]


def test_the_controls_are_on_the_panel_of_who_leads(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", CHOSEN)
    assert controls(moves, "alfa") == []
    moves.answer("anna", "alfa")
    moves.lead("carla", "alfa", "vtoon")
    assert world.toasts[-1] == "Fenna leidt de groep nu. Overnemen kan met /gesprek in de groep."
    moves.take_over("carla", "alfa")
    moves.lead("carla", "alfa", "vtoon")
    assert moves.asked("alfa").state == "shown"
    moves.lead("fenna", "alfa", "vna")  # a facilitator always may
    assert moves.asked("alfa").about == "olos.2"
    moves.lead("carla", "alfa", "vover")
    assert moves.asked("alfa").about == "olos.2"


def test_a_question_of_before_there_was_a_panel_is_led_below_it(world: SessionWorld, moves: SessionMoves):
    """A session that was begun in an earlier version has nobody who leads."""
    moves.begin("fenna", "alfa", CHOSEN)
    world.database.run_sync(lambda uow: _connection(uow).execute(text("DELETE FROM group_lead")) and None)
    world.facts = replace(world.facts, leading={})
    moves.answer("anna", "alfa")
    assert controls(moves, "alfa") == ["vtoon", "vover", "vstop"]
    moves.lead("carla", "alfa", "vtoon", below=True)
    assert moves.asked("alfa").state == "shown"
    assert controls(moves, "alfa") == []
    moves.lead("carla", "alfa", "vna")
    assert moves.asked("alfa").about == "olos.2"


def test_the_controls_stand_in_the_group_while_no_panel_reaches_who_leads(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", WRITTEN)
    moves.answer("bram", "noord")
    world.say("anna", CameOrWent(here=False))
    assert controls(moves, "noord") == ["vtoon", "vover", "vstop"]
    moves.lead("anna", "noord", "vtoon", below=True)
    assert controls(moves, "noord") == ["vna", "vstop"]
    world.say("anna", CameOrWent(here=True))
    assert controls(moves, "noord") == []
    moves.lead("anna", "noord", "vna")
    assert moves.asked("noord").about == "b1.1.2"


def test_when_who_leads_leaves_a_facilitator_leads(world: SessionWorld, moves: SessionMoves):
    moves.begin("carla", "alfa", CHOSEN)
    moves.answer("anna", "alfa")
    moves.leave("carla")
    assert controls(moves, "alfa") == []
    moves.lead("anna", "alfa", "vtoon")
    assert moves.asked("alfa").state == "open"
    moves.lead("fenna", "alfa", "vtoon")
    assert moves.asked("alfa").state == "shown"
    moves.look_everywhere("carla")


def test_the_panel_of_motives_waits_until_a_session_is_over(world: SessionWorld, moves: SessionMoves):
    """There is one panel; what was led from it before comes back below."""
    world.in_group("anna", Commanded("motieven"), "noord")
    board = max(world.facts.boards)
    world.tap("bram", f"g:stem:{board}.1.ja", "noord")
    world.press("anna", f"p:bordtoon:{board}.1")
    moves.begin("anna", "noord", CHOSEN)
    for what in ("bordverder", "bordopen"):
        world.press("anna", f"p:{what}:{board}.2")
        assert "nog bezig met" in heard(world)
    moves.answer("bram", "noord")
    moves.lead("anna", "noord", "vtoon")
    moves.lead("anna", "noord", "vstopnu")
    world.press("anna", f"p:bordverder:{board}.2")
    assert len(world.facts.boards) == 2


def test_the_circle_moves_to_another_group_and_is_led_there(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", CHOSEN)
    bound = world.facts.bound_in(world.groups["noord"])
    world.press("anna", f"p:los:{bound.id if bound else 0}")
    session = moves.world.watch.places.held[1]
    world.press("anna", f"p:samenover:{session.id}.1")
    assert "hoort hier niet meer bij" in heard(world)
    Moves(world).bind("anna", "vreemd")
    moves.take_over("anna", "vreemd", command="verdieping")
    moves.answer("bram", "vreemd")
    moves.lead("anna", "vreemd", "vtoon")
    assert moves.asked("vreemd").state == "shown"


def test_who_leaves_takes_along_what_nobody_saw(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", CHOSEN)
    moves.answer("bram", "noord")
    moves.leave("bram")
    assert moves.world.watch.places.ballots == {}
    moves.answer("koen", "noord")
    moves.answer("anna", "noord")
    assert moves.asked("noord").state == "shown"
    moves.look_everywhere("bram")


def test_what_was_shown_stays_when_somebody_leaves(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", CHOSEN)
    moves.answer("bram", "noord")
    moves.lead("anna", "noord", "vtoon")
    moves.leave("bram")
    moves.lead("anna", "noord", "vna")
    all_look(moves)
    assert len(moves.world.watch.places.ballots) == 1


def test_who_left_reads_their_own_words_and_nothing_newer(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", WRITTEN)
    moves.answer("bram", "noord", aloud=True)
    moves.lead("anna", "noord", "vtoon")
    moves.leave("bram")
    moves.answer("anna", "noord", aloud=True)
    moves.look_everywhere("bram")
    assert "anna" not in read_in(world, CHATS["bram"])


def test_who_comes_later_answers_what_is_open(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", CHOSEN)
    Moves(world).come_in("odin", "anna", 1, "deelnemer")
    moves.answer("odin", "noord")
    assert len(moves.world.watch.places.ballots) == 1


def test_one_thing_at_a_time(world: SessionWorld, moves: SessionMoves):
    world.in_group("anna", Commanded("motieven"), "noord")
    moves.begin("anna", "noord", CHOSEN)
    assert moves.session("noord") is None
    moves.begin("fenna", "alfa", CHOSEN)
    moves.begin("carla", "alfa", WRITTEN)
    assert moves.session("alfa").instrument == CHOSEN


def test_a_group_that_moves_goes_on(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", CHOSEN)
    moves.answer("anna", "alfa")
    world.in_group("fenna", Moved(-900), "alfa")  # type: ignore[arg-type]
    moves.answer("carla", "alfa")
    moves.lead("fenna", "alfa", "vtoon")
    assert moves.asked("alfa").state == "shown"


def test_words_of_who_is_in_two_partners_go_along_with_their_choice(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", WRITTEN)
    moves.answer("tess", "alfa")
    bound = world.facts.bound_in(world.groups["alfa"])
    world.press("tess", f"p:namens:{bound.id if bound else 0}.3")
    moves.lead("fenna", "alfa", "vtoon")
    assert {partner for _, _, partner in moves.world.watch.places.wrote} == {3}


def test_who_is_erased_takes_along_what_nobody_saw(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", WRITTEN)
    moves.answer("bram", "noord")
    world.press("bram", "p:gegevenswis")
    sure = next(
        b.option for _, screen in world.latest for row in screen.buttons for b in row if b.label == "Ja, wis alles"
    )
    world.press("bram", sure)
    moves.answer("anna", "noord", aloud=True)
    moves.lead("anna", "noord", "vtoon")
    all_look(moves)
    assert "bram" not in read_in(world, GROUPS["noord"])


def test_places_are_shown_together_at_the_end_and_beside_those_of_the_last_time(
    world: SessionWorld, moves: SessionMoves
):
    for _ in range(2):
        moves.begin("fenna", "alfa", PLACED)
        for _ in range(3):
            moves.all_answer("alfa")
            moves.lead("fenna", "alfa", "vtoon")
            assert not any("●" in screen.html for _, screen in world.latest)
            moves.lead("fenna", "alfa", "vna")
        moves.lead("fenna", "alfa", "vklaar")
        assert "●" in "".join(screen.html for _, screen in world.latest)
    all_look(moves)
    assert "Vorige keer" in "".join(screen.html for _, screen in world.latest + _all(world, "anna"))


def test_half_a_place_counts_in_one_way_wherever_it_is_told(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", PLACED)
    moves.answer("anna", "alfa", index=0)
    board = world.latest[-1][1].html
    assert "1 nog half" in board
    for what in ("vna", "vna", "vklaar"):
        moves.lead("fenna", "alfa", what)
    result = next(screen.html for _, screen in reversed(world.latest) if "Dit kwam eruit" in screen.html)
    assert "afstemming: ●\n" in result
    assert "Niemand antwoordde: 2–3" in result


def test_the_result_says_of_each_question_what_came_of_it(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", CHOSEN)
    moves.answer("anna", "alfa", index=0)
    for what in ("vtoon", "vna", "vover"):
        moves.lead("fenna", "alfa", what)
    moves.answer("anna", "alfa", index=0)
    moves.lead("fenna", "alfa", "vstopnu")
    result = next(screen.html for _, screen in reversed(world.latest) if "Dit kwam eruit" in screen.html)
    assert [line for line in result.splitlines() if ": " in line and line[-1].isdigit()][-3:] == [
        "Overgeslagen: 2",
        "Niet getoond: 3",
        "Niet aan toegekomen: 4–6",
    ]
    for question, said in ((2, "Overgeslagen."), (3, "Deze uitslag is niet getoond"), (5, "Niet aan toegekomen.")):
        world.press("bram", f"p:samenuitslag:1.0.olos.{question}")
        assert said in world.latest[-1][1].html, question


def _all(world: SessionWorld, who: str) -> tuple[tuple[int, Any], ...]:
    return tuple((0, v.screen) for m in world.messages.get(CHATS[who], []) for v in m.versions)


def test_stickers_wait_for_who_leads(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", STUCK)
    moves.all_answer("noord")
    moves.lead("anna", "noord", "vna")
    for at in (0, 1, 1, 2):
        for who in ("anna", "bram", "koen"):
            moves.answer(who, "noord", index=at)
    assert moves.asked("noord").state == "open"
    moves.lead("anna", "noord", "vtoon")
    all_look(moves)
    assert len([k for k in moves.world.watch.places.ballots if k[0] == moves.asked("noord").id]) == 6


def test_a_spot_of_one_person_is_covered_by_a_colleague_alone(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", STUCK)
    moves.all_answer("alfa")
    moves.lead("fenna", "alfa", "vtoon")
    for taken in ((("anna", 0), ("carla", 1)), (("anna", 0),), (("bram", 0), ("bram", 1))):
        moves.lead("fenna", "alfa", "vna")
        for who, at in taken:
            moves.answer(who, "alfa", index=at)
        moves.lead("fenna", "alfa", "vtoon")
    moves.lead("fenna", "alfa", "vstopnu")
    told = "\n".join(v.screen.html for m in world.messages[GROUPS["alfa"]] for v in m.versions)  # type: ignore[index]
    assert "Eén mens staat alleen, maar een collega kan het overnemen: Samenwerken." in told
    assert "Eén mens staat alleen bij: Afstemmen." in told  # of another partner
    all_look(moves)


@pytest.mark.parametrize(
    "data",
    [
        "vantw:1.1.x",
        "vantw:1.2.ja",
        "vantw:9.1.ja",
        "vantw:x",
        "vtoon:1",
        "vtoon:1.9",
        "vna:1.1",
        "vklaar:1.1",
    ],
)
def test_a_made_up_button_is_an_old_one(world: SessionWorld, moves: SessionMoves, data: str):
    moves.begin("fenna", "alfa", CHOSEN)
    world.tap("anna" if data.startswith("vantw") else "fenna", f"g:{data}", "alfa")
    assert world.toasts[-1] == "Deze knop is verlopen"


@pytest.mark.parametrize(
    "data",
    ["samentoon:1", "samentoon:1.9", "samentoon:9.1", "samenna:1.1", "samenklaar:1.1", "samenstop:9", "samenstopnu:x"],
)
def test_a_made_up_button_of_the_panel_is_an_old_one(world: SessionWorld, moves: SessionMoves, data: str):
    moves.begin("fenna", "alfa", CHOSEN)
    world.press("fenna", f"p:{data}")
    assert world.toasts[-1] == "Deze knop is verlopen"


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.deep), pytest.param(3, marks=pytest.mark.deep)])
def test_whatever_people_do_nothing_leaks(world: SessionWorld, seed: int):
    """Random steps: begin, answer, show, go on, stop, leave, look everywhere."""
    chance = Random(seed)
    moves = SessionMoves(world, seed)
    for _ in range(60):
        who, group = chance.choice(SLUGS), chance.choice(sorted(ROOMS))
        leader = chance.choice(ROOMS[group])
        match chance.randrange(10):
            case 0:
                one = chance.choice([WRITTEN, CHOSEN, PLACED, STUCK])
                moves.begin(leader, group, one, in_private=chance.random() < 0.5)
            case 1 | 2 | 3 | 4:
                moves.answer(who, group, aloud=chance.random() < 0.3)
            case 5:
                moves.all_answer(group)
            case 6 | 7:
                moves.lead(leader, group, chance.choice(["vtoon", "vna", "vover", "vklaar", "vstopnu"]))
            case 8 if who not in ("fenna", "anna", "carla"):
                moves.leave(who)
            case _:
                moves.look_everywhere(who)
    all_look(moves)


def reported_to(world: SessionWorld, slug: str, scope: str = "mij") -> set[str]:
    """Whose words stand in the report that somebody asks for."""
    world.press(slug, f"p:rapportmaak:1.1.{scope}.csv")
    files = [m.document or "" for m in world.last.outgoing if m.document is not None]
    return {found.split("-")[1] for data in files for found in SECRET.findall(data)}


def test_what_was_shown_stands_in_reports_and_what_was_not_does_not(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", WRITTEN)
    moves.answer("anna", "alfa")
    moves.answer("carla", "alfa")
    assert reported_to(world, "bram") == set()
    moves.lead("fenna", "alfa", "vtoon")
    assert reported_to(world, "bram") == {"anna", "carla"}
    assert reported_to(world, "fenna") == {"anna", "carla"}
    assert reported_to(world, "hugo") == set()  # of another collaboration


def paper_of(world: SessionWorld, slug: str) -> dict[str, Any]:
    """What the PDF of somebody shows."""
    world.press(slug, "p:rapportmaak:1.1.mij.pdf")
    return json.loads(next(m.document for m in world.last.outgoing if m.document is not None))  # type: ignore[no-any-return]


def test_of_each_partner_where_it_stands_and_wants_to_go_is_told_in_one_row(world: SessionWorld, moves: SessionMoves):
    """And what the dots mean is said once, where several questions stand together."""
    moves.begin("fenna", "alfa", PLACED)
    for _ in range(2):
        moves.answer("anna", "alfa", index=0)
        moves.answer("carla", "alfa", index=2)
        moves.answer("anna", "alfa", index=5)
        moves.lead("fenna", "alfa", "vna")
    moves.lead("fenna", "alfa", "vklaar")
    result = next(screen.html for _, screen in reversed(world.latest) if "Dit kwam eruit" in screen.html)
    assert result.count("2. Tactisch niveau") == result.count("● nu · ○ straks") == 1
    section = next(one for one in paper_of(world, "bram")["sections"] if "Raamwerk" in one["title"])
    told = [(row["by"], row["answer"]) for row in section["blocks"][-1]["rows"] if row["asked"].startswith("Tactisch")]
    assert told == [
        ("Opleiding Noord", "Nu: afstemming 1 → straks: hybridisering 1"),
        ("Zorggroep Oost", "Nu: incorporatie 1 → straks: niet gezegd"),
    ]


def test_the_report_of_a_plate_tells_who_is_where_and_who_is_a_bridge(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", STUCK)
    moves.answer("anna", "alfa", index=2)
    moves.lead("fenna", "alfa", "vtoon")
    moves.lead("fenna", "alfa", "vna")
    moves.answer("anna", "alfa", index=0)
    moves.answer("anna", "alfa", index=2)
    moves.lead("fenna", "alfa", "vtoon")
    moves.lead("fenna", "alfa", "vstopnu")
    section = next(one for one in paper_of(world, "bram")["sections"] if "Beeldplaat" in one["title"])
    picture, told = section["blocks"]
    assert picture["shape"] == "places"
    assert [cell["who"] for cell in picture["picture"]["rows"][0]["cells"]] == [["Docent 1"], [], ["Docent 1"]]
    said = {(row["by"], row["answer"], row["note"]) for row in told["rows"]}
    assert ("", "Samenwerken: Docent 1", "") in said
    assert ("", "Leeg: Afstemmen.", "") in said
    assert ("", "Eén mens staat alleen bij: Samenwerken, Opleiden en begeleiden.", "") in said
    assert ("", "Bruggenbouwers, in meer dan één proces: Docent 1.", "") in said
    assert ("Zorggroep Oost", "", "geen antwoord") in said
    assert section["note"].endswith("Niet aan toegekomen: 11 vragen")


def test_what_nobody_answered_is_no_row_in_a_file(world: SessionWorld, moves: SessionMoves):
    moves.begin("fenna", "alfa", CHOSEN)
    moves.answer("anna", "alfa", index=0)
    moves.lead("fenna", "alfa", "vtoon")
    world.press("bram", "p:rapportmaak:1.1.mij.csv")
    rows = json.loads(next(m.document for m in world.last.outgoing if m.document is not None))["rows"]
    assert [row[4] for row in rows if row[7] == "olos.1"] == ["Opleiding Noord"]


def test_an_agreement_shows_the_answer_it_came_from_to_who_may_read_that(world: SessionWorld, moves: SessionMoves):
    moves.begin("anna", "noord", WRITTEN)
    moves.answer("bram", "noord")
    moves.lead("anna", "noord", "vtoon")
    world.press("anna", "p:samenafspraak:1.b1.1.1")
    assert "bram" in read_now(world, "anna")
    world.database.run_sync(_agreed_and_shared)
    for who, reads in (("koen", {"bram"}), ("carla", set())):
        world.press(who, "p:afspraak:1")
        assert "Komt uit Checklist" in world.latest[-1][1].html
        assert read_now(world, who) == reads


def read_now(world: SessionWorld, who: str) -> set[str]:
    """Whose words stand in what somebody was shown last."""
    shown = [screen.html for chat, screen in world.latest if chat == CHATS[who]]
    return {found.split("-")[1] for found in SECRET.findall(shown[-1])}


def _agreed_and_shared(uow: UnitOfWork) -> None:
    """What was being made is an agreement that other partners see."""
    one = uow.get(AGREEMENTS).get(AgreementId(1))
    terms = Terms("Een dag samen", one.maker, due=date(2026, 12, 1), shared=True)
    uow.get(AGREEMENTS).save(replace(one, terms=terms, state=AgreementState.OPEN))
