"""Linking asks to offers after the reveal: one choice at a time, by whoever fills in for the asking partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

from bot.content.screen import Button
from bot.dialogs.people.facts import memberships_in
from bot.dialogs.reveal.facts import RevealView, shown
from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.asks import Degree, Link
from bot.domain.collaboration import Partner
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, RoundId
from bot.domain.rounds import RoundState
from bot.engine.model import Phrase
from bot.insight.coverage import AskLine
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import PER_PAGE, Numbered
from bot.turn.routes import Route, ToPage

T = TypeVar("T")


_NOT = "niet"
"""What a button carries instead of a degree, to take a link away."""


@dataclass(frozen=True, slots=True)
class _Offered:
    """A line of another partner, and how far it answers the ask at hand."""

    partner: PartnerId
    text: str
    degree: Degree | None = None

    @property
    def sign(self) -> str:
        """The sign by which a button knows this line, which is too long for it."""
        return _sign(f"{self.partner}.{self.text}")


@dataclass(frozen=True, slots=True)
class _Asking:
    """A partner whose asks are being linked, by somebody who may; and what the others bring."""

    found: RevealView
    partner: Partner
    asks: tuple[AskLine, ...]

    @property
    def route(self) -> str:
        """How every button of these screens begins its argument."""
        return f"{self.found.round.id}.{self.partner.id}"

    @property
    def about(self) -> dict[str, object]:
        """What stands above every one of these screens."""
        return {"collaboration": self.found.collaboration.name, "partner": self.partner.name}

    def ask(self, sign: str) -> AskLine:
        """The ask that a button means, if it is still there."""
        return _only([ask for ask in self.asks if _sign(ask.text) == sign])

    def offer(self, ask: AskLine, sign: str) -> _Offered:
        """The offer that a button means, if it is still there."""
        return _only([one for one in self.offered(ask) if one.sign == sign])

    def offered(self, ask: AskLine) -> list[_Offered]:
        """All that the other partners bring, beside this ask."""
        given = {(answer.partner, answer.offer): answer.degree for answer in ask.answers}
        others = [one for one in self.found.exchanges if one.partner != self.partner.id]
        return [
            _Offered(one.partner, offer.text, given.get((one.partner, offer.text)))
            for one in others
            for offer in one.offers
        ]


def _sign(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


def _only(fitting: Sequence[T]) -> T:
    """The one thing a button means. Raises `DomainError` when it fits nothing, or several: an old button."""
    if len(fitting) != 1:
        raise DomainError("errors.expired")
    return fitting[0]


def may_link(ctx: TurnContext, found: RevealView, partner: Partner) -> bool:
    """Whether this person fills in for the asking partner, and there is anything to link."""
    asks = any(one.asks for one in found.exchanges if one.partner == partner.id)
    offers = any(one.offers for one in found.exchanges if one.partner != partner.id)
    is_open = found.round.state is not RoundState.CLOSED
    return asks and offers and is_open and _fills_in(ctx, found, partner)


def _fills_in(ctx: TurnContext, found: RevealView, partner: Partner) -> bool:
    mine = memberships_in(ctx, found.collaboration.id)
    return any(m.partner == partner.id and m.role.fills_in for m in mine)


def _asking(ctx: TurnContext, argument: str) -> tuple[_Asking, list[str]]:
    """Who is linking, and the three things more that a button may carry. Raises `DomainError` for who may not."""
    parts = [*argument.split("."), "", "", "", ""]
    found = shown(ctx, RoundId(number(parts[0])))
    partner = _only([one for one in found.partners if one.id == number(parts[1])])
    if not _fills_in(ctx, found, partner):
        raise DomainError("errors.asker_only", partner=partner.name)
    if found.round.state is RoundState.CLOSED:
        raise DomainError("errors.round_closed")
    asks = next(one.asks for one in found.exchanges if one.partner == partner.id)
    return _Asking(found, partner, asks), parts[2:5]


# --- linking ---


def choose_ask(ctx: TurnContext, argument: str) -> None:
    """One's own partner's asks with how far each is answered: `round.partner`, or `round.partner.page`."""
    asking, (page, *_) = _asking(ctx, argument)
    lines = [
        Phrase("reveal.ask_choice", {"number": index, "ask": ask.text, "state": _state(ask.degree)})
        for index, ask in enumerate(asking.asks, start=1)
    ]
    options = [f"dekkingbij:{asking.route}.{_sign(ask.text)}" for ask in asking.asks]
    choice = Numbered("reveal.choose_ask", asking.about, lines, options, f"dekking:{asking.route}")
    name = Phrase("buttons.deel_aanbod")
    back = ctx.button("terug_naar", f"onthulling:{asking.found.round.id}.aanbod", name=name)
    choice.show(ctx, page, back)


def choose_offer(ctx: TurnContext, argument: str) -> None:
    """What the others bring, beside one ask: `round.partner.ask`, or `round.partner.ask.page`."""
    asking, (sign, page, _) = _asking(ctx, argument)
    ask = asking.ask(sign)
    offered = asking.offered(ask)
    lines = [_offer_line(asking, index, one) for index, one in enumerate(offered, start=1)]
    options = [f"dekkinghoe:{asking.route}.{sign}.{one.sign}" for one in offered]
    about = asking.about | {"ask": ask.text}
    choice = Numbered("reveal.choose_offer", about, lines, options, f"dekkingbij:{asking.route}.{sign}")
    choice.show(ctx, page, ctx.button("terug", f"dekking:{asking.route}"))


def _offer_line(asking: _Asking, index: int, one: _Offered) -> Phrase:
    state = "" if one.degree is None else _state(one.degree)
    name = asking.found.name(one.partner)
    return Phrase("reveal.offer_choice", {"number": index, "partner": name, "offer": one.text, "state": state})


def _state(degree: Degree | None) -> Phrase:
    return Phrase("reveal.state_open") if degree is None else Phrase(f"reveal.state_{degree.value}")


def choose_degree(ctx: TurnContext, argument: str) -> None:
    """How far one offer answers one ask: `round.partner.ask.offer`."""
    asking, (sign, offer_sign, _) = _asking(ctx, argument)
    ask = asking.ask(sign)
    one = asking.offer(ask, offer_sign)
    pair = f"{asking.route}.{sign}.{offer_sign}"
    buttons = []
    for degree in Degree:
        button = ctx.button(degree.value, f"dekkingzet:{pair}.{degree.value}")
        buttons.append(Button(f"✓ {button.label}", button.option) if one.degree is degree else button)
    about = asking.about | {"ask": ask.text, "other": asking.found.name(one.partner), "offer": one.text}
    ctx.page(
        Phrase("reveal.choose_degree", about),
        *buttons,
        ctx.button("hoort_er_niet_bij", f"dekkingzet:{pair}.{_NOT}"),
        ctx.button("terug", f"dekkingbij:{asking.route}.{sign}"),
    )


def keep(ctx: TurnContext, argument: str) -> Route:
    """Link, or take a link away, and back to the asks: `round.partner.ask.offer.degree`."""
    asking, (sign, offer_sign, chosen) = _asking(ctx, argument)
    ask = asking.ask(sign)
    one = asking.offer(ask, offer_sign)
    degree = next((degree for degree in Degree if degree.value == chosen), None)
    if degree is None and chosen != _NOT:
        raise DomainError("errors.expired")
    link = Link(asking.partner.id, ask.text, one.partner, one.text, degree or Degree.COVERED)
    if degree is None:
        ctx.uow.get(REACTIONS).unlink(asking.found.round.id, link)
        ctx.notify(Phrase("reveal.link_gone"))
    else:
        ctx.uow.get(REACTIONS).link(asking.found.round.id, link, ctx.at)
        ctx.notify(Phrase("reveal.link_kept"))
    return ToPage("dekking", f"{asking.route}.{asking.asks.index(ask) // PER_PAGE}")
