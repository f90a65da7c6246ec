"""The glossary of the tool: all words, or the one that was meant."""

from bot.content.glossary import find_term
from bot.content.items import Status
from bot.content.phases import GlossaryTerm
from bot.content.screen import Button, Screen
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.context import TurnContext


def glossary(ctx: TurnContext, argument: str) -> None:
    """`/begrippen [woord]`: all terms, or the one that was meant."""
    if not argument:
        ctx.show(
            Screen(
                str(
                    ctx.texts.phrases.html(
                        Phrase("pages.glossary", {"title": ctx.texts.instrument.glossary.title.text})
                    )
                ),
                _term_buttons(ctx),
            )
        )
        return
    found = find_term(ctx.texts.instrument.glossary, argument)
    if found.best is not None:
        _term(ctx, found.best)
        return
    near = tuple(Button(term.name, f"p:begrip:{_index(ctx, term)}") for term in found.near)
    key = "pages.term_near" if near else "pages.term_unknown"
    ctx.page(Phrase(key, {"word": argument}), *near, ctx.button("alle_begrippen", "begrippen"))


def term(ctx: TurnContext, argument: str) -> None:
    """One term, by its place in the list."""
    entries = ctx.texts.instrument.glossary.entries
    if not argument.isdecimal() or int(argument) >= len(entries):
        raise DomainError("errors.expired")
    _term(ctx, entries[int(argument)])


def _term(ctx: TurnContext, found: GlossaryTerm) -> None:
    about = {
        "term": found.name,
        "text": found.text,
        "note": found.note if not found.text else "",
        "subterms": tuple(Phrase("pages.subterm", {"term": t.name, "text": t.text}) for t in found.subterms),
        "explanations": tuple(
            Phrase("pages.explanation", {"text": e.text, "by": e.attribution, "ours": e.status is Status.PROPOSAL})
            for e in found.explanations
        ),
    }
    ctx.page(Phrase("pages.term", about), ctx.button("alle_begrippen", "begrippen"))


def _index(ctx: TurnContext, term: GlossaryTerm) -> int:
    return ctx.texts.instrument.glossary.entries.index(term)


def _term_buttons(ctx: TurnContext) -> tuple[tuple[Button, ...], ...]:
    """Buttons of terms, two on a row."""
    terms = ctx.texts.instrument.glossary.terms
    buttons = [Button(t.name, f"p:begrip:{_index(ctx, t)}") for t in terms]
    more = (ctx.button("rollen", "bron:rollen.0.begrippen"), ctx.button("bronnen", "bronnen"))
    return (*(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)), more)
