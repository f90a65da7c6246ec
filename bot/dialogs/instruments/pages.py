"""Words and explanations: the glossary, help, privacy."""

from bot.content.glossary import find_term
from bot.content.phases import Term
from bot.content.screen import Button, Screen
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.context import Stage


def glossary(stage: Stage, argument: str) -> None:
    """`/begrippen [woord]`: all terms, or the one that was meant."""
    if not argument:
        stage.show(Screen(str(stage.texts.phrases.html(Phrase("pages.glossary"))), _term_buttons(stage)))
        return
    found = find_term(stage.texts.instrument.glossary, argument)
    if found.best is not None:
        _term(stage, found.best)
        return
    near = tuple(Button(term.name, f"p:begrip:{_index(stage, term)}") for term in found.near)
    key = "pages.term_near" if near else "pages.term_unknown"
    stage.page(Phrase(key, {"word": argument}), *near, stage.button("alle_begrippen", "begrippen"))


def term(stage: Stage, argument: str) -> None:
    """One term, by its place in the list."""
    entries = stage.texts.instrument.glossary.entries
    if not argument.isdecimal() or int(argument) >= len(entries):
        raise DomainError("errors.expired")
    _term(stage, entries[int(argument)])


def _term(stage: Stage, found: Term) -> None:
    about = {
        "term": found.name,
        "text": found.text,
        "note": found.note if not found.text else "",
        "subterms": tuple(Phrase("pages.subterm", {"term": t.name, "text": t.text}) for t in found.subterms),
        "explanations": tuple(
            Phrase("pages.explanation", {"text": e.text, "by": e.attribution}) for e in found.explanations
        ),
    }
    stage.page(Phrase("pages.term", about), stage.button("alle_begrippen", "begrippen"))


def _index(stage: Stage, term: Term) -> int:
    return stage.texts.instrument.glossary.entries.index(term)


def _term_buttons(stage: Stage) -> tuple[tuple[Button, ...], ...]:
    """Two terms in a row."""
    terms = stage.texts.instrument.glossary.terms
    buttons = [Button(t.name, f"p:begrip:{_index(stage, t)}") for t in terms]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
