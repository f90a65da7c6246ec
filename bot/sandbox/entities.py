"""Telegram HTML to plain text with entities, and the entities Telegram finds by itself.

Offsets and lengths are in UTF-16 code units; error texts carry offsets in UTF-8 bytes. No limits on length here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*SIMPLE_TAGS, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}

_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(=?)\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]*))""")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>(?:https?://|(?<![\w@.])t\.me/)[^\s<>\"]*[^\s<>\".,;:!?)\]}'])"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32}\b)"
)


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    at: int
    text_at: int


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, which is how Telegram counts offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _refuse(text: str, at: int, problem: str, rest: str = "") -> ApiError:
    offset = len(text[:at].encode())
    return bad_request(f"can't parse entities: {problem} at byte offset {offset}{rest}")


def _decode(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]


class _HtmlParser:
    """One pass over a text; `out` collects the plain text, `entities` what was closed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.entities: list[Entity] = []
        self.open: list[_Open] = []

    def parse(self) -> tuple[str, list[Entity]]:
        at, source = 0, self.source
        while match := _SPECIAL.search(source, at):
            self._write(source[at : match.start()])
            at = self._reference(match.start()) if match[0] == "&" else self._tag(match.start())
        self._write(source[at:])
        if self.open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self.open[-1].tag}\""
            )
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.out), self.entities

    def _write(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.length += utf16_length(text)

    def _reference(self, at: int) -> int:
        match = _REFERENCE.match(self.source, at)
        self._write(_decode(match) if match else "&")
        return match.end() if match else at + 1

    def _tag(self, at: int) -> int:
        return self._close(at) if self.source.startswith("/", at + 1) else self._start(at)

    def _start(self, at: int) -> int:
        source = self.source
        name_match = re.compile(r"[^\s>]*").match(source, at + 1)
        end = name_match.end() if name_match else at + 1
        if end >= len(source):
            raise _refuse(source, at, "Unclosed start tag")
        tag = source[at + 1 : end].lower()
        if tag not in TAGS:
            raise _refuse(source, at, f'Unsupported start tag "{tag}"')
        attributes, end = self._attributes(at, end, tag)
        argument = self._argument(tag, attributes)
        if tag == "span" and argument != "spoiler":
            raise _refuse(source, at, 'Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(tag, argument, self.length, len(self.out)))
        return end

    def _attributes(self, start: int, at: int, tag: str) -> tuple[dict[str, str], int]:
        source = self.source
        found: dict[str, str] = {}
        while True:
            while at < len(source) and source[at].isspace():
                at += 1
            if at >= len(source):
                raise _refuse(source, start, "Unclosed start tag")
            if source[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(source, at)
            if match is None or not match[1]:
                raise _refuse(source, start, f'Empty attribute name in the tag "{tag}"')
            if not match[2]:
                if tag == "blockquote" and match[1] == "expandable":
                    found["expandable"] = "1"
                    at = match.end(1)
                    continue
                problem = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                raise _refuse(source, start, problem)
            value = next((group for group in match.group(3, 4, 5) if group is not None), "")
            found[match[1]] = _REFERENCE.sub(_decode, value)
            if match.end() >= len(source):
                raise _refuse(source, start, "Unclosed start tag")
            if match[5] is not None and not (source[match.end()].isspace() or source[match.end()] == ">"):
                raise _refuse(source, match.start(5), "Unexpected end of name token")
            at = match.end()

    @staticmethod
    def _argument(tag: str, attributes: dict[str, str]) -> str:
        style = attributes.get("class", "")
        if tag == "code":
            return style.removeprefix("language-") if style.startswith("language-") else ""
        if tag == "span":
            return style.removeprefix("tg-") if style.startswith("tg-") else ""
        wanted = {"a": "href", "tg-emoji": "emoji-id", "tg-time": "unix", "blockquote": "expandable"}
        return attributes.get(wanted.get(tag, ""), "")

    def _close(self, at: int) -> int:
        source = self.source
        if not self.open:
            raise _refuse(source, at, "Unexpected end tag")
        match = re.compile(r"([^\s>]*)\s*(>?)").match(source, at + 2)
        if match is None or not match[2]:
            raise _refuse(source, at, "Unclosed end tag")
        opened, found = self.open[-1], match[1].lower()
        if found and found != opened.tag:
            raise _refuse(source, at, "Unmatched end tag", f', expected "</{opened.tag}>", found "</{found}>"')
        self.open.pop()
        if self.length > opened.at:
            self._finish(opened)
        return match.end()

    def _finish(self, opened: _Open) -> None:
        span: Entity = {"offset": opened.at, "length": self.length - opened.at}
        tag, last = opened.tag, self.entities[-1] if self.entities else None
        same_span = last is not None and (last["offset"], last["length"]) == (span["offset"], span["length"])
        if tag in SIMPLE_TAGS:
            self.entities.append({**span, "type": SIMPLE_TAGS[tag]})
        elif tag == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            self.entities.append({**span, "type": kind})
        elif tag == "a":
            self._link(span, opened)
        elif tag == "pre":
            if same_span and last and last["type"] == "code" and last.get("language"):
                last["type"] = "pre"
            else:
                self.entities.append({**span, "type": "pre"})
        elif tag == "code":
            if same_span and last and last["type"] == "pre" and opened.argument:
                last["language"] = opened.argument
            else:
                language = {"language": opened.argument} if opened.argument else {}
                self.entities.append({**span, "type": "code", **language})
        elif tag == "tg-emoji":
            if not opened.argument.isdecimal():
                raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
            self.entities.append({**span, "type": "custom_emoji", "custom_emoji_id": opened.argument})

    def _link(self, span: Entity, opened: _Open) -> None:
        url = opened.argument or "".join(self.out[opened.text_at :])
        mentioned = re.fullmatch(r"tg://user\?id=(\d+)", url)
        if mentioned:
            user = {"id": int(mentioned[1]), "is_bot": False, "first_name": ""}
            self.entities.append({**span, "type": "text_mention", "user": user})
        elif re.match(r"(?i)(https?|tg|tonsite)://|[^\s/]+\.[a-z]{2,}", url):
            full = url if "://" in url else f"http://{url}"
            self.entities.append({**span, "type": "text_link", "url": full})


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of Telegram HTML. Raises `ApiError` with Telegram's text for a broken source."""
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _HtmlParser(source).parse()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities


def find_entities(text: str, known: list[Entity]) -> list[Entity]:
    """Entities Telegram adds itself (commands, links, mentions) outside those already there, joined with them."""
    if not text or ("/" not in text and "@" not in text):
        return known
    taken = [(e["offset"], e["offset"] + e["length"]) for e in known if e["type"] in ("code", "pre", "text_link")]
    found = list(known)
    for match in _FOUND.finditer(text):
        start = utf16_length(text[: match.start()])
        length = utf16_length(match[0])
        if not any(low < start + length and start < high for low, high in taken):
            found.append({"type": str(match.lastgroup), "offset": start, "length": length})
    found.sort(key=lambda e: (e["offset"], -e["length"]))
    return found


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without white space around it, as Telegram stores it, with entities moved and cut to fit."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] - lead + entity["length"], end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return stripped, kept
