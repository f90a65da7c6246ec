"""The number of a chat tells its door, and whether it is a group."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chats import DOORS, FIRST_OF_OTHERS, LAST_OF_OTHERS, SERIALS, block_of, chat_number, is_group
from bot.domain.errors import ProgrammingError
from bot.domain.ids import ChatId


@given(st.integers(0, DOORS - 1), st.integers(0, SERIALS - 1), st.booleans())
def test_a_number_tells_door_and_kind(block: int, serial: int, group: bool):
    chat = chat_number(block, serial, group=group)
    assert (block_of(chat), is_group(chat)) == (block, group)
    assert FIRST_OF_OTHERS <= chat <= LAST_OF_OTHERS
    assert int(float(json.dumps(chat))) == chat


def test_the_range_is_used_to_its_ends():
    assert chat_number(0, 0, group=False) == FIRST_OF_OTHERS
    assert chat_number(DOORS - 1, SERIALS - 1, group=True) == LAST_OF_OTHERS


@pytest.mark.parametrize("chat", [-1002123456789, -5, 0, 7, 7_000_000_001])
def test_a_number_of_telegram_is_of_the_first_door(chat: int):
    assert block_of(ChatId(chat)) is None
    assert is_group(ChatId(chat)) is (chat < 0)


@pytest.mark.parametrize(("block", "serial"), [(-1, 0), (DOORS, 0), (0, -1), (0, SERIALS)])
def test_what_does_not_fit_is_refused(block: int, serial: int):
    with pytest.raises(ProgrammingError):
        chat_number(block, serial, group=False)
