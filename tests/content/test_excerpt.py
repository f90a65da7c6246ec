"""Long texts: where they are cut, and that nothing is lost when they are sent whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.excerpt import Excerpt, beginning, messages, units
from bot.content.phrases import load_phrases, noting, short
from bot.content.screen import in_whole
from bot.content.sizes import MESSAGE_UNITS
from bot.engine.model import Phrase

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("abcdef", 3, "abc"),
        ("ab" + FAMILY, 3, "ab"),
        ("ab👍🏽c", 3, "ab"),
        ("ab🇳🇱🇧🇪", 3, "ab"),
        ("ab🇳🇱🇧🇪", 4, "ab🇳🇱"),
        ("cafe\u0301 x", 4, "caf"),
        ("abc  def", 5, "abc"),
    ],
)
def test_a_character_is_not_cut_in_two(text: str, length: int, shown: str):
    assert beginning(text, length) == shown


@given(st.text(st.sampled_from("aé \n👍🇳‍️é<&"), min_size=1, max_size=30), st.integers(1, 700), st.text(max_size=40))
def test_nothing_is_lost_when_a_text_is_sent_whole(piece: str, times: int, of: str):
    text = "begin " + piece * times + " eind"
    packed = list(messages([Excerpt(text, of)]))
    assert "".join(one.text for message in packed for one in message) == text
    for message in packed:
        assert sum(units(one.text) + units(one.of) + 1 for one in message) <= MESSAGE_UNITS


def test_as_many_texts_in_one_message_as_fit_in_order():
    texts = [Excerpt(letter * 1300, letter) for letter in "abcd"]
    assert list(messages(texts)) == [tuple(texts[:3]), tuple(texts[3:])]


def test_a_whole_text_stands_there_letter_for_letter_below_its_name():
    (whole,) = in_whole([Excerpt("een\n\n<twee> & drie", "Anna & co")])
    assert load_phrases().html(whole) == "<b>Anna &amp; co</b>\neen\n\n&lt;twee&gt; &amp; drie"
    (plain,) = in_whole([Excerpt("een\ntwee")])
    assert load_phrases().html(plain) == "een\ntwee"


def test_only_what_is_shortened_is_noted_and_the_same_text_once():
    with noting() as found:
        short("kort", of="Anna")
        short("x" * 121, of="Anna")
        short("x" * 121)
        short("x" * 121, of="Bram")
    assert found == [Excerpt("x" * 121, "Anna"), Excerpt("x" * 121, "Bram")]
    assert short("x" * 121) == "x" * 120 + "…"


def test_what_is_shortened_within_a_phrase_is_noted():
    with noting() as found:
        load_phrases().html(Phrase("settling.wrote", {"name": "Anna", "text": "y" * 200}))
    assert found == [Excerpt("y" * 200, "Anna")]


def test_texts_of_several_fold_so_that_each_is_found():
    (whole,) = in_whole([Excerpt("een <b>", "Anna"), Excerpt("twee", "Bram")])
    marked = str(load_phrases().html(whole))
    assert marked == "<b>Anna</b>\n<fold>een &lt;b&gt;</fold>\n\n<b>Bram</b>\n<fold>twee</fold>"


def test_several_texts_of_the_same_stand_below_its_name_once():
    texts = [Excerpt("een", "Anna"), Excerpt("twee", "Anna"), Excerpt("drie", "Bram"), Excerpt("vier", "Anna")]
    (whole,) = in_whole(texts)
    marked = load_phrases().html(whole)
    assert marked == "\n\n".join(
        (
            "<b>Anna</b>\n<fold>een</fold>",
            "<fold>twee</fold>",
            "<b>Bram</b>\n<fold>drie</fold>",
            "<b>Anna</b>\n<fold>vier</fold>",
        )
    )
