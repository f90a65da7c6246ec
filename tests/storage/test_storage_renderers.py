"""A message remembers what makes its picture or document; one of version 0.1 is made as that version did."""

import json

import pytest

from bot.content.screen import Screen
from bot.domain.ids import ChatId
from bot.turn.records import Outgoing
from storage import rows


def read(body: str) -> Outgoing:
    return rows.outgoing((ChatId(1), body, None, None, 1, None))


@pytest.mark.parametrize(
    ("kept", "renderer"),
    [
        ({"picture": "{}"}, "matrix"),
        ({"document": "{}", "file": "verslag.pdf"}, "minutes"),
        ({"document": "{}", "file": "mijn-gegevens.json"}, "json"),
        ({}, ""),
    ],
)
def test_what_names_no_renderer_is_read_as_before(kept: dict[str, str], renderer: str):
    assert read(json.dumps({"html": "x", "buttons": []} | kept)).renderer == renderer


def test_a_renderer_is_kept():
    message = Outgoing(ChatId(1), Screen("x"), id=1, picture="{}", renderer="history")
    assert read(rows.body(message)) == message
