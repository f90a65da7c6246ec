"""A question put to a group: whatever happens in whatever order, numbers stay hidden until all or the leader say so."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.questions.rules.choosing import (
    Answered,
    GroupQuestion,
    Keep,
    Reason,
    Refuse,
    Reopen,
    ReopenRequested,
    SeatsChanged,
    Show,
    ShowRequested,
    Tally,
    ends,
    react,
    tally,
    with_reply,
)
from bot.dialogs.questions.rules.put import NOWHERE, PutQuestion, QuestionKind, QuestionState
from bot.dialogs.sessions.rules import Came, came_of
from bot.domain.ids import BindingId, PartnerId, QuestionId, RoundId
from bot.domain.motive import Choice

Event = Answered[int] | SeatsChanged | ShowRequested | ReopenRequested
seats = st.integers(0, 5)
questions = st.builds(
    GroupQuestion, st.lists(seats, unique=True, max_size=5).map(tuple), st.frozensets(seats), st.booleans()
)
events = st.one_of(
    st.builds(Answered, seats), st.just(SeatsChanged()), st.just(ShowRequested()), st.just(ReopenRequested())
)


def after(question: GroupQuestion[int], event: Event) -> GroupQuestion[int]:
    """What a room keeps of what an event leads to."""
    answered, shown = question.answered, question.shown
    for effect in react(question, event):
        match effect:
            case Keep(seat):
                answered |= {seat}
            case Show():
                shown = True
            case Reopen():
                shown = False
    return GroupQuestion(question.electorate, answered, shown)


@given(questions, events)
def test_every_event_in_every_state_has_an_outcome(question: GroupQuestion[int], event: Event):
    """And a refusal stands alone: it keeps and shows nothing."""
    effects = react(question, event)
    assert len(effects) == 1 or not any(isinstance(effect, Refuse) for effect in effects)


@given(questions, events)
def test_it_is_shown_only_when_complete_or_by_the_leader(question: GroupQuestion[int], event: Event):
    for effect in react(question, event):
        if isinstance(effect, Show):
            assert not question.shown
            assert effect.counted
            assert isinstance(event, ShowRequested) or set(effect.counted) == set(question.electorate)
            assert set(effect.counted) <= set(question.electorate)


@given(questions, events)
def test_an_answer_changes_only_while_it_is_hidden(question: GroupQuestion[int], event: Event):
    kept = [effect.seat for effect in react(question, event) if isinstance(effect, Keep)]
    assert not kept or (kept == [getattr(event, "seat", None)] and not question.shown)
    assert set(kept) <= set(question.electorate)


@given(st.lists(seats, unique=True, min_size=1, max_size=5), st.lists(events, max_size=12))
def test_it_can_be_answered_to_the_end(electorate: Sequence[int], happened: Sequence[Event]):
    """Whatever happened before: opened again or not, once everybody answers all see it."""
    question = GroupQuestion(tuple(electorate), frozenset())
    for event in happened:
        question = after(question, event)
    question = after(question, ReopenRequested())
    for seat in electorate:
        question = after(question, Answered(seat))
    assert question.shown
    assert question.complete


@given(questions)
def test_what_is_asked_twice_happens_once(question: GroupQuestion[int]):
    for event in (SeatsChanged(), ShowRequested(), ReopenRequested()):
        once = after(question, event)
        assert after(once, event) == once


def test_an_answer_by_nobody_and_one_too_late_are_told_apart():
    assert react(GroupQuestion((1, 2), frozenset()), Answered(3)) == (Refuse(Reason.NO_SEAT),)
    assert react(GroupQuestion((1, 2), frozenset({1}), shown=True), Answered(3)) == (Refuse(Reason.NO_SEAT),)
    assert react(GroupQuestion((1, 2), frozenset({1}), shown=True), Answered(1)) == (Refuse(Reason.SHOWN_ALREADY),)


def test_the_last_answer_shows_it():
    assert react(GroupQuestion((1, 2), frozenset({1})), Answered(1)) == (Keep(1),)
    assert react(GroupQuestion((1, 2), frozenset({1})), Answered(2)) == (Keep(2), Show((1, 2)))


def test_who_left_is_not_waited_for_and_not_counted():
    """Their answer is kept, and the seat is gone."""
    assert react(GroupQuestion((1,), frozenset({1, 2})), SeatsChanged()) == (Show((1,)),)
    assert react(GroupQuestion((), frozenset({2})), SeatsChanged()) == ()
    assert react(GroupQuestion((), frozenset({2})), ShowRequested()) == (Refuse(Reason.NOBODY_ANSWERED),)


@given(st.lists(st.tuples(st.integers(1, 3).map(PartnerId), st.sampled_from(Choice))))
def test_numbers_are_those_that_were_given(given_: list[tuple[PartnerId, Choice]]):
    found = tally([PartnerId(1), PartnerId(2), PartnerId(1), PartnerId(3)], given_)
    assert [one.partner for one in found] == [1, 2, 3]
    assert sum(number for one in found for number in one.counts.values()) == len(given_)


@pytest.mark.parametrize(
    ("given_", "apart"),
    [
        ([Choice.YES, Choice.YES], ()),
        ([Choice.YES, Choice.SOMEWHAT], (Choice.YES, Choice.SOMEWHAT)),
        ([Choice.NO, Choice.SOMEWHAT, Choice.YES], (Choice.YES, Choice.NO)),
        ([], ()),
    ],
)
def test_who_differs_most(given_: list[Choice], apart: tuple[Choice, ...]):
    counted: tuple[Tally, ...] = tally([PartnerId(1)], [(PartnerId(1), choice) for choice in given_])
    assert ends(counted) == apart


def put(state: QuestionState) -> PutQuestion:
    moment = datetime(2026, 9, 1, tzinfo=UTC)
    about = ("olos.1", moment, NOWHERE, state)
    return PutQuestion(QuestionId(1), QuestionKind.OF_SET, BindingId(1), RoundId(1), None, *about)


@pytest.mark.parametrize(
    ("running", "state", "passed", "until_the_end", "answered", "came"),
    [
        (False, None, False, False, False, Came.STOPPED),
        (True, None, False, False, False, Came.OPEN),
        (True, QuestionState.OPEN, False, False, True, Came.OPEN),
        (True, QuestionState.OPEN, True, True, False, Came.OPEN),
        (True, QuestionState.OPEN, True, False, False, Came.SKIPPED),
        (False, QuestionState.OPEN, True, False, False, Came.SKIPPED),
        (False, QuestionState.OPEN, False, False, False, Came.NOBODY),
        (False, QuestionState.OPEN, True, True, False, Came.NOBODY),
        (False, QuestionState.OPEN, True, True, True, Came.HIDDEN),
        (False, QuestionState.OPEN, False, False, True, Came.HIDDEN),
        (False, QuestionState.SHOWN, True, False, True, Came.SHOWN),
    ],
)
def test_what_came_of_a_question(
    running: bool, state: QuestionState | None, passed: bool, until_the_end: bool, answered: bool, came: Came
):
    asked = put(state) if state is not None else None
    assert came_of(running, asked, passed=passed, until_the_end=until_the_end, answered=answered) is came


def test_a_reply_in_other_words_takes_the_place_of_the_first():
    assert with_reply("", None, "a") == "a"
    assert with_reply("a", None, "b") == "a\nb"
    assert with_reply("a\nb", "a", "c") == "c\nb"
    assert with_reply("b", "a", "c") == "b\nc"
