"""A message remembers what makes its picture or document, and its buttons; one of version 0.1 is read as it was."""

import json

import pytest

from bot.content.screen import Button, Screen
from bot.content.tones import Tone
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


def test_the_buttons_of_version_0_1_are_read_and_plain_ones_are_kept_as_it_kept_them():
    kept = json.dumps({"html": "x", "buttons": [[["Ja", "c:1:2:ja", None], ["Open", "", "https://t.me/bot"]]]})
    assert read(kept).screen.buttons == ((Button("Ja", "c:1:2:ja"), Button("Open", url="https://t.me/bot")),)
    assert json.loads(rows.body(read(kept))) == json.loads(kept)


def test_what_a_button_copies_and_how_it_stands_out_is_kept():
    buttons = ((Button("Kopieer de link", copy="https://t.me/bot"), Button("Indienen", "x", tone=Tone.MAIN)),)
    message = Outgoing(ChatId(1), Screen("x", buttons), id=1)
    assert read(rows.body(message)) == message
