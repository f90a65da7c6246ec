"""The parts of a reveal, one page each: the matrix as text, lists, and cards that people react to."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from bot.content.instrument import Instrument
from bot.content.screen import Button
from bot.dialogs.people.facts import known_person
from bot.dialogs.reveal.facts import RevealView, asked_of_both
from bot.dialogs.reveal.pages import asks
from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId
from bot.domain.motive import Term
from bot.engine.model import Phrase
from bot.insight.model import Cell, CellState, MatrixRow, PairQuestion
from bot.insight.words import Surprise
from bot.turn.context import TurnContext
from bot.turn.paging import page_of

_PAIR_REACTIONS = ("herkennen", "niet", "bespreken")


_BLIND_REACTIONS = ("bewust", "bespreken", "volgend_jaar")


def _instrument(ctx: TurnContext, found: RevealView) -> Instrument:
    """The texts this round began with."""
    return ctx.texts.of(found.round.content_version)


def _back(ctx: TurnContext, found: RevealView) -> Button:
    name = Phrase("buttons.onthulling")
    return ctx.button("terug_naar", f"onthulling:{found.round.id}", name=name)


def _matrix(ctx: TurnContext, found: RevealView, page: int) -> None:
    """All motives under the headings of their clusters; the same as the picture, in an order that can be read aloud."""
    lines: list[Phrase] = []
    cluster = ""
    for row in found.reveal.matrix.rows:
        heading = "" if row.cluster == cluster else _instrument(ctx, found).cluster(row.cluster).heading
        cluster = row.cluster
        lines.append(_row(found, row, heading))
    lines += [
        Phrase("reveal.typed_main", {"partner": column.name, "text": column.typed_main})
        for column in found.reveal.matrix.columns
        if column.typed_main
    ]
    _list(ctx, found, "matrix", lines, page)


def _row(found: RevealView, row: MatrixRow, heading: str) -> Phrase:
    groups = []
    for state in CellState:
        names = tuple(_name(found, cell) for cell in row.cells if cell.state is state)
        if names:
            groups.append(Phrase("reveal.group", {"word": Phrase(f"reveal.{state.value}"), "names": names}))
    about = {"heading": heading, "motive": row.text, "groups": tuple(groups), "outcomes": _outcomes(found, row)}
    return Phrase("reveal.row", about)


def _outcomes(found: RevealView, row: MatrixRow) -> tuple[Phrase, ...]:
    """What each partner hopes for with this motive, and when."""
    terms = {term.value for term in Term}
    return tuple(
        Phrase(
            "reveal.outcome",
            {
                "name": found.name(version.partner),
                "text": motive.outcome,
                "term": Phrase(f"buttons.{motive.term}") if motive.term in terms else motive.term,
            },
        )
        for version in found.versions
        for motive in version.form.motives
        if motive.id in row.motives and motive.outcome
    )


def _name(found: RevealView, cell: Cell) -> Phrase | str:
    name = found.name(cell.partner)
    return Phrase("reveal.starred", {"name": name}) if cell.main else name


# --- lists ---


def _names(found: RevealView, partners: Sequence[PartnerId]) -> tuple[str, ...]:
    return tuple(found.name(partner) for partner in partners)


def _texts(found: RevealView, rows: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.text for row in found.reveal.matrix.rows if row.id in rows)


def _listed(found: RevealView, rows: Sequence[str], partners: Sequence[PartnerId]) -> Phrase:
    motives = Phrase("reveal.alike", {"motives": _texts(found, rows)})
    return Phrase("reveal.named", {"motive": motives, "names": _names(found, partners)})


def _list(ctx: TurnContext, found: RevealView, part: str, lines: Sequence[Phrase], page: int) -> None:
    """A part that is a list, as many pages as it takes."""
    shown, more = page_of(ctx, lines, page)
    ctx.page(
        Phrase(f"reveal.part_{part}", {"lines": shown}),
        ctx.button("volgende", f"onthulling:{found.round.id}.{part}.{page + 1}") if more else None,
        _back(ctx, found),
    )


def _shared(ctx: TurnContext, found: RevealView, page: int) -> None:
    _list(ctx, found, "gedeeld", [_listed(found, s.rows, s.partners) for s in found.reveal.shared], page)


def _one_sided(ctx: TurnContext, found: RevealView, page: int) -> None:
    """First where the other side said otherwise; then what only one side was asked, which means less."""
    both = [_listed(found, s.rows, s.partners) for s in found.reveal.one_sided if asked_of_both(s)]
    own = [_listed(found, s.rows, s.partners) for s in found.reveal.one_sided if not asked_of_both(s)]
    if own:
        own[0] = Phrase("reveal.only_asked", {"line": own[0]})
    _list(ctx, found, "eenzijdig", [*(both or [Phrase("reveal.no_difference")]), *own], page)


def _uncertain(ctx: TurnContext, found: RevealView, page: int) -> None:
    _list(ctx, found, "onzeker", [_listed(found, (u.row,), u.partners) for u in found.reveal.uncertain], page)


def _mirror(ctx: TurnContext, found: RevealView, page: int) -> None:
    perspective = found.reveal.perspective
    lines = [_surprise(ctx, found, surprise) for surprise in perspective.surprises]
    if not lines and any(line.guessed is not None for line in perspective.lines):
        lines = [Phrase("reveal.no_surprise")]
    _list(ctx, found, "spiegel", lines, page)


def _surprise(ctx: TurnContext, found: RevealView, surprise: Surprise) -> Phrase:
    instrument = _instrument(ctx, found)
    side = next(side.text for side in instrument.quick_scan.sides if side.kind == surprise.side)
    return Phrase(
        "reveal.surprise",
        {
            "side": side,
            "cluster": instrument.cluster(surprise.cluster).name,
            "thought": Phrase(f"buttons.{surprise.thought}"),
            "says": Phrase(f"reveal.{surprise.says.value}"),
        },
    )


# --- cards ---


def _pairs(found: RevealView) -> tuple[PairQuestion, ...]:
    return (*found.reveal.tensions, *found.reveal.complements)


def cards(found: RevealView, part: str) -> tuple[list[str], Sequence[str]]:
    """The ids of the cards of a part, and what may be said of them."""
    if part == "vragen":
        return [f"pair.{pair.id}" for pair in _pairs(found)], _PAIR_REACTIONS
    if part == "blind":
        return [
            f"blind.{spot.cluster}.{'.'.join(spot.rows)}"[:64] for spot in found.reveal.blind_spots
        ], _BLIND_REACTIONS
    raise DomainError("errors.expired")


def sign_of(card: str) -> str:
    """The sign by which a button knows a card: its id is longer than a button may carry."""
    return f"{crc32(card.encode()):08x}"


def _questions(ctx: TurnContext, found: RevealView, page: int) -> None:
    pairs = _pairs(found)
    if not pairs:
        ctx.page(Phrase("reveal.no_cards"), _back(ctx, found))
        return
    page = min(page, len(pairs) - 1)
    pair = pairs[page]
    kind = "reveal.tension" if pair in found.reveal.tensions else "reveal.complement"
    about = {
        "kind": Phrase(kind),
        "index": page + 1,
        "total": len(pairs),
        "first": _texts(found, (pair.first,))[0],
        "second": _texts(found, (pair.second,))[0],
        "first_names": _names(found, pair.first_partners),
        "second_names": _names(found, pair.second_partners),
        "question": pair.question,
    }
    _card(ctx, found, Phrase("reveal.card", about), "vragen", page)


def _blind(ctx: TurnContext, found: RevealView, page: int) -> None:
    spots = found.reveal.blind_spots
    if not spots:
        ctx.page(Phrase("reveal.no_blind"), _back(ctx, found))
        return
    page = min(page, len(spots) - 1)
    spot = spots[page]
    instrument = _instrument(ctx, found)
    what = Phrase("reveal.alike", {"motives": _texts(found, spot.rows)})
    if spot.whole_cluster:
        what = Phrase("reveal.alike", {"motives": (instrument.cluster(spot.cluster).heading.lower(),)})
    about = {
        "index": page + 1,
        "total": len(spots),
        "what": what,
        "mirror": spot.mirror.text if spot.mirror else "",
        "source": instrument.mirrors.source_phrase.text,
    }
    _card(ctx, found, Phrase("reveal.blind", about), "blind", page)


def _card(ctx: TurnContext, found: RevealView, text: Phrase, part: str, page: int) -> None:
    dealt, allowed = cards(found, part)
    mine = ctx.uow.get(REACTIONS).reactions_of(found.round.id, known_person(ctx).id)
    buttons = []
    for choice in allowed:
        button = ctx.button(choice, f"kaart:{found.round.id}.{part}.{sign_of(dealt[page])}.{choice}")
        chosen = mine.get(dealt[page]) == choice
        buttons.append(Button(f"✓ {button.label}", button.option) if chosen else button)
    more = page < len(dealt) - 1
    ctx.page(
        text,
        *buttons,
        ctx.button("volgende", f"onthulling:{found.round.id}.{part}.{page + 1}") if more else None,
        _back(ctx, found),
    )


SHOW: Mapping[str, Callable[[TurnContext, RevealView, int], None]] = {
    "matrix": _matrix,
    "gedeeld": _shared,
    "eenzijdig": _one_sided,
    "onzeker": _uncertain,
    "vragen": _questions,
    "aanbod": asks.part,
    "spiegel": _mirror,
    "blind": _blind,
}
