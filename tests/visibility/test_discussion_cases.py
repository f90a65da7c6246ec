"""Short plays of phase 2: people who leave or come meanwhile, and a conversation that goes on in another group."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from test_discussion_machine import MEMBERS, begun
from visibility_step import SECRET, LeakError
from visibility_talk_facts import HOME
from visibility_talk_moves import TalkMoves
from visibility_world import CHATS, GROUPS, World

from bot.dialogs.commitment import group as phase_3_in_group
from bot.domain.group import Binding
from bot.domain.ids import ChatId
from bot.domain.rounds import Phase, PhaseRun, Round
from bot.turn.context import TurnContext
from bot.turn.incoming import CameOrWent, Commanded
from bot.typesetting.compiler import TEMPLATES
from bot.typesetting.minutes import render_pdf


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def at(world: World, far: str) -> TalkMoves:
    world.go_back(begun(far))
    return TalkMoves(world, seed=1)


def take_over(moves: TalkMoves, slug: str) -> None:
    moves.talk(slug, "alfa")
    moves.press_in(slug, "alfa", "leid")
    assert moves.leader("alfa") == slug


def run_of(moves: TalkMoves) -> int:
    led = moves.led("alfa")
    assert led is not None
    return led.run


def in_chat(world: World, chat: ChatId) -> str:
    return "\n".join(message.screen.html for message in world.phones.said_to(chat))


# --- who led, and left ---


@pytest.mark.parametrize("removed", [False, True])
def test_who_led_and_left_is_not_told_how_the_talk_is_shared(world: World, removed: bool) -> None:
    moves = at(world, "begun")
    take_over(moves, "anna")
    if removed:
        moves.remove("anna", "fenna")
    else:
        moves.leave("anna")
    world.speak("carla", "alfa", "punt", "Wij willen studenten leren kennen.")


def test_who_led_and_left_is_not_told_what_is_corrected(world: World) -> None:
    moves = at(world, "home")
    take_over(moves, "anna")
    moves.close("alfa")
    moves.leave("anna")
    moves.check_minutes("carla", run_of(moves), right=False)


def test_when_who_led_leaves_the_facilitator_leads(world: World) -> None:
    moves = at(world, "begun")
    take_over(moves, "anna")
    moves.leave("anna")
    assert moves.leader("alfa") == "fenna"
    assert "Je leidt de groep niet meer" in in_chat(world, CHATS["anna"])
    world.phones.chat(CHATS["fenna"]).clear()
    world.speak("carla", "alfa", "punt", "Wij willen studenten leren kennen.")
    assert "Om te zeggen" in in_chat(world, CHATS["fenna"])


def test_where_nobody_leads_a_manager_goes_on_at_once(world: World) -> None:
    moves = at(world, "begun")
    moves.leave("fenna")
    world.speak("carla", "alfa", "punt", "Wij willen studenten leren kennen.")
    moves.press_in("anna", "alfa", "vraagna")
    led = moves.led("alfa")
    assert led is not None
    assert led.question == "f2.b3"
    assert moves.leader("alfa") == "anna"
    assert "Om te zeggen" in in_chat(world, CHATS["anna"])


def test_who_left_without_leading_is_told_nothing_more(world: World) -> None:
    moves = at(world, "home")
    moves.leave("koen")
    before = in_chat(world, CHATS["koen"])
    world.speak("carla", "alfa", "punt", "Wij willen studenten leren kennen.")
    moves.close("alfa")
    for who in ("anna", "carla", "bas", "tess"):
        moves.check_minutes(who, run_of(moves), right=True)
    assert world.facts.phase_2.fixed
    assert in_chat(world, CHATS["koen"]) == before


# --- who comes, with an answer to the last question ---


def test_who_comes_later_reads_what_colleagues_take_home(world: World) -> None:
    moves = at(world, "home")
    moves.take_home("dora", run_of(moves))
    moves.come_in("olga", "fenna", 2, "deelnemer")
    world.press("olga", f"p:meegenomen:{run_of(moves)}")
    assert "geheim-dora" in in_chat(world, CHATS["olga"])


def test_a_stakeholder_does_not_read_what_people_take_home(world: World) -> None:
    moves = at(world, "home")
    moves.take_home("dora", run_of(moves))
    moves.come_in("odin", "fenna", 2, "betrokkene")
    world.press("odin", f"p:meegenomen:{run_of(moves)}")
    assert not SECRET.search(in_chat(world, CHATS["odin"]))


def test_what_was_taken_home_stays_with_the_partner_it_was_said_for(world: World) -> None:
    moves = at(world, "home")
    moves.take_home("dora", run_of(moves))
    moves.come_in("dora", "fenna", 1, "deelnemer")
    world.press("anna", f"p:meegenomen:{run_of(moves)}")


# --- in another group ---


def move_house(moves: TalkMoves) -> None:
    """The bot leaves the group of all, which from then on is another one."""
    moves.world.in_group("fenna", CameOrWent(False), "alfa")
    moves.bind("fenna", "vreemd")


def said_as(world: World, message: int, slug: str, name: str) -> None:
    """In the other group, with a number that was used in the first: each supergroup counts for itself."""
    world.phones.group("vreemd").next_number = message
    world.speak(slug, "vreemd", name, world.secret(slug))


def test_a_point_in_another_group_does_not_replace_one_of_the_first(world: World) -> None:
    moves = at(world, "begun")
    world.speak("carla", "alfa", "punt", world.secret("carla"))
    message = world.phones.group("alfa").heard(CHATS["carla"], "punt")[-1].id
    move_house(moves)
    said_as(world, message, "anna", "punt")


def test_a_goal_in_another_group_is_not_other_words_for_one_of_the_first(world: World) -> None:
    moves = at(world, "goals")
    goals = list(world.facts.phase_2.aims.values())
    move_house(moves)
    said_as(world, goals[0].message, "bram", "doel")
    assert len(world.facts.phase_2.aims) == len(goals) + 1


def test_a_group_that_was_let_go_is_left_alone(world: World) -> None:
    moves = at(world, "begun")
    move_house(moves)
    moves.talk("fenna", "vreemd")


def test_the_time_is_up_in_no_group_that_was_let_go(world: World) -> None:
    moves = at(world, "begun")
    moves.press_in("fenna", "alfa", "tijd")
    world.in_group("fenna", CameOrWent(False), "alfa")
    world.phones.chat(world.groups["alfa"]).clear()
    world.wait(timedelta(minutes=10))
    assert not in_chat(world, world.groups["alfa"])


# --- after it was closed ---


def test_taking_a_point_back_after_the_end_leaves_the_panel_closed(world: World) -> None:
    moves = at(world, "closed")
    for who in ("bram", "dora", "bas", "carla", "koen"):
        moves.take_back(who, run_of(moves))
    assert "Om te zeggen" not in in_chat(world, CHATS["fenna"])


class Typeset:
    """Stands in for typst, and keeps what it was given."""

    given: ClassVar[list[tuple[bytes, dict[str, str]]]] = []

    def __init__(self, source: bytes, *, sys_inputs: dict[str, str], **rest: Any) -> None:
        self.given.append((source, sys_inputs))

    def compile(self, **how: Any) -> bytes:
        return b"%PDF"


def test_what_is_typeset_is_the_document_and_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source is the template as it stands; what was taken back or taken home is not in what goes beside it."""
    moves = at(world, "home")
    words = next(w for w in world.facts.phase_2.words.values() if SECRET.search(w.text))
    who = next(slug for slug, chat in CHATS.items() if world.facts.people.get(chat) == words.person)
    world.press(who, f"p:trekin:{words.id}.ja")
    moves.close("alfa")
    sent: list[str] = []
    for slug in ("anna", "carla", "bas"):
        moves.check_minutes(slug, run_of(moves), right=True)
        assert world.last is not None
        sent += [message.document for message in world.last.outgoing if message.document]
    monkeypatch.setattr("typst.Compiler", Typeset)
    assert sent
    for document in sent:
        render_pdf(json.loads(document))
        source, inputs = Typeset.given[-1]
        assert source == (TEMPLATES / "minutes.typ").read_bytes()
        assert inputs.keys() == {"data"}
        assert json.loads(inputs["data"]) == json.loads(document)
        assert words.text not in document
        taken_home = [v for (_, step), (_, v) in world.facts.answers.items() if step == HOME]
        assert len(taken_home) >= 2
        assert not any(SECRET.findall(text)[0] in document for text in taken_home)


