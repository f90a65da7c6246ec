"""Looking up a word: what people type is seldom what the list says."""

from __future__ import annotations

import pytest

from bot.content.glossary import TermSearch, find_term
from bot.content.load import load_instrument
from bot.content.phases import Glossary

glossary = load_instrument().glossary


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("hybride leeromgeving", "HYBRIDE LEEROMGEVING"),
        ("hibride leeromgeving", "HYBRIDE LEEROMGEVING"),
        ("Hybride  Leeromgevingen", "HYBRIDE LEEROMGEVING"),
        ("leeromgeving", "HYBRIDE LEEROMGEVING"),
        ("hlo", "HYBRIDE LEEROMGEVING"),
        ("living lab", "HYBRIDE LEEROMGEVING"),
        ("boundry crosser", "BOUNDARY CROSSER"),
        ("crosser", "BOUNDARY CROSSER"),
        ("interdiciplinair", "INTERDISCIPLINAIR"),
        ("onderwijs praktijk", "ONDERWIJSPRAKTIJK"),
        ("beroepspraktyk", "BEROEPSPRAKTIJK"),
        ("student", "Studenten"),
        ("docent", "Docenten"),
        ("werkveld", "WERKVELD"),
        ("werkveldpartner", "Werkveldpartners"),
        ("opleidng", "OPLEIDING"),
        ("wat is een regio?", "REGIO"),
        ("hybridisring", "HYBRIDISERING"),
    ],
)
def test_the_term_that_is_meant(query: str, term: str):
    found = find_term(glossary, query)
    assert found.best is not None
    assert (found.best.term, found.near) == (term, ())


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("praktijk", {"ONDERWIJSPRAKTIJK", "BEROEPSPRAKTIJK"}),
        ("actoren", {"PRIMAIRE ACTOREN", "SECUNDAIRE ACTOREN"}),
        ("hybride", {"HYBRIDE LEEROMGEVING", "HYBRIDISERING"}),
        ("werkveldpart", {"WERKVELD", "Werkveldpartners"}),  # almost the one, and almost the other
    ],
)
def test_several_that_may_be_meant(query: str, terms: set[str]):
    found = find_term(glossary, query)
    assert found.best is None
    assert {term.term for term in found.near} == terms


@pytest.mark.parametrize("query", ["", "   ", "xyz", "pannenkoek", "fiets", "cliënten", "<b>", "😀", "a" * 5000])
def test_nothing_alike(query: str):
    assert find_term(glossary, query) == TermSearch()


def test_an_empty_glossary_has_nothing():
    assert find_term(Glossary(title=glossary.title, terms=()), "regio") == TermSearch()
