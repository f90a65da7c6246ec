"""The marked-up text of a screen: a small set of tags, well nested, and nothing else."""

import re

import pytest

from bot.content.load import CONTENT_FOLDER
from bot.content.markup import Span, Tag, plain, spans


def test_words_come_with_the_tags_around_them():
    marked = "Dag <b>Anna <i>&amp; Bram</i></b>, 1 &lt; 2"
    assert list(spans(marked)) == [
        Span("Dag "),
        Span("Anna ", (Tag.BOLD,)),
        Span("& Bram", (Tag.BOLD, Tag.ITALIC)),
        Span(", 1 < 2"),
    ]
    assert plain(marked) == "Dag Anna & Bram, 1 < 2"


@pytest.mark.parametrize(
    "marked", ["<a href='x'>y</a>", "<b>open", "dicht</b>", "<b><i>x</b></i>", "1 < 2", "<script>"]
)
def test_what_is_outside_the_set_is_a_mistake(marked: str):
    with pytest.raises(ValueError, match=r"open|closed|not to be shown"):
        list(spans(marked))


def test_the_phrases_use_no_other_tag():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in CONTENT_FOLDER.glob("*/phrases/*.yaml"))
    assert set(re.findall(r"</?([a-z]+)>", texts)) <= set(Tag)
