"""A leak is put into each way out of other instruments in turn, and must be noticed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from visibility_instruments import CHOSEN, InstrumentWorld
from visibility_step import LeakError
from visibility_world import CHATS

from bot.dialogs.instruments import facts
from bot.dialogs.instruments.pages import answering, answers
from bot.dialogs.instruments.ports import INSTRUMENTS
from bot.dialogs.instruments.rules import InstrumentRunId
from bot.dialogs.people.pages import my_data
from bot.domain.errors import DomainError
from bot.domain.visibility import Content, ContentRef
from bot.engine.model import Phrase
from bot.rooms import HOUSE
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.own_data import gathered

NOORD, OOST = 1, 2
Patch = pytest.MonkeyPatch


@cache
def _begun() -> object:
    """Anna and Bram handed in for Noord, Koen did not; Carla handed in for Oost. Anna and Koen also chose."""
    world = InstrumentWorld()
    world.answer("anna", NOORD)
    world.answer("bram", NOORD)
    world.answer("koen", NOORD, hand_in=False)
    world.answer("carla", OOST)
    world.answer("anna", NOORD, CHOSEN)
    world.answer("koen", NOORD, CHOSEN, hand_in=False)
    kept = world.keep()
    world.close()
    return kept


@pytest.fixture
def world() -> Iterator[InstrumentWorld]:
    kept = _begun()
    world = InstrumentWorld()
    world.go_back(kept)
    yield world
    world.close()


# --- what people do ---


def all_look(world: InstrumentWorld) -> None:
    for who in ("koen", "carla", "bas", "fenna", "anna"):
        world.look_everywhere(who)


# --- what goes wrong ---


def always(*_: object, **__: object) -> bool:
    return True


def changed(monkeypatch: Patch, **other: Any) -> None:
    real = facts.may_see
    monkeypatch.setattr(facts, "may_see", lambda piece, audience: real(replace(piece, **other), audience))


def all_count_as_ready(monkeypatch: Patch) -> None:
    real = facts.viewer_of
    monkeypatch.setattr(facts, "viewer_of", lambda stage, run: replace(real(stage, run), handed_in=True))


def any_run_is_ones_own(monkeypatch: Patch) -> None:
    def own(stage: TurnContext, argument: str) -> Any:
        if stage.person is None:
            raise DomainError("errors.expired")
        return stage.uow.get(INSTRUMENTS).get(InstrumentRunId(number(argument)))

    monkeypatch.setattr(answers, "own_run", own)
    monkeypatch.setattr(facts, "viewer_of", lambda stage, run: facts.Viewer(run.person, (), handed_in=True))


def the_talk_of_somebody_else(monkeypatch: Patch) -> None:
    """`/verdieping` goes on with the first talk there is."""
    monkeypatch.setattr(answering, "my_run", lambda stage, one, _: stage.uow.get(INSTRUMENTS).of_partner(one.id, 1)[0])
    monkeypatch.setattr(answers, "known_person", lambda stage: stage.uow.people.in_chat(CHATS["bram"]))
    monkeypatch.setattr(facts, "known_person", lambda stage: stage.uow.people.in_chat(CHATS["bram"]))


def numbers_are_for_everybody(monkeypatch: Patch) -> None:
    real = facts.may_see

    def seen(piece: ContentRef, audience: Any) -> bool:
        return piece.content is Content.INSTRUMENT_PROGRESS or real(piece, audience)

    monkeypatch.setattr(facts, "may_see", seen)


def the_file_is_somebody_elses(monkeypatch: Patch) -> None:
    real = gathered
    monkeypatch.setattr(my_data, "gathered", lambda stage, _: real(stage, stage.uow.people.in_chat(CHATS["bram"])))


def a_page_tells(name: str) -> Callable[[Patch], None]:
    """A page that also tells in a toast what somebody else answered."""

    def plant(monkeypatch: Patch) -> None:
        real = HOUSE.pages[name]

        def page(stage: TurnContext, argument: str) -> Any:
            of = stage.uow.conversations
            held = of.find("instrument", CHATS["koen"], 3)
            assert held is not None
            said = [str(answer) for answer in of.answers(held.id).values() if "geheim" in str(answer)]
            stage.notify(Phrase("agreements.note", {"what": said[0]}))
            return real(stage, argument)

        monkeypatch.setitem(HOUSE.pages, name, page)

    return plant


LEAKS: Mapping[str, Callable[[Patch], None]] = {
    "everybody sees every answer": lambda m: m.setattr(facts, "may_see", always),
    "handing in is not looked at": lambda m: changed(m, handed_in=True),
    "one's own handing in is not looked at": all_count_as_ready,
    "a run is not looked at": any_run_is_ones_own,
    "somebody else's eyes": the_talk_of_somebody_else,
    "somebody else's data": the_file_is_somebody_elses,
    "numbers are for everybody": numbers_are_for_everybody,
    "the list tells": a_page_tells("verdieping"),
    "an instrument tells": a_page_tells("verdiep"),
    "the explanation tells": a_page_tells("verdiepuitleg"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_noticed(leak: str, world: InstrumentWorld, monkeypatch: Patch):
    LEAKS[leak](monkeypatch)
    with pytest.raises(LeakError, match=r"has geheim-|tells what|counts"):
        all_look(world)


def test_without_a_leak_nothing_is_noticed(world: InstrumentWorld):
    all_look(world)
    got = {chat for secret, chat in world.watch.reached if world.watch.authors[secret] == CHATS["bram"]}
    assert got == {CHATS["anna"], CHATS["bram"]}