def test_the_end_is_asked_for_twice(world: World) -> None:
    """The button that was pressed first closes nothing; the second only by whoever leads."""
    moves = at(world, "home")
    moves.press_in("fenna", "alfa", "sluit")
    led = moves.led("alfa")
    assert led is not None
    assert led.state == "running"
    moves.press_in("anna", "alfa", "sluitnu")
    led = moves.led("alfa")
    assert led is not None
    assert led.state == "running"
    moves.press_in("fenna", "alfa", "sluitnu")
    led = moves.led("alfa")
    assert led is not None
    assert led.state == "closed"
    world.in_group("fenna", Commanded("gesprek"), "alfa")
    assert moves.led("alfa") == led


def test_before_the_end_open_objections_and_missing_answers_are_counted_apart(world: World) -> None:
    moves = at(world, "goals")
    for who in ("anna", "carla"):
        moves.judge(who, "alfa", "bezwaar", newest=True)
    moves.go_to("alfa", HOME)
    moves.press_in(moves.leader("alfa"), "alfa", "sluit")
    said = in_chat(world, ChatId(GROUPS["alfa"]))
    assert "Er staat nog een bezwaar open. 7 mensen hebben de laatste vraag nog niet beantwoord." in said


def test_below_the_question_for_a_command_without_words_an_answer_counts(world: World) -> None:
    """Also by somebody else, and also when it is edited."""
    moves = at(world, "begun")
    for name in ("doel", "punt"):
        world.speak("anna", "alfa", name, " ")
    asking = [message for message, question in moves.stands("alfa") if question == "asked"]
    assert len(asking) == 2
    for message in asking:
        world.reply("carla", "alfa", message, "Wij leren studenten kennen.")
        world.reply("carla", "alfa", message, "Wij leren van elkaar.", edits=True)
    talks = world.facts.phase_2
    assert [aim.text for aim in talks.aims.values()] == ["Wij leren van elkaar."]
    assert [words.text for words in talks.words.values()][-1] == "Wij leren van elkaar."


