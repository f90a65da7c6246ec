"""What somebody says to the bot or in passing, in words of their own, and hardly ever as an answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.content.errors import ContentError
from bot.content.load import CONTENT_FOLDER, LANGUAGE, read_yaml

LONGEST = 80
"""A text of more characters than this is an answer."""
_FILLERS, _ANSWERS = "tussendoor", "antwoord"
_ASKED, _OPEN = "?", "…"
_MOST_OPEN = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|…|\?")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The pieces such a text is made of by what they ask for, first what wins; and words that make it an answer."""

    pieces: Mapping[str, tuple[Words, ...]]
    fillers: frozenset[Words]
    """What may stand between them; of one word also within them."""
    answers: frozenset[str]
    beginnings: Mapping[str, tuple[tuple[str, Words], ...]]
    """All pieces with what they ask for, by their first word."""


@cache
def load_small_talk(language: str = LANGUAGE) -> SmallTalk:
    """All pieces, read once. Raises `ContentError` when the file is wrong."""
    name = "small_talk.yaml"
    read: dict[str, tuple[Words, ...]] = {}
    for what, pieces in read_yaml(CONTENT_FOLDER / language / name).items():
        if not isinstance(pieces, list) or not all(isinstance(piece, str) for piece in pieces):
            raise ContentError(name, what, "here stands a list of pieces of text")
        for piece in pieces:
            if not piece or " ".join(_words(piece)) != piece.replace("?", " ?").strip():
                raise ContentError(name, what, f"“{piece}” has capitals, or other signs than … and a ? at its end")
            if any(_words(piece) in others for others in read.values()):
                raise ContentError(name, what, f"“{piece}” stands there twice")
        read[what] = tuple(_words(piece) for piece in pieces)
    if missing := {_FILLERS, _ANSWERS} - read.keys():
        raise ContentError(name, min(missing), "is missing")
    fillers, answers = read.pop(_FILLERS), {word for one in read.pop(_ANSWERS) for word in one}
    beginnings: dict[str, tuple[tuple[str, Words], ...]] = {}
    for wish, known in (*read.items(), (_FILLERS, (*fillers, (_ASKED,)))):
        for piece in known:
            beginnings[piece[0]] = (*beginnings.get(piece[0], ()), (wish, piece))
    return SmallTalk(read, frozenset(fillers), frozenset(answers), beginnings)


def small_talk(text: str) -> str | None:
    """What a text asks for that is made of such pieces alone; None when it is an answer like any other."""
    known, words = load_small_talk(), _words(text.replace(_OPEN, ""))
    if len(text) > LONGEST or not known.answers.isdisjoint(words):
        return None
    asked: dict[int, set[str]] = {0: set()}  # how far pieces reach into the text, and what those ask for
    for at in range(len(words)):
        if at in asked:
            for first in (words[at], _OPEN):
                for wish, piece in known.beginnings.get(first, ()):
                    for end in _ends(piece, words, at):
                        asked.setdefault(end, set()).update(asked[at], {wish})
    return next((wish for wish in known.pieces if wish in asked.get(len(words), ())), None)


def _ends(piece: Words, words: Words, at: int) -> Iterator[int]:
    """Where a piece can end that begins at this word."""
    if not piece:
        yield at
    elif piece[0] == _OPEN:
        for more in range(_MOST_OPEN + 1):
            yield from _ends(piece[1:], words, at + more)
    elif at < len(words):
        if words[at] == piece[0]:
            yield from _ends(piece[1:], words, at + 1)
        elif words[at : at + 1] in load_small_talk().fillers:
            yield from _ends(piece, words, at + 1)


def _words(text: str) -> Words:
    """The words of a text in small letters, and its question marks; no other sign."""
    return tuple(_WORD.findall(text.casefold()))
