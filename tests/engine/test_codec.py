"""Answers in their stored form. What stands here is in databases and never changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.codec import StoredAnswer, decode, encode
from bot.engine.errors import DialogError
from bot.engine.model import Answer, Chosen, Picked, Skipped, Written

STORED = [
    (Chosen("ja"), StoredAnswer("chosen", "ja")),
    (Written("  <b>twee\nregels 👩‍🏫 "), StoredAnswer("written", "  <b>twee\nregels 👩‍🏫 ")),
    (Written("Anna", "i1"), StoredAnswer("written", "Anna", "i1")),
    (Picked(("a", "b"), done=True), StoredAnswer("picked", '["a", "b"]')),
    (Picked((), done=False), StoredAnswer("picking", "[]")),
    (Skipped(), StoredAnswer("skipped")),
]

ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Chosen, st.text()),
    st.builds(Written, st.text(), st.none() | st.text()),
    st.builds(Picked, st.lists(st.text()).map(tuple), st.booleans()),
    st.just(Skipped()),
)


@pytest.mark.parametrize(("answer", "stored"), STORED)
def test_an_answer_has_one_stored_form(answer: Answer, stored: StoredAnswer):
    assert encode(answer) == stored
    assert decode(stored) == answer


@given(ANSWERS)
def test_every_answer_comes_back_as_it_was(answer: Answer):
    assert decode(encode(answer)) == answer


def test_an_unknown_kind_is_a_mistake():
    with pytest.raises(DialogError, match="unknown kind of answer: sung"):
        decode(StoredAnswer("sung", "la"))
