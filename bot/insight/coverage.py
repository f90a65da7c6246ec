"""Asks beside offers: which are answered, which are open, and what is brought that nobody asked for.

Only people say what answers what. Nothing is counted: two halves do not make a whole.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.asks import Degree, Link
from bot.domain.ids import PartnerId
from bot.insight.model import AskAndOffer

_Pair = tuple[PartnerId, str, PartnerId, str]


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """A line of another partner that answers an ask, and how far."""

    partner: PartnerId
    offer: str
    degree: Degree


@dataclass(frozen=True, slots=True)
class AskLine:
    """A line that a partner asks, with what answers it in the order of the partners."""

    text: str
    answers: tuple[AskAnswer, ...] = ()

    @property
    def degree(self) -> Degree | None:
        """The best of its answers; None while it is open."""
        given = {answer.degree for answer in self.answers}
        return next((degree for degree in Degree if degree in given), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """A line that a partner brings, and who asked for it; nobody, when that is empty."""

    text: str
    asked_by: tuple[PartnerId, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerExchange:
    """What one partner asks of the others, and what it brings for them."""

    partner: PartnerId
    asks: tuple[AskLine, ...]
    offers: tuple[Offer, ...]


def coverage(lines: Sequence[AskAndOffer], links: Collection[Link]) -> tuple[PartnerExchange, ...]:
    """Lay the links over the lines, each line once. What links to a line that is not there does not count."""
    degrees: dict[_Pair, Degree] = {(k.asking, k.ask, k.offering, k.offer): k.degree for k in links}
    return tuple(
        PartnerExchange(
            one.partner,
            tuple(AskLine(text, _answers(one.partner, text, lines, degrees)) for text in dict.fromkeys(one.asks)),
            tuple(Offer(text, _asked_by(one.partner, text, lines, degrees)) for text in dict.fromkeys(one.offers)),
        )
        for one in lines
    )


def _answers(
    asking: PartnerId, ask: str, lines: Sequence[AskAndOffer], degrees: dict[_Pair, Degree]
) -> tuple[AskAnswer, ...]:
    return tuple(
        AskAnswer(other.partner, offer, degrees[asking, ask, other.partner, offer])
        for other in lines
        if other.partner != asking
        for offer in dict.fromkeys(other.offers)
        if (asking, ask, other.partner, offer) in degrees
    )


def _asked_by(
    offering: PartnerId, offer: str, lines: Sequence[AskAndOffer], degrees: dict[_Pair, Degree]
) -> tuple[PartnerId, ...]:
    return tuple(
        other.partner
        for other in lines
        if other.partner != offering and any((other.partner, ask, offering, offer) in degrees for ask in other.asks)
    )
