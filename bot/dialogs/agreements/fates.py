"""In which agreements somebody's words came back: those that serve their outcome, and those that say what they said."""

from collections.abc import Iterator, Sequence

from bot.dialogs.agreements.facts import piece_of
from bot.dialogs.agreements.ports import AGREEMENTS
from bot.dialogs.agreements.rules import Agreement, AgreementState
from bot.domain.visibility import may_see
from bot.engine.model import Phrase
from bot.insight.wording import quoted_in
from bot.turn.context import TurnContext
from bot.turn.own_words import Author, Became, Fate, Given, WordsKind


def fates(ctx: TurnContext, author: Author, words: Sequence[Given]) -> Iterator[tuple[Given, Fate]]:
    """The agreements of this round that the author may see."""
    kept = ctx.uow.get(AGREEMENTS).of(author.collaboration.id)
    made = [
        one
        for one in kept
        if one.round == author.round.id and one.state not in (AgreementState.DRAFT, AgreementState.WISH)
    ]
    seen = [one for one in made if may_see(piece_of(ctx, one), author.viewer)]
    for given in words:
        for one in seen:
            if given.handed_in and _holds(one, given):
                yield given, _in(one)


def _holds(one: Agreement, given: Given) -> bool:
    serves = given.kind is WordsKind.OUTCOME and one.terms.motive == given.source and one.partner == given.partner
    return serves or quoted_in(given.text, one.terms.what)


def _in(one: Agreement) -> Fate:
    is_open = one.state is AgreementState.OPEN
    about = {"what": one.terms.what, "state": "" if is_open else Phrase(f"agreements.state_{one.state}")}
    return Fate(Became.KEPT, Phrase("words.in_agreement", about), agreement=one.id)
