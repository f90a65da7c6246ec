"""Words on the page in the browser can be read, light and dark: WCAG 2.1, 1.4.3 and 1.4.11."""

import re

import pytest

from bot.web.paper import FOLDER

STYLE = (FOLDER / "static" / "stijl.css").read_text(encoding="utf-8")
SCHEMES = dict(zip(("light", "dark"), re.findall(r":root \{([^}]*--paper[^}]*)\}", STYLE), strict=True))
WORDS = [("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("main", "paper"), ("main", "card")]
WORDS += [("on-main", "main"), ("loss", "card"), ("loss", "paper")]
EDGES = [("line", "card"), ("line", "paper"), ("focus", "card"), ("focus", "paper")]


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_and_edges_stand_out(scheme: str):
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", SCHEMES[scheme]))
    found = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in WORDS + EDGES}
    assert {pair: ratio for pair, ratio in found.items() if ratio < (4.5 if pair in WORDS else 3)} == {}
