"""The bot's own sentences: Jinja2 templates by key, rendered as marked-up text (`markup`) or as plain text.

Nothing a person typed is ever marked safe: it goes in as an argument and comes out escaped, letter for letter. A
missing key or argument is an error, never an empty spot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    pass_eval_context,
)
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from markupsafe import Markup

from bot.content.dates import day_in_words, moment_in_words
from bot.content.errors import ContentError
from bot.content.excerpt import Excerpt, beginning, one_line
from bot.content.load import CONTENT_FOLDER, LANGUAGE, read_yaml
from bot.engine.model import Phrase, Text

SHORT = 120
"""How much of a long answer a screen shows, in characters."""


class Phrasebook:
    """All phrases of one language. Unless `ready`, each is made ready when it is first said."""

    def __init__(self, templates: Mapping[str, str], *, ready: bool = True) -> None:
        self._html = _environment(templates, autoescape=True)
        self._plain = _environment(templates, autoescape=False)
        self._keys = frozenset(templates)
        self._fixed_html: dict[str, Markup] = {}
        self._fixed_plain: dict[str, str] = {}
        if ready:
            self.make_ready()

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def beginning(self, start: str) -> list[str]:
        """The keys that begin like this, in order."""
        return sorted(key for key in self._keys if key.startswith(start))

    def html(self, text: Text) -> Markup:
        """Marked-up text; literal text is escaped."""
        if isinstance(text, str):
            return Markup.escape(text)
        if text.args:
            return Markup(_render(self._html, text, self.html))
        if text.key not in self._fixed_html:
            self._fixed_html[text.key] = Markup(_render(self._html, text, self.html))
        return self._fixed_html[text.key]

    def plain(self, text: Text) -> str:
        """For phrases without tags, on buttons and in toasts: nothing is escaped, and no tag is taken out.

        Of a phrase that has tags, the words are `markup.plain` of its `html`.
        """
        if isinstance(text, str):
            return text
        if text.args:
            return _render(self._plain, text, self.plain)
        if text.key not in self._fixed_plain:
            self._fixed_plain[text.key] = _render(self._plain, text, self.plain)
        return self._fixed_plain[text.key]

    def make_ready(self) -> None:
        """Compile each phrase. Raises `ContentError` for a wrong one."""
        for key in sorted(self._keys):
            try:
                self._html.get_template(key)
            except TemplateError as error:
                raise ContentError(_file_of(key), key, str(error)) from None


@cache
def load_phrases(language: str = LANGUAGE) -> Phrasebook:
    """The phrases of a language, read once. Raises `ContentError` when a file is wrong.

    A wrong template is found by `make_ready`, which is part of the check of the content.
    """
    return read_phrases(CONTENT_FOLDER / language / "phrases", ready=False)


def read_phrases(folder: Path, *, ready: bool = True) -> Phrasebook:
    """The phrases in a folder, made ready or not. Raises `ContentError` for the first thing that is wrong."""
    return Phrasebook(dict(_templates(folder)), ready=ready)


def _templates(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = read_yaml(path)
        except ContentError as error:
            raise ContentError(f"phrases/{error.file}", error.item, error.what) from None
        for key, template in content.items():
            if not isinstance(key, str) or not isinstance(template, str):
                raise ContentError(f"phrases/{path.name}", str(key), "a phrase is a name and a text")
            yield f"{path.stem}.{key}", template.strip()


def _environment(templates: Mapping[str, str], *, autoescape: bool) -> Environment:
    environment = Environment(
        loader=DictLoader(dict(templates)), autoescape=autoescape, undefined=StrictUndefined, cache_size=-1
    )
    environment.filters.update({"short": short, "day": day_in_words, "moment": moment_in_words, "listed": listed})
    return environment


@pass_eval_context
def listed(context: EvalContext, names: Sequence[str]) -> str:
    """Names in a sentence: A, B en C."""
    *before, last = names or ("",)
    return do_join(context, (do_join(context, before, ", "), last), " en ") if before else last


def _render(environment: Environment, phrase: Phrase, render: Callable[[Text], str]) -> str:
    try:
        template: Template = environment.get_template(phrase.key)
        return template.render({name: _argument(value, render) for name, value in phrase.args.items()})
    except (TemplateNotFound, TemplateError) as error:
        raise ContentError(_file_of(phrase.key), phrase.key, str(error)) from None


def _file_of(key: str) -> str:
    return f"phrases/{key.split('.')[0]}.yaml"


def _argument(value: object, render: Callable[[Text], str]) -> Any:
    """Phrases within phrases are rendered; everything else goes in as it is."""
    if isinstance(value, Phrase):
        return render(value)
    if isinstance(value, tuple | list):
        return tuple(_argument(item, render) for item in value)
    return value


_SHORTENED: ContextVar[list[Excerpt] | None] = ContextVar("shortened", default=None)


@contextmanager
def noting() -> Iterator[list[Excerpt]]:
    """Whatever is shortened meanwhile, in order: what `Lees alles` sends whole."""
    found: list[Excerpt] = []
    before = _SHORTENED.set(found)
    try:
        yield found
    finally:
        _SHORTENED.reset(before)


def note(excerpts: Iterable[Excerpt]) -> None:
    """That these were shortened; the same text once, unless it is two people's."""
    found = _SHORTENED.get()
    if found is None:
        return
    for one in excerpts:
        if one not in found and (one.of or all(other.text != one.text for other in found)):
            found.append(one)


def short(text: str, length: int = SHORT, of: object = "") -> str:
    """The beginning of a long text, as one line. Takes what a person typed, before it is escaped.

    `of` is what the text is called where it is read whole: whose it is, or what it is about.
    """
    line, called = one_line(text), of if isinstance(of, str) else str(of)
    if len(line) <= length:
        return line
    note([Excerpt(text, called)])
    return f"{beginning(line, length)}…"


def bar(index: int, total: int, width: int = 10) -> str:
    """Progress as a row of blocks."""
    if total <= 0:
        return ""
    full = min(width, round(width * index / total))
    return "▰" * full + "▱" * (width - full)
