"""Asks and offers in the reveal: what answers what, and what was brought that nobody asked for."""

from collections.abc import Iterator

from bot.dialogs.reveal.facts import RevealView
from bot.dialogs.reveal.pages.linking import may_link
from bot.engine.model import Phrase
from bot.insight.coverage import AskLine, PartnerExchange
from bot.turn.context import TurnContext
from bot.turn.paging import page_of, pages_of


def part(ctx: TurnContext, found: RevealView, page: int) -> None:
    """Per partner what it asks and what answers that; then what is left. With a way in for who may link."""
    lines, more = page_of(ctx, list(_blocks(ctx, found)), page)
    mine = [partner for partner in found.partners if may_link(ctx, found, partner)]
    ctx.page(
        Phrase("reveal.part_aanbod", {"lines": lines}),
        *(
            ctx.button("koppelen", f"dekking:{found.round.id}.{one.id}", partner=one.name if len(mine) > 1 else "")
            for one in mine
        ),
        ctx.button("volgende", f"onthulling:{found.round.id}.aanbod.{page + 1}") if more else None,
        ctx.button("alle_onderdelen", f"onthulling:{found.round.id}.delen"),
    )


def _blocks(ctx: TurnContext, found: RevealView) -> Iterator[Phrase]:
    """Lists with a heading; a long one in pieces that each have it. What answers an ask is not repeated below."""
    for one in found.exchanges:
        asked = [line for ask in one.asks for line in _asked(found, one, ask)] or [Phrase("reveal.nothing")]
        for lines in pages_of(ctx, asked):
            yield Phrase("reveal.asks", {"partner": found.name(one.partner), "lines": lines})
    left = [line for one in found.exchanges for line in _left(found, one)]
    for lines in pages_of(ctx, left) if left else ():
        yield Phrase("reveal.not_asked", {"lines": lines})


def _asked(found: RevealView, one: PartnerExchange, ask: AskLine) -> Iterator[Phrase]:
    yield Phrase("reveal.ask", {"partner": found.name(one.partner), "ask": ask.text})
    for answer in ask.answers:
        about = {"partner": found.name(answer.partner), "offer": answer.offer}
        yield Phrase(f"reveal.answered_{answer.degree.value}", about)
    if not ask.answers:
        yield Phrase("reveal.answered_open")


def _left(found: RevealView, one: PartnerExchange) -> Iterator[Phrase]:
    """What a partner brings that nobody linked to what they ask."""
    name = found.name(one.partner)
    for offer in one.offers:
        if not offer.asked_by:
            yield Phrase("reveal.offer", {"partner": name, "offer": offer.text})
    if not one.offers:
        yield Phrase("reveal.offer", {"partner": name, "offer": Phrase("reveal.nothing")})
