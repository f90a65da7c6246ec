"""The manual is true: each label and command it names is there, and each picture is one that is made and shown."""

import re
import tomllib
from functools import cache
from logging import getLevelNamesMapping
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from bot.commands import cli
from bot.content.load import CONTENT_FOLDER
from bot.rooms import HOUSE
from bot.settings import SECRETS, Settings
from storage.causes import _SAID, Cause

from .paper import FOLDER, document, markdown

ROOT = Path(__file__).parents[2]
PAGES = sorted(FOLDER.glob("*.md"))
FOR_PEOPLE = ("begeleider", "deelnemer", "toegankelijkheid")
"""These name what people see, and nothing of the program."""
PICTURES = FOLDER / "beeld"
MOST_BYTES = 3_000_000
MOSTLY_FILLED = 4
"""With so few letters of its own a label says nothing: almost anything could stand there."""
SETTINGS = {field.validation_alias.choices[0] for field in Settings.model_fields.values()}
BOTFATHER = ("newbot", "setprivacy", "setjoingroups", "revoke", "deletebot")
OTHERS = ("FORWARDED_ALLOW_IPS", "bot", "@", ":", "/", "#", "%", 'lang="nl"')
"""What other programs know: the web server, BotFather, addresses, HTML."""


@cache
def labels() -> re.Pattern[str]:
    """All that can stand on a button or beside it; what is filled in may be anything."""
    files = ("buttons", "web")
    texts = [
        text
        for file in files
        for text in yaml.safe_load((CONTENT_FOLDER / "nl" / "phrases" / f"{file}.yaml").read_text("utf-8")).values()
    ]
    filled = [re.sub(r"\\{\\{.*?\\}\\}|\\{%.*?%\\}", ".+", re.escape(text)) for text in texts if "\n" not in text]
    return re.compile(
        "|".join(one for one in filled if ".+" not in one or len(re.findall("[a-z]", one)) > MOSTLY_FILLED)
    )


@cache
def source() -> str:
    """The program as one text, in which what was divided over lines or quotes is whole."""
    files = [file for folder in ("bot", "storage") for file in sorted((ROOT / folder).rglob("*.py"))]
    text = "\n".join(file.read_text("utf-8") for file in files)
    return re.sub(r'"\s*\n\s*f?"', "", text)


def is_command(said: str) -> bool:
    return re.fullmatch(r"/[a-z]+", said) is not None and said[1:] in {
        *(command.name for command in HOUSE.commands),
        *HOUSE.group_command_names,
        "punt",
        "doel",
    }


def is_of_the_program(said: str) -> bool:
    """A setting, a command of the terminal, a file, a word of the log, an address, a sentence of the program."""
    name = said.partition("=")[0]
    if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", name):
        return name in SETTINGS or name in {f"{one}_FILE" for one in SECRETS} or name in OTHERS
    first, *rest = said.split()
    if first == "samenspraak":
        return rest[0] in cli.commands
    if first == "make":
        return f"\n{rest[0]}:" in (ROOT / "Makefile").read_text("utf-8")
    if re.fullmatch(r"/[a-z]+", said) and said[1:] in BOTFATHER:
        return True
    return said in OTHERS or said.removeprefix("…") in source() or (ROOT / said).exists() or said in DOCUMENTED


EXAMPLES = """
    123456789:AAE... sqlite:///pad postgresql://gebruiker:wachtwoord@machine/naam ~/.local/share/samenspraak
    samen.example.org before-… role="working" %40 %3A %2F %23 %25 ok NO _FILE error copies erasures.jsonl
    X-Forwarded-For smtp://naam:wachtwoord@host:587 smtps://host
"""
DOCUMENTED = {
    *EXAMPLES.split(),
    *SETTINGS,
    *getLevelNamesMapping(),
    *(
        "A–Z a–z 0–9 _ -",
        "podman compose",
        "Samenspraak <samenspraak@example.org>",
        "docker compose -f deploy/compose.sqlite.yaml up -d --build",
    ),
}
"""Examples, and parts of words."""


def marked(page: Path) -> list[str]:
    """What stands between backticks, but for blocks."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_label_and_command_it_names_is_there(page: Path):
    for_people = page.stem in FOR_PEOPLE

    def known(said: str) -> bool:
        return bool(labels().fullmatch(said)) or is_command(said) or (not for_people and is_of_the_program(said))

    spoken = ("help", "stop", "/", 'lang="nl"')  # words that people type, and how the page is made
    assert [said for said in marked(page) if not known(said) and said not in spoken] == []


@pytest.mark.parametrize("said", ["Vastzetten", "/onthul", "Ja klopt", "Groep van ons", "Link voor een deelnemer"])
def test_what_stands_on_no_button_is_noticed(said: str):
    assert not labels().fullmatch(said)
    assert not is_command(said)


def test_every_picture_is_made_and_shown():
    made = set(
        re.findall(r'camera\.(?:take|page)\("([a-z-]+)"', (Path(__file__).parent / "story.py").read_text("utf-8"))
    )
    shown = {name for page in PAGES for name in re.findall(r'src="beeld/([a-z-]+)\.png"', page.read_text("utf-8"))}
    there = {file.stem for file in PICTURES.iterdir()}
    assert made == there
    assert shown == there


def test_every_picture_says_what_it_shows():
    for page in PAGES:
        for picture in re.findall(r"<img[^>]*>", page.read_text("utf-8")):
            assert re.search(r'alt="[^"]{10,}"', picture), picture


def test_the_pictures_are_small():
    assert sum(file.stat().st_size for file in PICTURES.iterdir()) < MOST_BYTES


def test_the_page_for_participants_is_that_of_the_bot():
    """`make manual` writes it anew."""
    assert (FOLDER / "deelnemer.md").read_text("utf-8") == markdown()
    kept, now = (PdfReader(given) for given in (FOLDER / "deelnemer.pdf", _file(document())))
    assert [page.extract_text() for page in kept.pages] == [page.extract_text() for page in now.pages]


def _file(content: bytes):
    from io import BytesIO

    return BytesIO(content)


def test_it_names_no_other_python_than_the_program_needs():
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert f"Python {needed}" in (FOLDER / "beheerder.md").read_text("utf-8")


def test_every_refusal_at_the_start_is_explained():
    """Of each sentence with which the program stops, the beginning or another part stands in the table."""
    told = re.findall(r"^\| `([^`]+)` \|", (FOLDER / "beheerder.md").read_text("utf-8"), flags=re.MULTILINE)
    start = re.findall(r'CannotStartError\(\s*f?"([^"]+)', (ROOT / "bot" / "bootstrap.py").read_text("utf-8"))
    unusable = [sentence for cause, sentence in _SAID.items() if cause is not Cause.UNKNOWN]

    assert len(start) > 7
    assert [said for said in (*start, *unusable) if not any(part in said for part in told)] == []