def test_a_goal_that_is_not_joint_comes_along_when_the_group_is_bound_again(world: World) -> None:
    moves = at(world, "goals")
    stood = {aim.id: aim.placed for aim in world.facts.phase_2.aims.values() if aim.led == 1}
    world.in_group("hugo", CameOrWent(False), "alfa")
    world.in_group("hugo", CameOrWent(True), "alfa")
    moves.bind("fenna", "alfa")
    take_over(moves, "fenna")
    stands = {aim.id: aim.placed for aim in world.facts.phase_2.aims.values() if aim.led == 1}
    assert stood
    assert stands.keys() == stood.keys()
    assert any(stands[goal] != stood[goal] for goal in stood)


def test_a_goal_goes_on_without_a_partner_of_which_nobody_is_left(world: World) -> None:
    """By whoever leads, and while nobody takes part there; the minutes keep it."""
    moves = at(world, "goals")
    goal = next(aim for aim in world.facts.phase_2.aims.values() if aim.led == 1)
    slugs = {world.facts.people[chat]: slug for slug, chat in CHATS.items() if chat in world.facts.people}
    at_home = [m for m in world.facts.members if m.active and m.collaboration == 1 and m.partner]
    partner = next(m.partner for m in at_home if slugs[m.person] == "carla")
    mark = f"p:zonderpartner:{goal.id}.{goal.version}.{partner}"
    world.press("fenna", f"{mark}.ja")
    assert "zonder" not in {choice for choice, _ in world.facts.phase_2.ballots.values()}
    for member in at_home:
        if member.partner == partner:
            moves.leave(slugs[member.person])
    for who in ("anna", "fenna"):
        world.press(who, f"{mark}.ja")
    assert "zonder" in {choice for choice, _ in world.facts.phase_2.ballots.values()}
    world.press("fenna", f"{mark}.nee")
    assert "zonder" not in {choice for choice, _ in world.facts.phase_2.ballots.values()}


