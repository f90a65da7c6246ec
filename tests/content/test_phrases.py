"""Our own sentences: nothing typed is ever markup, nothing is missing, nothing is left over."""

from __future__ import annotations

import ast
import html
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.content.errors import ContentError
from bot.content.load import CONTENT_FOLDER, load_instrument
from bot.content.phrases import Phrasebook, bar, load_phrases, read_phrases, short
from bot.dialogs.people.dialog import Promise
from bot.engine.model import Phrase
from bot.rooms import HOUSE

FOLDER = CONTENT_FOLDER / "nl" / "phrases"
CODE = Path(bot.__file__).parent

book = Phrasebook(
    {
        "a.plain": "Hallo",
        "a.one": "<b>{{ name }}</b>",
        "a.two": "{{ name }} & {{ other }}",
        "a.list": "{% for line in lines %}{{ line }};{% endfor %}",
        "a.inner": "<i>{{ name }}</i>",
        "a.names": "{{ names | listed }}",
        "a.short": "{{ name | short(5) }}",
        "a.day": "{{ day | day }}",
        "a.moment": "{{ at | moment }}",
        "a.when": "{% if name %}ja{% else %}nee{% endif %}",
    }
)

TYPED = [
    ("<b>vet</b>", "&lt;b&gt;vet&lt;/b&gt;"),
    ("&amp;", "&amp;amp;"),
    ("{{ 7*7 }}", "{{ 7*7 }}"),
    ("{% raw %}", "{% raw %}"),
    ("_*`[x](y)", "_*`[x](y)"),
    ("👩‍🏫", "👩‍🏫"),
    ("שלום \u202eabc", "שלום \u202eabc"),
    ("\"'", "&#34;&#39;"),
    ("<a href='tg://user?id=1'>", "&lt;a href=&#39;tg://user?id=1&#39;&gt;"),
    ("buttons.ja", "buttons.ja"),
]


@pytest.mark.parametrize(("typed", "escaped"), TYPED)
def test_what_a_person_typed_comes_out_letter_for_letter(typed: str, escaped: str):
    assert str(book.html(typed)) == escaped
    assert str(book.html(Phrase("a.one", {"name": typed}))) == f"<b>{escaped}</b>"
    assert book.plain(typed) == typed
    assert book.plain(Phrase("a.two", {"name": typed, "other": "x"})) == f"{typed} & x"


@given(st.text())
def test_any_text_survives(text: str):
    assert html.unescape(str(book.html(Phrase("a.one", {"name": text})))) == f"<b>{text}</b>"
    assert re.findall("<[^>]*>", str(book.html(Phrase("a.one", {"name": text})))) == ["<b>", "</b>"]


def test_a_phrase_within_a_phrase_is_rendered_and_escaped_once():
    inner = Phrase("a.inner", {"name": "a & <b>"})
    assert str(book.html(Phrase("a.one", {"name": inner}))) == "<b><i>a &amp; &lt;b&gt;</i></b>"
    assert book.plain(Phrase("a.two", {"name": inner, "other": ""})) == "<i>a & <b></i> & "


def test_lists_may_hold_phrases_and_typed_text():
    lines = (Phrase("a.inner", {"name": "<"}), "<", 3)
    assert str(book.html(Phrase("a.list", {"lines": lines}))) == "<i>&lt;</i>;&lt;;3;"


@pytest.mark.parametrize(
    ("names", "plain", "escaped"),
    [
        ((), "", ""),
        (("R&D",), "R&D", "R&amp;D"),
        (("R&D", Phrase("a.inner", {"name": "<b>"})), "R&D en <i><b></i>", "R&amp;D en <i>&lt;b&gt;</i>"),
        (("A", "R&D", "C"), "A, R&D en C", "A, R&amp;D en C"),
    ],
)
def test_names_in_a_sentence_are_listed(names: tuple[str | Phrase, ...], plain: str, escaped: str):
    phrase = Phrase("a.names", {"names": names})
    assert (book.plain(phrase), str(book.html(phrase))) == (plain, escaped)


def test_a_cut_text_is_escaped_after_it_was_cut():
    assert str(book.html(Phrase("a.short", {"name": "&&&&&&&&"}))) == "&amp;&amp;&amp;&amp;&amp;…"


def test_days_and_moments_are_told_in_words():
    assert book.plain(Phrase("a.day", {"day": date(2026, 12, 4)})) == "vrijdag 4 december 2026"
    at = datetime(2026, 12, 4, 9, 5)  # noqa: DTZ001 - as it stands on a clock
    assert book.plain(Phrase("a.moment", {"at": at})) == "vrijdag 4 december 2026 om 09:05"


@pytest.mark.parametrize(
    ("phrase", "file", "what"),
    [
        (Phrase("a.gone"), "phrases/a.yaml", "a.gone"),
        (Phrase("b.gone", {"name": "x"}), "phrases/b.yaml", "b.gone"),
        (Phrase("a.one"), "phrases/a.yaml", "'name' is undefined"),
        (Phrase("a.two", {"name": "x"}), "phrases/a.yaml", "'other' is undefined"),
        (Phrase("a.when"), "phrases/a.yaml", "'name' is undefined"),
        (Phrase("a.short"), "phrases/a.yaml", "'name' is undefined"),
        (Phrase("a.list"), "phrases/a.yaml", "'lines' is undefined"),
    ],
)
def test_a_missing_phrase_or_argument_is_an_error(phrase: Phrase, file: str, what: str):
    for render in (book.html, book.plain):
        with pytest.raises(ContentError) as caught:
            render(phrase)
        assert (caught.value.file, caught.value.item, caught.value.what) == (file, phrase.key, what)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "phrases"))


