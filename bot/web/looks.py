"""How a message of the bot looks on a page: marked-up text as HTML, buttons as parts of a form. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.content.excerpt import beginning
from bot.content.markup import Span, Tag, plain, spans
from bot.content.phrases import SHORT
from bot.content.screen import Button
from bot.content.tones import Tone
from bot.turn.shown import ShownMessage

_ALT = 120
_BLOCKS = frozenset((Tag.FOLDED, Tag.QUOTE))
_BEHIND_EMPTY_LINE = re.compile(r"(?<=\n\n)(?!\n)")
_BARS = re.compile("[▰▱]+")


@dataclass(frozen=True, slots=True)
class Knob:
    """A button on a page: it sends `value`, leads to `url` or a page `inside`, or shows what can be copied."""

    label: str
    value: str = ""
    url: str = ""
    inside: str = ""
    by: str = "tik"
    """The name under which `value` is sent."""
    place: str = ""
    """The page to which it is sent, where that is another than that of the message."""
    copy: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A message on a page."""

    number: int
    at: datetime
    text: Markup
    rows: tuple[tuple[Knob, ...], ...]
    picture: bool = False
    file: str = ""
    about: str = ""
    """The beginning of its text: what a picture is of, for who does not see it."""
    answers: bool = False
    """Whether it can be answered with words."""


Leads = Callable[[Button], Knob | None]
"""What a button becomes that is a link; None when it is left out."""


def outside(button: Button) -> Knob | None:
    """A link to elsewhere."""
    url = button.url or ""
    return Knob(button.label, url=url if urlsplit(url).scheme in ("https", "http") else "")


def card(
    shown: ShownMessage,
    value: Callable[[int, str], str],
    leads: Leads = outside,
    *,
    answers: bool = False,
    by: str = "tik",
) -> Card:
    """A message. `value` makes what a button sends as `by`, of the number of its message and what it carries."""
    message = shown.message
    found = (tuple(_knob(shown.number, button, value, leads, by) for button in row) for row in message.screen.buttons)
    kept = (tuple(knob for knob in row if knob is not None) for row in found)
    rows = tuple(row for row in kept if row)
    said = plain(message.screen.html).strip()
    return Card(
        shown.number,
        shown.at,
        paragraphs(message.screen.html),
        rows,
        picture=message.picture is not None,
        file=message.file if message.document is not None else "",
        about=said.partition("\n")[0][:_ALT],
        answers=answers,
    )


def marked(html: str) -> Markup:
    """Our small set of tags as those of HTML, which are called the same but for one; all else is escaped anew."""
    return Markup("").join(_piece(span) for span in spans(html))


def paragraphs(html: str) -> Markup:
    """The same in paragraphs, for who goes by them without seeing. The empty lines stay, for who sees."""
    parts: list[list[Span]] = [[]]
    block = False
    for span in spans(html):
        behind, block = block, bool(_BLOCKS.intersection(span.tags))
        pieces = [span.text] if block else _BEHIND_EMPTY_LINE.split(span.text)
        if behind:
            pieces[0] = pieces[0].removeprefix("\n")  # a block ends its line by itself
        *ended, last = pieces
        for text in ended:
            parts[-1].append(replace(span, text=text))
            parts.append([])
        parts[-1].append(replace(span, text=last))
    return Markup("").join(_paragraph(part) for part in parts if any(span.text for span in part))


def _paragraph(part: list[Span]) -> Markup:
    """A quote, or what unfolds, cannot stand within a paragraph."""
    said = Markup("").join(_piece(span) for span in part if span.text)
    return said if any(_BLOCKS.intersection(span.tags) for span in part) else Markup("<p>{}</p>").format(said)


def _piece(span: Span) -> Markup:
    piece = _folded(span.text) if Tag.FOLDED in span.tags else Markup(_BARS.sub(_unheard, escape(span.text)))
    for tag in reversed(span.tags):
        if tag is not Tag.FOLDED:
            piece = Markup("<{0}>{1}</{0}>").format(Markup(tag.value), piece)
    return piece


def _unheard(found: re.Match[str]) -> str:
    """A bar says nothing that does not stand beside it in words."""
    return f'<span aria-hidden="true">{found[0]}</span>'


def _folded(text: str) -> Markup:
    """Its beginning, behind which the rest unfolds without a script; a text that is not long stands there whole."""
    if len(text) <= 2 * SHORT:
        return Markup("<blockquote>{}</blockquote>").format(text)
    start = beginning(text, SHORT)
    return Markup("<details><summary>{}</summary>{}</details>").format(start, text[len(start) :].lstrip())


def _knob(number: int, button: Button, value: Callable[[int, str], str], leads: Leads, by: str) -> Knob | None:
    if button.copy:
        return Knob(button.label, copy=button.copy)
    if button.url is not None:
        return leads(button)
    tone = "" if button.tone is Tone.PLAIN else button.tone.value
    return Knob(button.label, value(number, button.option), tone=tone, by=by)
