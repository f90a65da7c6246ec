"""Walking every branch of a dialog."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.engine.errors import DialogError
from bot.engine.explore import explore
from bot.engine.model import Chosen, Phrase, Skipped, Step, StepId, Steps, TextRule, Written
from bot.engine.steps import choose, option, pick, write

AT = datetime(2026, 9, 16, tzinfo=UTC)


def found(talk: Callable[[], Steps]) -> list[str]:
    return sorted(step.id for step in explore(talk))


def test_explore_follows_every_option():
    def talk() -> Steps:
        way = yield from choose("way", "?", [option("left"), option("right"), option("away", opens="other")])
        yield from choose(way, "?", [option("ok")])

    assert found(talk) == ["left", "right", "way"]


def test_explore_skips_and_writes():
    def talk() -> Steps:
        note = yield from write("note", "?", optional=True, suggestions=[option("usual")])
        key = "skipped" if note is None else "tapped" if isinstance(note, Chosen) else "typed"
        yield from choose(key, "?", [option("ok")])

    assert found(talk) == ["note", "skipped", "tapped", "typed"]


def test_explore_gives_an_item_an_id():
    def talk() -> Steps:
        named = yield from write("new.name", "?", rule=TextRule(names_item=True))
        assert isinstance(named, Written)
        yield from choose(f"own.{named.item}", "?", [option("ok")])

    assert found(talk) == ["new.name", "own.newname"]


def test_explore_takes_all_of_several():
    def talk() -> Steps:
        on = yield from pick("days", "?", [option("mon"), option("tue")], preset=[])
        yield from choose("+".join(on), "?", [option("ok")])

    assert found(talk) == ["days", "mon+tue"]


def test_explore_answers_what_is_asked_only_where_it_is_changed():
    def talk() -> Steps:
        size = yield from write("size", "?", optional=True, suggestions=[option("big")], assumed=Skipped())
        yield from choose("big" if isinstance(size, Chosen) else "small", "?", [option("ok")])

    assert set(found(talk)) == {"size", "small", "big"}


@pytest.mark.parametrize("same", ["ja", "enigszins", "nee"])
def test_explore_reaches_what_needs_the_same_answer_everywhere(same: str):
    def talk() -> Steps:
        scale = [option("ja"), option("enigszins"), option("nee")]
        given = []
        for number in range(12):
            given.append((yield from choose(f"m{number}", "?", scale)))
        if given == [same] * 12:
            yield from choose("rare", "?", [option("ok")])

    assert "rare" in found(talk)


def test_explore_stays_cheap_with_many_questions():
    answered = []

    def talk() -> Steps:
        for number in range(40):
            answered.append((yield from choose(f"m{number}", "?", [option("ja"), option("nee")])))

    assert len(found(talk)) == 40
    assert len(answered) < 40 * 40 * 10


def twice() -> Steps:
    yield from choose("same", "?", [option("a")])
    yield from choose("same", "?", [option("a")])


def twice_in_one_branch() -> Steps:
    way = yield from choose("way", "?", [option("a"), option("b")])
    if way == "b":
        yield from choose("way", "?", [option("a")])


def endless() -> Steps:
    number = 0
    while True:
        number += 1
        yield from choose(f"step{number}", "?", [option("a"), option("b")])


def asks_the_same_for_ever() -> Steps:
    while (yield from choose("again", "?", [option("no"), option("yes")])) != "yes":
        pass


@pytest.mark.parametrize(
    ("talk", "what"),
    [
        (twice, "step same is asked twice in one dialog"),
        (twice_in_one_branch, "step way is asked twice in one dialog"),
        (asks_the_same_for_ever, "step again is asked twice in one dialog"),
        (endless, "a dialog does not come to an end"),
    ],
)
def test_a_dialog_that_repeats_or_never_ends_is_a_mistake(talk: Callable[[], Steps], what: str):
    with pytest.raises(DialogError, match=what):
        list(explore(talk))


def without_answer() -> Steps:
    yield Step(StepId("dead"), "?")
    yield from choose("behind", "?", [option("a")])


def only_read() -> Steps:
    yield from write("year", "?", rule=TextRule(read=lambda text, at: Phrase("no")))
    yield from choose("behind", "?", [option("a")])


def only_opens() -> Steps:
    yield from choose("doors", "?", [option("a", opens="other")])
    yield from choose("behind", "?", [option("a")])


def none_of_several() -> Steps:
    yield from pick("days", "?", [], preset=[])
    yield from choose("behind", "?", [option("a")])


@pytest.mark.parametrize("talk", [without_answer, only_read, only_opens, none_of_several])
def test_a_step_that_no_tried_answer_passes_is_a_mistake(talk: Callable[[], Steps]):
    with pytest.raises(DialogError, match="no answer is known that leads on from step"):
        list(explore(talk))


def test_a_step_with_reading_is_passed_by_its_options():
    def talk() -> Steps:
        rule = TextRule(read=lambda text, at: Chosen(text) if at == AT else Skipped())
        yield from write("year", "?", suggestions=[option("now")], rule=rule)
        yield from choose("behind", "?", [option("a")])

    assert found(talk) == ["behind", "year"]
