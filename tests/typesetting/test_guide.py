"""The page for participants as a document: all that is told stands on it, and it is one page."""

from io import BytesIO

from pypdf import PdfReader

from bot.content.guide import TITLE, guide
from bot.content.markup import plain
from bot.content.phrases import load_phrases
from bot.typesetting.guide import guide_data, pdf


def words(text: str) -> str:
    """Without what a line end adds, and what keeps a command in one piece."""
    return "".join(text.replace("\u2060", "").split())


def test_all_of_it_stands_on_one_page():
    phrases = load_phrases()
    parts = guide(phrases)
    pages = PdfReader(BytesIO(pdf(guide_data(phrases.plain(TITLE), parts)))).pages
    read = words(pages[0].extract_text())
    assert len(pages) == 1
    assert [heading for heading, _ in parts if words(heading) not in read] == []
    assert [line for _, text in parts for line in plain(text).splitlines() if words(line) not in read] == []


def test_what_stands_on_a_button_is_bold():
    data = guide_data("Titel", [("Kop", "Tik op <b>Ja</b> &amp; lees")])
    assert (
        '[{"text": "Tik op ", "bold": false}, {"text": "Ja", "bold": true}, {"text": " & lees", "bold": false}]' in data
    )
