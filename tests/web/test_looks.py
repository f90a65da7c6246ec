"""How a marked-up text looks on a page."""

from markupsafe import Markup

from bot.web.looks import marked, paragraphs


def test_the_tags_are_those_of_html_and_words_are_escaped():
    assert marked("<b>Anna</b> &amp; <i>1 &lt; 2</i>") == Markup("<b>Anna</b> &amp; <i>1 &lt; 2</i>")


def test_a_short_text_among_others_is_a_quote():
    assert marked("<fold>kort &amp; goed</fold>") == Markup("<blockquote>kort &amp; goed</blockquote>")


def test_a_long_text_among_others_unfolds_and_nothing_of_it_is_lost():
    text = "woord " * 60
    shown = marked(f"<fold>{text}&lt;einde&gt;</fold>")
    start, rest = shown.removeprefix("<details><summary>").removesuffix("</details>").split("</summary>")
    assert len(start) <= 120
    assert f"{start} {rest}" == f"{text}&lt;einde&gt;"


def test_a_message_has_paragraphs_and_its_empty_lines():
    shown = paragraphs("<b>Fase 1</b> · 2/10  ▰▰▱\n\n<i>Waarom?\n\nTyp het.</i>\nOf sla over.")
    assert shown == Markup(
        '<p><b>Fase 1</b> · 2/10  <span aria-hidden="true">▰▰▱</span>\n\n</p>'
        "<p><i>Waarom?\n\n</i></p><p><i>Typ het.</i>\nOf sla over.</p>"
    )


def test_a_quote_stands_beside_paragraphs_and_not_in_one():
    shown = paragraphs("Dit zei Anna:\n\n<fold>kort\n\ngoed</fold>\n\nKlopt dat?")
    # One empty line below the quote: it ends its line by itself.
    assert shown == Markup("<p>Dit zei Anna:\n\n</p><blockquote>kort\n\ngoed</blockquote>\n<p>Klopt dat?</p>")


def test_nothing_that_people_write_becomes_more_than_words():
    assert paragraphs("&lt;p&gt;▰") == Markup('<p>&lt;p&gt;<span aria-hidden="true">▰</span></p>')
