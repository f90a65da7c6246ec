"""Telegram HTML to text and entities; offsets are UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import find_entities, parse_html, trim, utf16_length
from bot.sandbox.errors import ApiError

CASES = [
    ("<b>a</b><i>b</i>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
    ("😀<b>é</b>", "😀é", [("bold", 2, 1)]),
    ("<b>a <i>b</i></b>", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
    ("&lt;b&gt; &amp; &quot; &#233; &onbekend;", '<b> & " é &onbekend;', []),
    ("<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>", "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<B>x</B>", "x", [("bold", 0, 1)]),
    ("a < b", None, None),
]


@pytest.mark.parametrize(("source", "text", "spans"), CASES)
def test_parsing(source, text, spans):
    if text is None:
        with pytest.raises(ApiError, match="can't parse entities"):
            parse_html(source)
        return
    found, entities = parse_html(source)
    assert found == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == spans


def test_links_keep_their_address():
    _, entities = parse_html('<a href="https://t.me/x?start=a&amp;b=1">hier</a>')
    assert entities == [{"offset": 0, "length": 4, "type": "text_link", "url": "https://t.me/x?start=a&b=1"}]


def test_telegram_finds_commands_links_and_mentions():
    text = "😀 /start@some_bot zie https://x.nl/a, of @iemand_anders, niet a/b of a@b.nl"
    found = [(e["type"], e["offset"], e["length"]) for e in find_entities(text, [])]
    assert found == [("bot_command", 3, 15), ("url", 23, 14), ("mention", 42, 14)]


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    found, entities = parse_html(f"x<b>{escaped}</b>")
    assert found == "x" + text
    assert [entity["length"] for entity in entities] == ([utf16_length(text)] if text else [])


def test_trimming_moves_the_entities():
    assert trim("  ab  ", [{"type": "bold", "offset": 1, "length": 3}]) == (
        "ab",
        [{"type": "bold", "offset": 0, "length": 2}],
    )
