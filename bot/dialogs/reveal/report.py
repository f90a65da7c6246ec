"""What lay side by side at the reveal: the matrix, its lists, guesses of each other, asks and offers."""

import json
from collections.abc import Iterator

from bot.dialogs.reveal.facts import RevealView, counts, picture_of, side_by_side
from bot.dialogs.reveal.screens.telling import names
from bot.domain.settlement import settled_of
from bot.domain.visibility import ContentRef
from bot.engine.model import Phrase
from bot.insight.coverage import AskLine, PartnerExchange
from bot.insight.division import Listed
from bot.insight.model import CellState, PairQuestion
from bot.insight.words import GuessCounts, PerspectiveLine
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Section, Shape, Wanted, all_may_see


class _Told:
    """One reveal, as far as all may see it: its texts, and what they show of."""

    def __init__(self, ctx: TurnContext, wanted: Wanted, found: RevealView) -> None:
        self.ctx, self.found = ctx, found
        self.id = f"r{wanted.round.id}"
        self.sees: tuple[ContentRef, ...] = tuple(settled_of(one, revealed=True) for one in found.versions)
        self.instrument = ctx.texts.of(wanted.round.content_version)

    def plain(self, key: str, **args: object) -> str:
        return self.ctx.texts.phrases.plain(Phrase(key, args))

    def row(self, id_: str, part: Part, **args: object) -> Row:
        return Row(id=f"{self.id}.{id_}", part=part, sees=self.sees, **args)  # type: ignore[arg-type]

    def lines(self, title: str, rows: tuple[Row, ...], *, note: str = "", exported: bool = False) -> Block:
        return Block(shape=Shape.LINES, rows=rows, title=title, note=note, exported=exported, sees=self.sees)


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    """Of the versions that the reveal named and all may see; nothing where there are none."""
    revealed = ctx.uow.settlements.revealed(wanted.round.id)
    versions = [one for one in revealed if all_may_see((settled_of(one, revealed=True),), wanted.viewers)]
    if not versions:
        return
    told = _Told(ctx, wanted, side_by_side(ctx, wanted.round, versions))
    yield Section(title=told.plain("report.side_by_side"), note=_about(told), blocks=tuple(_side_by_side(told)))
    for title, blocks in (("report.guesses", _guesses(told)), ("report.asks_and_offers", _exchange(told))):
        if some := tuple(blocks):
            yield Section(title=told.plain(title), blocks=some)


def _about(told: _Told) -> str:
    found = told.found
    about = {
        "counts": counts(found.reveal.division),
        "missing": found.missing,
        "late": tuple(found.name(one.partner) for one in found.versions if one.after_reveal),
        "without_manager": tuple(found.name(one.partner) for one in found.versions if not one.with_manager),
    }
    return told.plain("report.about_reveal", **about)


def _side_by_side(told: _Told) -> Iterator[Block]:
    """The picture, its lists, questions about pairs, and what nobody chose."""
    found = told.found
    yield Block(shape=Shape.MATRIX, picture=json.loads(picture_of(told.ctx, found)), sees=told.sees)
    sides = found.reveal.division.sides
    for place, listed in found.reveal.division.lists:
        rows = tuple(_listed(told, one) for one in listed)
        note = told.plain(f"reveal.about_{place.value}", sides=sides)
        yield told.lines(told.plain(f"reveal.list_{place.value}", sides=sides), rows, note=note)
    pairs = (("report.tensions", found.reveal.tensions), ("report.complements", found.reveal.complements))
    for title, some in pairs:
        if some:
            yield told.lines(told.plain(title), tuple(_pair(told, one) for one in some))
    spots = tuple(
        told.row(f"blind.{spot.cluster}.{index}", Part.DIVISION, answer=" · ".join(found.texts(spot.rows)))
        for index, spot in enumerate(found.reveal.blind_spots)
    )
    if spots:
        yield told.lines(told.plain("report.blind_spots"), spots)