def test_an_untouched_copy_is_fine(folder: Path):
    assert "buttons.ja" in read_phrases(folder)


@pytest.mark.parametrize(
    ("content", "item", "what"),
    [
        ("ja: Ja\nnee: [", "line 3", "did not find expected node content"),
        ("ja: Ja\nja: Ja", "line 1", "key 'ja' stands there twice"),
        ("- ja", "-", "the file is not a list of named parts"),
        ("", "-", "the file is not a list of named parts"),
        ("ja: [a, b]", "ja", "a phrase is a name and a text"),
        ("ja: yes", "ja", "a phrase is a name and a text"),
        ("1: een", "1", "a phrase is a name and a text"),
    ],
)
def test_a_broken_file_is_named(folder: Path, content: str, item: str, what: str):
    (folder / "buttons.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_phrases(folder)
    assert (caught.value.file, caught.value.item) == ("phrases/buttons.yaml", item)
    assert what in caught.value.what


def test_bytes_that_are_no_text_are_named(folder: Path):
    (folder / "buttons.yaml").write_bytes(b"ja: \xff\xfe")
    with pytest.raises(ContentError, match=r"phrases/buttons\.yaml: -: "):
        read_phrases(folder)


@pytest.mark.parametrize("template", ["{{ name", "{% if %}", "{{ name | louder }}", "{% for x in %}"])
def test_a_broken_template_is_named(template: str):
    with pytest.raises(ContentError) as caught:
        Phrasebook({"welcome.start": template})
    assert (caught.value.file, caught.value.item) == ("phrases/welcome.yaml", "welcome.start")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("kort", "kort"), ("a  b\n\nc ", "a b · c"), ("x" * 10, "x" * 10), ("x" * 11, "x" * 10 + "…")],
)
def test_short_is_one_line(text: str, shown: str):
    assert short(text, 10) == shown


@pytest.mark.parametrize(
    ("index", "total", "drawn"),
    [(0, 4, "▱▱▱▱"), (1, 4, "▰▱▱▱"), (4, 4, "▰▰▰▰"), (9, 4, "▰▰▰▰"), (0, 0, ""), (1, -1, "")],
)
def test_bar_shows_how_far(index: int, total: int, drawn: str):
    assert bar(index, total, 4) == drawn


# --- the code and the files agree ---------------------------------------------------------------------------------

NAMING = {"Phrase": "", "DomainError": "", "option": "buttons.", "button": "buttons."}
"""Functions that are given the name of a phrase, and what stands before it."""
ONLY_IN_DATA = ("buttons", "commands", "roles")
"""Files whose phrases are named by a value: an option, a command, a role."""


def templates() -> dict[str, str]:
    return {
        f"{path.stem}.{key}": text
        for path in FOLDER.glob("*.yaml")
        for key, text in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }


@cache
def syntax_trees() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(CODE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(CODE.rglob("*.py"))
        if "sandbox" not in path.parts
    ]


def named(node: ast.expr) -> Iterator[str]:
    """The names an expression can be, as regular expressions."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.IfExp(body=body, orelse=orelse):
            yield from named(body)
            yield from named(orelse)
        case ast.JoinedStr(values=values):
            yield "".join(re.escape(v.value) if isinstance(v, ast.Constant) else "[a-z0-9_]+" for v in values)


def names_in_code() -> Iterator[tuple[str, str]]:
    for file, tree in syntax_trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            method = isinstance(node.func, ast.Attribute)
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in NAMING and not (called == "option" and (method or len(node.args) > 1)):
                for pattern in named(node.args[0]):
                    yield f"{file}:{node.lineno}", re.escape(NAMING[called]) + pattern


def test_every_phrase_that_the_code_names_exists():
    keys = templates()
    missing = [name for name in names_in_code() if not any(re.fullmatch(name[1], key) for key in keys)]
    assert missing == []


def test_every_phrase_is_used():
    nodes = [node for _, tree in syntax_trees() for node in ast.walk(tree)]
    words = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    drawn = [path.read_text(encoding="utf-8") for path in sorted(CODE.glob("web/templates/*.html"))]
    words |= {key for text in drawn for key in re.findall(r'\b(?:say|label)\("(\w+)"', text.replace("'", '"'))}
    words |= {question.say for question in load_instrument().phase2.questions}
    patterns = {pattern for _, pattern in names_in_code() if "[a-z0-9_]+" in pattern}

    def is_used(key: str) -> bool:
        file, _, name = key.partition(".")
        if key in words or (file in ONLY_IN_DATA and name in words):
            return True
        fits = any(re.fullmatch(pattern, key) for pattern in patterns)
        return fits and any(name == word or name.endswith(f"_{word}") for word in words)

    assert [key for key in templates() if not is_used(key)] == []


def test_every_phrase_is_marked_up_well():
    for key, template in templates().items():
        tags = re.findall(r"</?([a-z]+)[^>]*>", template)
        assert set(tags) <= {"b", "i", "fold"}, key
        assert sorted(re.findall(r"<([a-z]+)>", template)) == sorted(re.findall(r"</([a-z]+)>", template)), key
        assert "| safe" not in template, key


@pytest.mark.parametrize("promise", Promise)
def test_the_privacy_promise_has_at_most_five_lines(promise):
    said = str(load_phrases().html(promise.said("consent.promise")))
    assert len(said.splitlines()) - 1 <= 5


def test_every_command_says_in_the_menu_what_it_is_for():
    phrases = load_phrases()
    assert [
        c for c in (*(one.name for one in HOUSE.commands), *HOUSE.group_command_names) if f"commands.{c}" not in phrases
    ] == []
