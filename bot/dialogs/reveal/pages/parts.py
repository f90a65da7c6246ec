"""The parts of a reveal, one page each: the matrix as text, lists, and cards that people react to."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from bot.content.instrument import Instrument
from bot.content.screen import Button
from bot.dialogs.people.facts import known_person
from bot.dialogs.reveal.facts import RevealView, counts, mine, within
from bot.dialogs.reveal.pages import asks
from bot.dialogs.reveal.ports import REACTIONS
from bot.dialogs.reveal.screens.telling import next_phase, pair, said, step, surprise, where_i_stand
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId
from bot.domain.motive import Choice, Term
from bot.engine.model import Phrase
from bot.insight.division import Place
from bot.insight.guide import guide
from bot.insight.model import Cell, CellState, MatrixRow, PairQuestion
from bot.insight.perspective import all_right
from bot.turn.context import TurnContext
from bot.turn.paging import page_of

_PAIR_REACTIONS = ("herkennen", "niet", "bespreken")


_BLIND_REACTIONS = ("bewust", "bespreken", "volgend_jaar")


def _instrument(ctx: TurnContext, found: RevealView) -> Instrument:
    """The texts this round began with."""
    return ctx.texts.of(found.round.content_version)


def _back(ctx: TurnContext, found: RevealView) -> Button:
    return ctx.button("alle_onderdelen", f"onthulling:{found.round.id}.delen")


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
            lines += [said(found, one, name=name if one is listed[0] else "", why=why) for one in listed]
        _list(ctx, found, "lijst", lines, page)

    return show


def _mirror(ctx: TurnContext, found: RevealView, page: int) -> None:
    perspective = found.reveal.perspective
    lines = [surprise(ctx, found, one) for one in perspective.surprises]
    if not lines and any(line.guessed is not None for line in perspective.lines):
        lines = [Phrase("reveal.no_surprise" if all_right(perspective) else "reveal.no_majority")]
    _list(ctx, found, "spiegel", lines, page)


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
    if part == "stap":
        steps = guide(found.reveal).steps
        return [f"pair.{one.id}" if isinstance(one, PairQuestion) else "" for one in steps], _PAIR_REACTIONS
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
    _card(ctx, found, pair(found, pairs[page], index=page + 1, total=len(pairs)), "vragen", page)


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
    if not _speaks(ctx, found):
        allowed = tuple(choice for choice in allowed if choice == "bespreken")
    buttons = []
    for choice in allowed:
        button = ctx.button(choice, f"kaart:{found.round.id}.{part}.{sign_of(dealt[page])}.{choice}")
        chosen = mine.get(dealt[page]) == choice
        buttons.append(Button(f"✓ {button.label}", button.option) if chosen else button)
    more = page < len(dealt) - 1
    onward = ctx.button("volgende", f"onthulling:{found.round.id}.{part}.{page + 1}") if more else None
    told = _last(found, text) if part == "stap" and not more else text
    ctx.page(told, *buttons, onward, _back(ctx, found))


def _speaks(ctx: TurnContext, found: RevealView) -> bool:
    """Whether this person belongs to a partner, which alone can recognise itself in a question."""
    here = ctx.uow.collaborations.memberships_of(known_person(ctx).id)
    return any(m.collaboration == found.collaboration.id and m.partner is not None for m in here)


def _step(ctx: TurnContext, found: RevealView, page: int) -> None:
    """One thing of the guided way; behind the last come all parts."""
    steps = guide(found.reveal).steps
    if page >= len(steps):
        _parts(ctx, found, 0)
        return
    one = steps[page]
    if isinstance(one, PairQuestion):
        _card(ctx, found, step(found, page), "stap", page)
        return
    own = where_i_stand(found, one, mine(ctx, found, known_person(ctx)))
    last = page == len(steps) - 1
    onward = ctx.button("volgende", f"onthulling:{found.round.id}.stap.{page + 1}") if not last else None
    told = Phrase("reveal.step", {"told": step(found, page), "mine": own})
    ctx.page(_last(found, told) if last else told, onward, _back(ctx, found))


def _last(found: RevealView, told: Phrase) -> Phrase:
    """The last thing of the guided way, with what comes after it."""
    return Phrase("reveal.last", {"told": told, "next": next_phase(found.round)})


_AFTER_THE_LISTS = ("vragen", "aanbod", "spiegel", "blind")


def _parts(ctx: TurnContext, found: RevealView, page: int) -> None:
    """All parts, two by two; the mirror where enough people guessed for it to say something."""
    division = found.reveal.division
    lists = [(f"deel_{place.value}", place.value) for place, _ in division.lists]
    guessed = any(line.guessed is not None for line in found.reveal.perspective.lines)
    others = [(f"deel_{part}", part) for part in _AFTER_THE_LISTS if part != "spiegel" or guessed]
    if within(ctx, found.round):
        others.append(("deel_binnen", "binnen"))
    buttons = [
        ctx.button(label, f"onthulling:{found.round.id}.{part}", sides=division.sides)
        for label, part in [("deel_matrix", "matrix"), *lists, *others]
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    if len(ctx.uow.rounds.all(found.collaboration.id)) > 1:
        rows.append((ctx.button("over_de_jaren", f"jaren:{found.collaboration.id}"),))
    back = ctx.button("terug_naar", f"onthulling:{found.round.id}.begin", name=Phrase("buttons.onthulling"))
    about = {"collaboration": found.collaboration.name, "counts": counts(division)}
    ctx.lay_out(Phrase("reveal.parts", about), (*rows, (back,)))


def _within(ctx: TurnContext, found: RevealView, page: int) -> None:
    """Where people of one's own partner differ. Nobody else is shown this."""
    lines = [
        Phrase(
            "reveal.within_line",
            {
                "motive": motive,
                "counts": tuple(
                    Phrase("groups.count", {"choice": Phrase(f"buttons.{choice}"), "number": given[choice]})
                    for choice in Choice
                    if given[choice]
                ),
            },
        )
        for motive, given in within(ctx, found.round).items()
    ]
    if not lines:
        raise DomainError("errors.not_visible")
    _list(ctx, found, "binnen", lines, page)


SHOW: Mapping[str, Callable[[TurnContext, RevealView, int], None]] = {
    "matrix": _matrix,
    **{place.value: _lists(place) for place in Place},
    "gedeeld": _lists(Place.ALL_YES, Place.BOTH),
    "eenzijdig": _lists(Place.ONE, Place.ONE_ANSWERED),
    "onzeker": _lists(Place.AT_MOST_SOMEWHAT),
    "stap": _step,
    "delen": _parts,
    "binnen": _within,
    "vragen": _questions,
    "aanbod": asks.part,
    "spiegel": _mirror,
    "blind": _blind,
}