def ask_phase_3_of(world: World, group: str) -> None:
    moves = at(world, "closed")
    for who in MEMBERS["alfa"]:
        moves.check_minutes(who, run_of(moves), right=True)
    moves.talk("fenna", group)
    moves.press_in("fenna", group, "fase3")


def test_phase_3_is_asked_in_the_group_of_a_partner(world: World) -> None:
    ask_phase_3_of(world, "noord")
    assert "Iedereen in deze groep leest mee; in je eigen chat" in in_chat(world, ChatId(GROUPS["noord"]))
    assert len(world.facts.asked_in_phase_3) == 2


def the_run_of_another(ctx: TurnContext, binding: Binding) -> PhaseRun | None:
    runs = ctx.uow.rounds.runs(ctx.uow.rounds.latest(binding.collaboration).id)  # type: ignore[union-attr]
    return next(run for run in runs if run.phase is Phase.COMMITMENT and run.partner != binding.partner)


def all_goals(ctx: TurnContext, round_: Round, circle: object) -> tuple[str, ...]:
    return ("Geen gezamenlijk doel",)


@pytest.mark.parametrize(("name", "wrong"), [("_run", the_run_of_another), ("joint_goals", all_goals)])
def test_what_does_not_belong_in_phase_3_there_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, wrong: object
) -> None:
    monkeypatch.setattr(phase_3_in_group, name, wrong)
    with pytest.raises(LeakError) as noticed:
        ask_phase_3_of(world, "noord")
    assert noticed.value.__cause__ is None, "the plant itself broke"


def test_what_is_written_quietly_is_said_at_once_when_the_time_is_up(world: World) -> None:
    """Also after a restart; who left meanwhile says nothing, and who is late is told so."""
    moves = at(world, "begun")
    moves.go_to("alfa", "f2.b2")
    moves.steer("fenna", "alfa", "schrijf4")
    before = world.facts.phase_2.words
    for who in ("anna", "anna", "carla", "bram", "fenna"):
        moves.quietly(who, "alfa")
    moves.leave("bram")
    world.restart()
    world.wait(timedelta(minutes=2))
    assert world.facts.phase_2.words == before
    world.wait(timedelta(minutes=2))
    said = [w for w in world.facts.phase_2.words.values() if w.id not in before]
    people = world.facts.people
    assert {w.person for w in said} == {people[CHATS[who]] for who in ("anna", "carla", "fenna")}
    assert all(w.question == "f2.b2" for w in said)
    moves.quietly("dora", "alfa")
    assert len(world.facts.phase_2.words) == len(before) + len(said)


def test_going_on_and_the_end_show_what_is_written_quietly(world: World) -> None:
    moves = at(world, "begun")
    moves.go_to("alfa", "f2.b2")
    for leaves in ("vraagna", "sluitnu"):
        moves.steer("fenna", "alfa", "schrijf2")
        moves.quietly("anna", "alfa")
        before = len(world.facts.phase_2.words)
        moves.steer("fenna", "alfa", leaves)
        assert len(world.facts.phase_2.words) == before + 1
    assert world.facts.phase_2.quiet_due == {}
