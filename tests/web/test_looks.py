"""How a marked-up text looks on a page."""

from markupsafe import Markup

from bot.web.looks import marked


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
