"""The parts of a reveal, one page each: the matrix as text, lists, and cards that people react to."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from bot.content.instrument import Instrument
from bot.content.screen import Button
from bot.dialogs.people.facts import known_person
from bot.dialogs.reveal.facts import RevealView
from bot.dialogs.reveal.pages import asks
from bot.dialogs.reveal.ports import REACTIONS
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId
from bot.domain.motive import Term
from bot.engine.model import Phrase
from bot.insight.division import Listed, Place
from bot.insight.model import Cell, CellState, MatrixRow, PairQuestion
from bot.insight.perspective import all_right
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


def _list(ctx: TurnContext, found: RevealView, part: str, lines: Sequence[Phrase], page: int) -> None:
    """A part that is a list, as many pages as it takes."""
    shown, more = page_of(ctx, lines, page)
    ctx.page(
        Phrase(f"reveal.part_{part}", {"lines": shown}),
        ctx.button("volgende", f"onthulling:{found.round.id}.{part}.{page + 1}") if more else None,
        _back(ctx, found),
    )


def _lists(*places: Place) -> Callable[[TurnContext, RevealView, int], None]:
    """The page of these lists, each under its own name."""

    def show(ctx: TurnContext, found: RevealView, page: int) -> None:
        division = found.reveal.division
        lines: list[Phrase] = []
        for place in places:
            listed = division.of(place)
            name = Phrase(f"reveal.list_{place.value}", {"sides": division.sides})
            why = Phrase(f"reveal.about_{place.value}", {"sides": division.sides})
            if not listed:
                lines.append(Phrase("reveal.empty_list", {"name": name}))
            for number, one in enumerate(listed):
                about = {"name": name if number == 0 else "", "why": why}
                lines.append(Phrase("reveal.listed", about | _listed(found, one)))
        _list(ctx, found, "lijst", lines, page)

    return show


def _listed(found: RevealView, one: Listed) -> dict[str, object]:
    """A motive in its list: who said what, who left it blank, and what it is linked with."""
    said = ((CellState.YES, one.yes), (CellState.SOMEWHAT, one.somewhat), (CellState.NO, one.no))
    groups = [(state, who) for state, who in (*said, (CellState.NOT_FILLED_IN, one.blank)) if who]
    return {
        "motive": found.texts((one.row,))[0],
        "groups": tuple(
            Phrase("reveal.group", {"word": Phrase(f"reveal.{state.value}"), "names": _starred(found, who, one.stars)})
            for state, who in groups
        ),
        "linked": found.texts(one.linked),
    }


def _starred(found: RevealView, who: Sequence[PartnerId], stars: Sequence[PartnerId]) -> tuple[Phrase | str, ...]:
    names = ((one, found.name(one)) for one in who)
    return tuple(Phrase("reveal.starred", {"name": name}) if one in stars else name for one, name in names)


def _mirror(ctx: TurnContext, found: RevealView, page: int) -> None:
    perspective = found.reveal.perspective
    lines = [_surprise(ctx, found, surprise) for surprise in perspective.surprises]
    if not lines and any(line.guessed is not None for line in perspective.lines):
        lines = [Phrase("reveal.no_surprise" if all_right(perspective) else "reveal.no_majority")]
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
    **{place.value: _lists(place) for place in Place},
    "gedeeld": _lists(Place.ALL_YES, Place.BOTH),
    "eenzijdig": _lists(Place.ONE, Place.ONE_ANSWERED),
    "onzeker": _lists(Place.AT_MOST_SOMEWHAT),
    "vragen": _questions,
    "aanbod": asks.part,
    "spiegel": _mirror,
    "blind": _blind,
}
