"""What the house allows itself fits Telegram, and a program that would not fit does not start."""

import pytest

from bot.domain.errors import ProgrammingError
from bot.telegram import fitting


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
