"""Whether words come back in other words."""

import pytest

from bot.insight.wording import nearest, quoted_in, stands_in


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ("Een leslokaal", "Twee werkbegeleiders en een leslokaal", True),
        ("meer\nrust!", "Meer rust", True),
        ("les", "Een leslokaal", False),
        ("bekend in de wijk", "Gezien worden in de wijk", False),
        ("🌱", "🌱", True),
        ("🌱", "groei", False),
        ("ja", "", False),
    ],
)
def test_words_stand_in_a_text(mine: str, theirs: str, stands: bool):
    assert stands_in(mine, theirs) is stands


@pytest.mark.parametrize(
    ("mine", "theirs", "quoted"),
    [
        ("Docenten in de wijk", "Docenten in de wijk uitnodigen", True),
        ("Rust", "rust.", True),
        ("Rust", "Rust in het team", False),
        ("🌱", "🌱", False),
    ],
)
def test_a_few_words_are_quoted_by_nobody_by_chance(mine: str, theirs: str, quoted: bool):
    assert quoted_in(mine, theirs) is quoted


def test_the_nearest_line_is_another_wording():
    lines = ["Twee docenten in de wijk", "Een vaste dag"]
    assert nearest("Docenten in de wijk", lines) == lines[0]
    assert nearest("Geld", lines) is None
    assert nearest("Geld", []) is None
