"""Finds a term of the glossary, forgiving typing errors. Knows no screens; the caller says what it found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.content.phases import Glossary, GlossaryTerm

MEANT = 80.0
"""From this likeness (0-100) of the whole name a term is taken to be meant."""
AHEAD = 8.0
"""The lead over the next term that makes the first one the only one meant."""
NEAR = 76.0
"""From this likeness of the whole name a term is worth offering."""
PART = 85.0
"""From this likeness with a part of the name a term is worth offering."""
SHORTEST_PART = 4
"""Shorter pieces occur in too many words to mean anything."""
LARGEST_PART = 0.8
"""A part is at most this share of the whole word."""
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class TermSearch:
    """`best` is the term that is meant, if that is clear; otherwise `near` holds what may be meant, likeliest first."""

    best: GlossaryTerm | None = None
    near: tuple[GlossaryTerm, ...] = ()


def find_term(glossary: Glossary, query: str) -> TermSearch:
    """Look a word up among terms, sub-terms and their other names. Nothing alike gives an empty result."""
    wanted = _plain(query)
    whole = _ranked((_whole(wanted, term), term) for term in glossary.entries)
    if not wanted or not whole:
        return TermSearch()
    runner_up = whole[1][0] if len(whole) > 1 else 0.0
    if whole[0][0] >= MEANT and whole[0][0] - runner_up >= AHEAD:
        return TermSearch(best=whole[0][1])
    return _offer((_whole(wanted, term), _part(wanted, term), term) for term in glossary.entries)


def _offer(likenesses: Iterable[tuple[float, float, GlossaryTerm]]) -> TermSearch:
    alike = _ranked((max(whole, part), term) for whole, part, term in likenesses if whole >= NEAR or part >= PART)
    if len(alike) == 1:
        return TermSearch(best=alike[0][1])
    return TermSearch(near=tuple(term for _, term in alike[:MOST_OFFERED]))


def _ranked(likenesses: Iterable[tuple[float, GlossaryTerm]]) -> list[tuple[float, GlossaryTerm]]:
    return sorted(likenesses, key=lambda pair: pair[0], reverse=True)


def _whole(wanted: str, term: GlossaryTerm) -> float:
    from rapidfuzz import fuzz

    return max(fuzz.ratio(wanted, name) for name in _names(term))


def _part(wanted: str, term: GlossaryTerm) -> float:
    """How well the shorter of the two occurs in the longer one. Words of about one length are no part of each other."""
    from rapidfuzz import fuzz

    pairs = [(name, sorted((len(name), len(wanted)))) for name in _names(term)]
    parts = [name for name, (short, long) in pairs if short >= SHORTEST_PART and short <= LARGEST_PART * long]
    return max((fuzz.partial_ratio(wanted, name) for name in parts), default=0.0)


def _names(term: GlossaryTerm) -> tuple[str, ...]:
    return tuple(_plain(name) for name in (term.term, *term.aliases))


def _plain(text: str) -> str:
    """Lower case, without accents and double spaces, so that only letters are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
