"""What the documents name is there: they describe the program as it stands."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = ("bot/content/nl_u/phrases",)
"""What could be there."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path):
    named = set(re.findall(r"`((?:bot|storage|tests|docs|bench)/[^`\s]+)`", page.read_text(encoding="utf-8")))

    gone = sorted(name for name in named if "<" not in name and name not in EXAMPLES and not list(ROOT.glob(name)))

    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_that_is_linked_to_is_there(page: Path):
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in linked if not (page.parent / link).exists()] == []
