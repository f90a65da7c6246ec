"""A leak is put into each way out of a session in a group in turn, and must be noticed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from visibility_sessions_world import SessionMoves, SessionWorld
from visibility_step import LeakError
from visibility_world import CHATS

from bot.dialogs.groups.actions import leading
from bot.dialogs.instruments.ports import INSTRUMENTS
from bot.dialogs.people.pages import my_data
from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import QuestionState
from bot.dialogs.sessions.actions import answering, showing
from bot.dialogs.sessions.facts import answers as facts
from bot.dialogs.sessions.facts import held, writing
from bot.dialogs.sessions.pages import results
from bot.dialogs.sessions.ports import SESSIONS
from bot.dialogs.sessions.screens import answers, panel, question, result
from bot.domain.ids import CollaborationId, SessionId
from bot.domain.visibility import Circle, Viewer
from bot.engine.model import Phrase
from bot.rooms import HOUSE
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.own_data import gathered

NOORD = 1
Patch = pytest.MonkeyPatch


@cache
def _begun() -> object:
    """All: a checklist of which the first question was shown, the second half answered. Noord: elements, half chosen.

    Bram also answered the checklist in private, and handed it in.
    """
    world = SessionWorld()
    moves = SessionMoves(world, 1)
    moves.begin("fenna", "alfa", "b1")
    for who in ("bram", "carla"):
        moves.answer(who, "alfa")
    moves.lead("fenna", "alfa", "vtoon")
    moves.lead("fenna", "alfa", "vna")
    moves.answer("bram", "alfa")
    moves.begin("anna", "noord", "olos")
    moves.answer("bram", "noord", index=0)
    world.answer("bram", NOORD)
    kept = world.keep()
    world.close()
    return kept


@pytest.fixture
def world() -> Iterator[SessionWorld]:
    kept = _begun()
    world = SessionWorld()
    world.go_back(kept)
    yield world
    world.close()


# --- what people do ---


def all_happens(world: SessionWorld) -> None:
    """Who may not reads everything; then it all goes on: chosen, shown, left, over."""
    moves = SessionMoves(world)
    for who in ("koen", "carla", "bas", "hugo", "fenna", "odin"):
        moves.look_everywhere(who)
    moves.answer("koen", "noord", index=1)
    for what in ("vtoon", "vna"):
        for who in ("bram", "bas", "odin"):
            moves.lead(who, "noord", what)
    moves.answer("carla", "alfa", aloud=True)
    moves.leave("bram")
    moves.answer("anna", "noord", index=2)
    moves.lead("carla", "alfa", "vtoon")  # who leads too, and did not take over
    for group_, leader in (("noord", "anna"), ("alfa", "fenna")):
        moves.lead(leader, group_, "vtoon")
        moves.lead(leader, group_, "vna")
        moves.answer("koen", group_, index=2)
        moves.lead(leader, group_, "vstopnu")
    for who in ("koen", "carla", "bas", "hugo", "bram"):
        moves.look_everywhere(who)


# --- what goes wrong ---


def changed(monkeypatch: Patch, **other: Any) -> None:
    real = facts.may_see
    monkeypatch.setattr(facts, "may_see", lambda piece, audience: real(replace(piece, **other), audience))


def a_group_is_asked_as_its_leader(monkeypatch: Patch) -> None:
    """What the group reads is what somebody who takes part may read."""
    real = facts.may_see
    monkeypatch.setattr(facts, "may_see", lambda piece, who: isinstance(who, Circle) or real(piece, who))


def drawn_as_shown(monkeypatch: Patch) -> None:
    """The question in the group is drawn with its result before that is shown."""
    real = question.question_screen

    def early(stage: TurnContext, session: Any, binding: Any, put: Any) -> Any:
        screen = real(stage, session, binding, put)
        with monkeypatch.context() as inner:
            inner.setattr(facts, "may_see", lambda *_: True)
            lines = answers.result_lines(stage, session, put, Circle(session.partner))
        found = "".join(f"\n{stage.texts.phrases.html(line)}" for line in lines)
        return replace(screen, html=screen.html + found)

    monkeypatch.setattr(question, "question_screen", early)


def any_session_is_readable(monkeypatch: Patch) -> None:
    def found(stage: TurnContext, argument: str) -> Any:
        return stage.uow.get(SESSIONS).get(SessionId(number(argument)))

    monkeypatch.setattr(results, "readable", found)
    monkeypatch.setattr(facts, "may_see", lambda *_: True)


def read_with_the_eyes_of_bram(monkeypatch: Patch) -> None:
    def bram(stage: TurnContext, session: Any) -> Viewer:
        person = stage.uow.people.in_chat(CHATS["bram"])
        assert person is not None
        return Viewer(person.id, stage.uow.collaborations.memberships_of(person.id))

    monkeypatch.setattr(results, "viewer_of", bram)


def private_answers_come_along(monkeypatch: Patch) -> None:
    """The result of a question also has what was answered to it in private."""
    real = answers.result_lines

    def more(stage: TurnContext, session: Any, put: Any, audience: Any, **about: Any) -> Any:
        lines = real(stage, session, put, audience, **about)
        for run in stage.uow.get(INSTRUMENTS).of_partner(session.instrument, NOORD):  # type: ignore[arg-type]
            held = stage.uow.conversations.find("instrument", stage.uow.people.get(run.person).chat, run.id)
            answers = stage.uow.conversations.answers(held.id) if held is not None else {}
            lines += [
                Phrase("session.said", {"speaker": "", "text": text})
                for one in answers.values()
                if (text := getattr(one, "text", ""))
            ]
        return lines

    for where in (question, result):
        monkeypatch.setattr(where, "result_lines", more)


def anybody_leads(monkeypatch: Patch) -> None:
    def led(stage: TurnContext, binding: Any, round_: Any, acting: Any) -> Any:
        return leading.take_lead(stage, binding, round_, acting.person.id)

    monkeypatch.setattr(leading, "must_conduct", led)


def nobody_has_to_take_over(monkeypatch: Patch) -> None:
    """A manager moves on what somebody else leads."""
    monkeypatch.setattr(leading, "leader_of", lambda *_: None)


def everybody_has_the_controls(monkeypatch: Patch) -> None:
    """They stand below the question, beside the panel."""
    monkeypatch.setattr(question, "led_in_group", lambda *_: True)


def the_panel_tells(monkeypatch: Patch) -> None:
    """Whoever leads reads who has answered before the result is there."""
    real = panel._screen

    def more(stage: TurnContext, session: Any, binding: Any, put: Any) -> Any:
        screen = real(stage, session, binding, put)
        votes = stage.uow.get(QUESTIONS).ballots(put.id, 1)
        return replace(screen, html=screen.html + "".join(stage.uow.people.get(one.person).name for one in votes))

    monkeypatch.setattr(panel, "_screen", more)


def words_are_said_at_once(monkeypatch: Patch) -> None:
    """What is written in private goes to the group without waiting."""
    real = answering.look

    def look(stage: TurnContext, session: Any, put: Any) -> None:
        stage.uow.get(QUESTIONS).turn(put, QuestionState.SHOWN, put.number + 1)
        real(stage, session, stage.uow.get(QUESTIONS).get(put.id))

    monkeypatch.setattr(answering, "look", look)


def who_left_is_kept(monkeypatch: Patch) -> None:
    monkeypatch.setattr(showing, "drop_who_left", lambda *_: None)


def tells_in_a_toast(monkeypatch: Patch) -> None:
    """Whoever taps hears what somebody else chose."""
    real = HOUSE.group_buttons["vantw"]

    def tap(stage: TurnContext, argument: str) -> None:
        stage.notify(Phrase("session.noted", {"answer": "Ja", "at_the_end": False}))
        real(stage, argument)

    monkeypatch.setitem(HOUSE.group_buttons, "vantw", tap)


def a_page_tells(name: str) -> Callable[[Patch], None]:
    """A page that also tells in a toast what somebody wrote and nobody has seen."""

    def plant(monkeypatch: Patch) -> None:
        real = HOUSE.pages[name]

        def page(stage: TurnContext, argument: str) -> Any:
            for session in stage.uow.get(SESSIONS).of(CollaborationId(1)):
                for put in stage.uow.get(QUESTIONS).of_session(session.id):
                    for one in writing.kept_back(stage, session, put):
                        stage.notify(Phrase("agreements.note", {"what": one.text}))
            return real(stage, argument)

        monkeypatch.setitem(HOUSE.pages, name, page)

    return plant


def the_file_is_somebody_elses(monkeypatch: Patch) -> None:
    real = gathered
    monkeypatch.setattr(my_data, "gathered", lambda stage, _: real(stage, stage.uow.people.in_chat(CHATS["bram"])))


def names_are_told(monkeypatch: Patch) -> None:
    real = answers.name_of_partner

    def name(stage: TurnContext, partner: Any) -> str:
        return f"{real(stage, partner)} ({stage.uow.people.in_chat(CHATS['carla']).name})"  # type: ignore[union-attr]

    for where in (question, answers):
        monkeypatch.setattr(where, "name_of_partner", name)


LEAKS: Mapping[str, Callable[[Patch], None]] = {
    "everybody sees every answer": lambda m: m.setattr(facts, "may_see", lambda *_: True),
    "whether it was shown is not looked at": lambda m: changed(m, shown=True),
    "the circle is not looked at": lambda m: (
        changed(m, partner=None),
        m.setattr(held, "circle_of", lambda _: Circle(None)),
    )[0],
    "a group is not asked": a_group_is_asked_as_its_leader,
    "hidden answers are drawn": drawn_as_shown,
    "any session is readable": any_session_is_readable,
    "somebody else's eyes": read_with_the_eyes_of_bram,
    "answers given in private come along": private_answers_come_along,
    "anybody leads": anybody_leads,
    "nobody has to take over": nobody_has_to_take_over,
    "everybody has the controls": everybody_has_the_controls,
    "the panel tells": the_panel_tells,
    "what is written is said at once": words_are_said_at_once,
    "who left stays among the numbers": who_left_is_kept,
    "a toast tells": tells_in_a_toast,
    "the result tells": a_page_tells("samenuitslag"),
    "an instrument tells": a_page_tells("verdiep"),
    "somebody else's data": the_file_is_somebody_elses,
    "names are told": names_are_told,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_noticed(leak: str, world: SessionWorld, monkeypatch: Patch):
    LEAKS[leak](monkeypatch)
    with pytest.raises(LeakError):
        all_happens(world)


def test_without_a_leak_nothing_is_noticed(world: SessionWorld):
    all_happens(world)
