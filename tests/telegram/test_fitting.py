"""What the house allows itself fits Telegram, and a program that would not fit does not start."""

import pytest

from bot.content.screen import Screen
from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId
from bot.telegram import fitting
from bot.telegram.sender import parameters
from bot.turn.records import Outgoing


def test_sizes_and_tags_fit():
    fitting.must_fit()


def test_a_size_that_does_not_fit_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(fitting._ROOM, "a caption", (1025, 1024))
    with pytest.raises(ProgrammingError, match="a caption"):
        fitting.must_fit()


def test_a_tag_that_telegram_does_not_know_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(fitting.HTML, fitting.Tag.QUOTE)
    with pytest.raises(ProgrammingError, match="blockquote"):
        fitting.must_fit()


def test_a_folded_text_is_an_expandable_quote_and_what_people_typed_stays():
    marked = "<b>Anna</b>\n<fold>een &lt;fold&gt; &amp; <i>twee</i></fold>"
    expected = "<b>Anna</b>\n<blockquote expandable>een &lt;fold&gt; &amp; <i>twee</i></blockquote>"
    assert fitting.as_html(marked) == expected


def test_a_message_goes_out_as_telegram_writes_it():
    sent = parameters(Outgoing(ChatId(1), Screen("<fold>lang</fold>")))
    assert sent["text"] == "<blockquote expandable>lang</blockquote>"