def _listed(told: _Told, one: Listed) -> Row:
    found = told.found
    groups = (
        (CellState.YES, one.yes),
        (CellState.SOMEWHAT, one.somewhat),
        (CellState.NO, one.no),
        (CellState.NOT_FILLED_IN, one.blank),
    )
    said = [f"{told.plain(f'reveal.{state.value}')}: {', '.join(names(found, who))}" for state, who in groups if who]
    return told.row(
        f"verdeling.{one.row}",
        Part.DIVISION,
        asked=found.texts((one.row,))[0],
        answer=" · ".join(said),
        choice=one.place.value,
        main=bool(one.stars),
    )


def _pair(told: _Told, one: PairQuestion) -> Row:
    first, second = (told.found.texts((row,))[0] for row in (one.first, one.second))
    by_first, by_second = (", ".join(names(told.found, some)) for some in (one.first_partners, one.second_partners))
    if (first, by_first) == (second, by_second):  # one motive that stands in its own way
        return told.row(f"paar.{one.id}", Part.DIVISION, asked=first, answer=one.question, note=by_first)
    who = f"{first}: {by_first}\n{second}: {by_second}"
    return told.row(f"paar.{one.id}", Part.DIVISION, asked=f"{first} – {second}", answer=one.question, note=who)


# --- guesses ---


def _guesses(told: _Told) -> Iterator[Block]:
    """What one side thought of the other, from enough people on; never what one of them thought."""
    lines = told.found.reveal.perspective.lines
    if all(one.guessed is None for one in lines):
        return
    for side in told.instrument.quick_scan.sides:
        about = [one for one in lines if one.side == side.kind]
        if about:
            enough = any(one.guessed is not None for one in about)
            rows = tuple(_guess(told, one) for one in about) if enough else (_too_few(told, side.kind),)
            yield told.lines(told.plain("report.guesses_about", side=side.text), rows, exported=enough)


def _too_few(told: _Told, side: str) -> Row:
    thought = told.plain("report.too_few")
    return told.row(f"spiegel.{side}", Part.GUESSES, answer=thought[0].upper() + thought[1:] + ".")


def _guess(told: _Told, one: PerspectiveLine) -> Row:
    thought = told.plain("report.too_few") if one.guessed is None else _counted(told, one.guessed)
    return told.row(
        f"spiegel.{one.side.value}.{one.cluster}",
        Part.GUESSES,
        asked=told.instrument.cluster(one.cluster).heading,
        question=one.cluster,
        answer=thought,
        note=told.plain("report.says_itself", says=Phrase(f"reveal.{one.says.value}")),
    )


def _counted(told: _Told, one: GuessCounts) -> str:
    pairs = (("ja", one.yes), ("enigszins", one.somewhat), ("nee", one.no), ("weet_niet", one.unknown))
    return " · ".join(f"{told.ctx.label(choice)} {number}" for choice, number in pairs)


# --- asks and offers ---


def _exchange(told: _Told) -> Iterator[Block]:
    """Per partner what it asks and what answers that, and what it brings."""
    for one in told.found.exchanges:
        name = told.found.name(one.partner)
        asks = tuple(_ask(told, one, name, index, ask) for index, ask in enumerate(one.asks, start=1))
        if asks:
            yield told.lines(told.plain("report.asks_of", partner=name), asks, exported=True)
        offers = tuple(
            told.row(
                f"p{one.partner}.aanbod.{index}",
                Part.OFFERS,
                partner=name,
                answer=offer.text,
                note=told.plain("report.asked_by", partners=names(told.found, offer.asked_by)),
            )
            for index, offer in enumerate(one.offers, start=1)
        )
        if offers:
            yield told.lines(told.plain("report.offers_of", partner=name), offers, exported=True)


def _ask(told: _Told, one: PartnerExchange, name: str, index: int, ask: AskLine) -> Row:
    answers = tuple(
        told.plain(f"report.answered_{given.degree.value}", partner=told.found.name(given.partner), offer=given.offer)
        for given in ask.answers
    )
    return told.row(
        f"p{one.partner}.vraag.{index}",
        Part.ASKS,
        partner=name,
        answer=ask.text,
        choice=ask.degree.value if ask.degree is not None else "open",
        note="\n".join(answers) or told.plain("report.ask_open"),
    )
