"""What the documents name is there: they describe the program as it stands."""

import re
from pathlib import Path

import pytest

from bot.commands import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "deploy" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = ("bot/content/nl_u/phrases",)
"""What could be there."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page: Path):
    named = set(re.findall(r"`((?:bot|storage|tests|docs|bench)/[^`\s]+)`", page.read_text(encoding="utf-8")))

    gone = sorted(name for name in named if "<" not in name and name not in EXAMPLES and not list(ROOT.glob(name)))

    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_picture_and_heading_that_is_linked_to_is_there(page: Path):
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:)([^)]+)\)", text) + re.findall(r'src="([^"]+)"', text)

    assert [link for link in linked if not _is_there(page, link)] == []


def _is_there(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    there = page.parent / name if name else page
    return there.exists() and (not heading or heading in _headings(there))


def _headings(page: Path) -> set[str]:
    """Each heading as it stands in a link, as GitHub makes it: small letters, spaces as hyphens, no other signs."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", one).lower()).replace(" ", "-") for one in found
    }


def test_the_index_of_the_docs_leads_to_every_page():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link).resolve() for link in re.findall(r"\]\((?!https?:)([^)#]+)", index)}
    pages = {page for page in (ROOT / "docs").glob("*.md") if page.name != "README.md"}
    pages |= set((ROOT / "docs" / "handleiding").glob("*.md"))

    assert sorted(str(page.relative_to(ROOT)) for page in pages - linked) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_told_is_one(page: Path):
    """`make` has the target, and `samenspraak` the command."""
    text = page.read_text(encoding="utf-8")
    told = re.findall(r"^(?:\.venv/bin/)?(samenspraak|make) ([a-z][a-z-]*)", text, flags=re.MULTILINE)
    told += re.findall(r"`(?:\.venv/bin/)?(samenspraak|make) ([a-z][a-z-]*)[^`]*`", text)
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))

    assert [one for one in told if one[1] not in (cli.commands if one[0] == "samenspraak" else targets)] == []
