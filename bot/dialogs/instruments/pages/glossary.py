"""The glossary of the tool: all words, or the one that was meant."""

from bot.content.glossary import find_term
from bot.content.items import Passage, Status
from bot.content.phases import Glossary, GlossaryTerm
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
    found = find_term(_words(ctx), argument)
    if found.best is not None:
        _term(ctx, found.best)
        return
    near = tuple(Button(term.name, f"p:begrip:{_place(ctx, term)}") for term in found.near)
    key = "pages.term_near" if near else "pages.term_unknown"
    ctx.page(Phrase(key, {"word": argument}), *near, ctx.button("alle_begrippen", "begrippen"))


def term(ctx: TurnContext, argument: str) -> None:
    """One term, by its place in the list."""
    entries = ctx.texts.instrument.glossary.entries
    if argument in OURS:
        _term(ctx, _of_ours(ctx, argument))
        return
    if not argument.isdecimal() or int(argument) >= len(entries):
        raise DomainError("errors.expired")
    _term(ctx, entries[int(argument)])


def _term(ctx: TurnContext, found: GlossaryTerm) -> None:
    ours = found.status is Status.PROPOSAL
    explained: tuple[Passage, ...] = (found,) if ours else found.explanations
    about = {
        "term": found.name,
        "text": "" if ours else found.text,
        "note": "" if ours or found.text else found.note,
        "subterms": tuple(Phrase("pages.subterm", {"term": t.name, "text": t.text}) for t in found.subterms),
        "explanations": tuple(
            Phrase(
                "pages.explanation",
                {"text": e.text, "by": getattr(e, "attribution", ""), "ours": e.status is Status.PROPOSAL},
            )
            for e in explained
        ),
    }
    ctx.page(Phrase("pages.term", about), ctx.button("alle_begrippen", "begrippen"))


OURS = ("motief", "opbrengst", "vaststellen", "onthulling", "begeleider")
"""Words of the bot that the tool's own list does not explain."""


def _of_ours(ctx: TurnContext, word: str) -> GlossaryTerm:
    """A word that we explain, marked as ours like every explanation of ours."""
    name, text = (ctx.texts.phrases.plain(Phrase(f"terms.{key}")) for key in (f"name_{word}", word))
    proposed = Status.PROPOSAL
    return GlossaryTerm(id=f"term.ours_{word}", term=name, aliases=(word,), status=proposed, text=text, note=name)


def _words(ctx: TurnContext) -> Glossary:
    """The words of the tool, and ours behind them."""
    tool = ctx.texts.instrument.glossary
    return Glossary.model_construct(title=tool.title, terms=(*tool.terms, *(_of_ours(ctx, word) for word in OURS)))


def _place(ctx: TurnContext, term: GlossaryTerm) -> str:
    """How a button knows a word: ours by name, those of the tool by their place."""
    ours = term.id.removeprefix("term.ours_")
    return ours if ours in OURS else str(ctx.texts.instrument.glossary.entries.index(term))


def _term_buttons(ctx: TurnContext) -> tuple[tuple[Button, ...], ...]:
    """Buttons of terms, two on a row."""
    terms = _words(ctx).terms
    buttons = [Button(t.name, f"p:begrip:{_place(ctx, t)}") for t in terms]
    more = (ctx.button("rollen", "bron:rollen.0.begrippen"), ctx.button("bronnen", "bronnen"))
    return (*(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)), more)
