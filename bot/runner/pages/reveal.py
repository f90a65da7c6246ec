"""The reveal on screen: the facilitator's decision, and then everything that came out, part by part."""

import json
from collections.abc import Callable, Mapping, Sequence

from bot.content.screen import Button, Screen
from bot.domain.errors import DomainError
from bot.domain.ids import PartnerId, RoundId
from bot.domain.motive import Term
from bot.domain.rounds import RoundState
from bot.engine.model import Phrase
from bot.insight.model import Cell, CellState, PairQuestion, Row
from bot.insight.words import Surprise
from bot.reports.picture import MatrixLabels, matrix_data
from bot.runner.pages.access import known_person, must_facilitate, number
from bot.runner.revealing import Shown, audience, not_settled, settled_versions, shown, side_by_side
from bot.runner.routes import Route, ToPage
from bot.runner.stage import Stage

LANGUAGE = "nl"
"""By which long words in the picture are hyphenated."""

_PARTS = ("matrix", "gedeeld", "eenzijdig", "onzeker", "vragen", "aanbod", "spiegel", "blind")
_PAIR_REACTIONS = ("herkennen", "niet", "bespreken")
_BLIND_REACTIONS = ("bewust", "bespreken", "volgend_jaar")


def confirm(stage: Stage, argument: str) -> None:
    """`Onthullen`: who is in it and who is not, before it cannot be undone."""
    round_ = stage.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(stage, round_.collaboration)
    if round_.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    if not settled_versions(stage, round_.id):
        raise DomainError("reveal.nobody")
    name = stage.uow.collaborations.get(round_.collaboration).name
    stage.page(
        Phrase("reveal.confirm", {"collaboration": name, "missing": not_settled(stage, round_.id)}),
        stage.button("onthul_nu", f"onthulnu:{round_.id}"),
        stage.button("nog_niet", f"overzicht:{round_.collaboration}"),
    )


def reveal(stage: Stage, argument: str) -> Route:
    """Everybody sees all settled versions at the same moment: one commit, then delivery as fast as Telegram allows."""
    round_ = stage.uow.rounds.get(RoundId(number(argument)))
    must_facilitate(stage, round_.collaboration)
    if round_.state is not RoundState.PREPARATION:
        raise DomainError("errors.revealed_already")
    versions = settled_versions(stage, round_.id)
    if not versions:
        raise DomainError("reveal.nobody")
    stage.uow.settlements.reveal(round_.id, [version.id for version in versions], stage.at)
    stage.uow.rounds.set_state(round_.id, RoundState.REVEALED)
    found = side_by_side(stage, stage.uow.rounds.get(round_.id), versions)
    picture = json.dumps(_picture(stage, found), ensure_ascii=False)
    caption = Phrase("reveal.caption", {"collaboration": found.collaboration.name})
    for person in audience(stage, found.collaboration):
        if person.chat == stage.chat:
            continue
        stage.picture(caption, picture, chat=person.chat)
        stage.send(_opening(stage, found), chat=person.chat)
    stage.picture(caption, picture, chat=stage.chat)
    return ToPage("onthulling", str(round_.id))


def look(stage: Stage, argument: str) -> None:
    """The reveal, part by part: `round`, `round.part` or `round.part.number`."""
    round_id, _, rest = argument.partition(".")
    part, _, index = rest.partition(".")
    found = shown(stage, RoundId(number(round_id)))
    if not part:
        stage.show(_opening(stage, found))
    elif part in _SHOW:
        _SHOW[part](stage, found, number(index) if index else 0)
    else:
        raise DomainError("errors.expired")


def react(stage: Stage, argument: str) -> Route:
    """What somebody thinks of a card: kept, and back in phase 2."""
    round_id, _, rest = argument.partition(".")
    part, _, rest = rest.partition(".")
    index, _, choice = rest.partition(".")
    found = shown(stage, RoundId(number(round_id)))
    cards, allowed = _cards(found, part)
    position = number(index)
    if position >= len(cards) or choice not in allowed:
        raise DomainError("errors.expired")
    person = known_person(stage)
    stage.uow.settlements.react(found.round.id, cards[position], person.id, choice, stage.at)
    stage.notify(Phrase("reveal.noted"))
    return ToPage("onthulling", f"{found.round.id}.{part}.{min(position + 1, len(cards) - 1)}")


# --- the opening ---


def _opened(found: Shown) -> Phrase:
    names = {p.id: p.name for p in found.partners}
    return Phrase(
        "reveal.opened",
        {
            "collaboration": found.collaboration.name,
            "partners": tuple(names.values()),
            "missing": found.missing,
            "late": tuple(names[v.partner] for v in found.versions if v.after_reveal),
            "without_manager": tuple(names[v.partner] for v in found.versions if not v.with_manager),
            "shared": len(found.reveal.shared),
            "one_sided": len(found.reveal.one_sided),
            "uncertain": len(found.reveal.uncertain),
        },
    )


def _opening(stage: Stage, found: Shown) -> Screen:
    """The reveal in short, with its parts two by two."""
    buttons = [stage.button(f"deel_{part}", f"onthulling:{found.round.id}.{part}") for part in _PARTS]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return Screen(str(stage.texts.phrases.html(_opened(found))), rows)


def _back(stage: Stage, found: Shown) -> Button:
    name = Phrase("buttons.onthulling")
    return stage.button("terug_naar", f"onthulling:{found.round.id}", name=name)


def _picture(stage: Stage, found: Shown) -> dict[str, object]:
    plain = stage.texts.phrases.plain
    labels = MatrixLabels(
        title=found.collaboration.name,
        subtitle=plain(Phrase("pages.state_revealed")),
        yes=plain(Phrase("reveal.ja")),
        somewhat=plain(Phrase("reveal.enigszins")),
        no=plain(Phrase("reveal.nee")),
        not_filled_in=plain(Phrase("reveal.not_filled_in")),
        not_on_form=plain(Phrase("reveal.not_on_form")),
        main=plain(Phrase("reveal.legend_main")),
        footer=plain(Phrase("reveal.footer")),
        language=LANGUAGE,
    )
    clusters = {c.id: c.heading for c in stage.texts.instrument.clusters.clusters}
    return matrix_data(found.reveal.matrix, clusters=clusters, labels=labels)


# --- the matrix as text ---


def _matrix(stage: Stage, found: Shown, page: int) -> None:
    """One cluster a page; the same as the picture, in an order that can be read aloud."""
    clusters = list(dict.fromkeys(row.cluster for row in found.reveal.matrix.rows))
    page = min(page, len(clusters) - 1)
    rows = [row for row in found.reveal.matrix.rows if row.cluster == clusters[page]]
    lines = [_row(found, row) for row in rows]
    if page == len(clusters) - 1:
        lines += [
            Phrase("reveal.typed_main", {"partner": c.name, "text": c.typed_main})
            for c in found.reveal.matrix.columns
            if c.typed_main
        ]
    heading = stage.texts.instrument.cluster(clusters[page]).heading
    more = page < len(clusters) - 1
    stage.page(
        Phrase("reveal.matrix", {"heading": heading, "lines": tuple(lines)}),
        stage.button("volgende", f"onthulling:{found.round.id}.matrix.{page + 1}") if more else None,
        _back(stage, found),
    )


def _row(found: Shown, row: Row) -> Phrase:
    groups = []
    for state in CellState:
        names = tuple(_name(found, cell) for cell in row.cells if cell.state is state)
        if names:
            groups.append(Phrase("reveal.group", {"word": Phrase(f"reveal.{state.value}"), "names": names}))
    return Phrase("reveal.row", {"motive": row.text, "groups": tuple(groups), "outcomes": _outcomes(found, row)})


def _outcomes(found: Shown, row: Row) -> tuple[Phrase, ...]:
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


def _name(found: Shown, cell: Cell) -> Phrase | str:
    name = found.name(cell.partner)
    return Phrase("reveal.starred", {"name": name}) if cell.main else name


# --- lists ---


def _names(found: Shown, partners: Sequence[PartnerId]) -> tuple[str, ...]:
    return tuple(found.name(partner) for partner in partners)


def _texts(found: Shown, rows: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.text for row in found.reveal.matrix.rows if row.id in rows)


def _listed(found: Shown, rows: Sequence[str], partners: Sequence[PartnerId]) -> Phrase:
    motives = Phrase("reveal.alike", {"motives": _texts(found, rows)})
    return Phrase("reveal.named", {"motive": motives, "names": _names(found, partners)})


def _list(stage: Stage, found: Shown, key: str, lines: Sequence[Phrase]) -> None:
    stage.page(Phrase(key, {"lines": tuple(lines)}), _back(stage, found))


def _shared(stage: Stage, found: Shown, page: int) -> None:
    _list(stage, found, "reveal.shared", [_listed(found, s.rows, s.partners) for s in found.reveal.shared])


def _one_sided(stage: Stage, found: Shown, page: int) -> None:
    _list(stage, found, "reveal.one_sided", [_listed(found, s.rows, s.partners) for s in found.reveal.one_sided])


def _uncertain(stage: Stage, found: Shown, page: int) -> None:
    _list(stage, found, "reveal.uncertain", [_listed(found, (u.row,), u.partners) for u in found.reveal.uncertain])


def _asks(stage: Stage, found: Shown, page: int) -> None:
    lines = [
        Phrase("reveal.ask_line", {"partner": found.name(one.partner), "asks": one.asks, "offers": one.offers})
        for one in found.reveal.asks_and_offers
    ]
    _list(stage, found, "reveal.asks", lines)


def _mirror(stage: Stage, found: Shown, page: int) -> None:
    perspective = found.reveal.perspective
    lines = [_surprise(stage, surprise) for surprise in perspective.surprises]
    if not lines and any(line.guessed is not None for line in perspective.lines):
        lines = [Phrase("reveal.no_surprise")]
    _list(stage, found, "reveal.mirror", lines)


def _surprise(stage: Stage, surprise: Surprise) -> Phrase:
    instrument = stage.texts.instrument
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


def _pairs(found: Shown) -> tuple[PairQuestion, ...]:
    return (*found.reveal.tensions, *found.reveal.complements)


def _cards(found: Shown, part: str) -> tuple[list[str], Sequence[str]]:
    """The ids of the cards of a part, and what may be said of them."""
    if part == "vragen":
        return [f"pair.{pair.id}" for pair in _pairs(found)], _PAIR_REACTIONS
    if part == "blind":
        return [
            f"blind.{spot.cluster}.{'.'.join(spot.rows)}"[:64] for spot in found.reveal.blind_spots
        ], _BLIND_REACTIONS
    raise DomainError("errors.expired")


def _questions(stage: Stage, found: Shown, page: int) -> None:
    pairs = _pairs(found)
    if not pairs:
        stage.page(Phrase("reveal.no_cards"), _back(stage, found))
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
    _card(stage, found, Phrase("reveal.card", about), "vragen", page)


def _blind(stage: Stage, found: Shown, page: int) -> None:
    spots = found.reveal.blind_spots
    if not spots:
        stage.page(Phrase("reveal.no_blind"), _back(stage, found))
        return
    page = min(page, len(spots) - 1)
    spot = spots[page]
    instrument = stage.texts.instrument
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
    _card(stage, found, Phrase("reveal.blind", about), "blind", page)


def _card(stage: Stage, found: Shown, text: Phrase, part: str, page: int) -> None:
    cards, allowed = _cards(found, part)
    mine = stage.uow.settlements.reactions_of(found.round.id, known_person(stage).id)
    buttons = []
    for choice in allowed:
        button = stage.button(choice, f"kaart:{found.round.id}.{part}.{page}.{choice}")
        chosen = mine.get(cards[page]) == choice
        buttons.append(Button(f"✓ {button.label}", button.option) if chosen else button)
    more = page < len(cards) - 1
    stage.page(
        text,
        *buttons,
        stage.button("volgende", f"onthulling:{found.round.id}.{part}.{page + 1}") if more else None,
        _back(stage, found),
    )


_SHOW: Mapping[str, Callable[[Stage, Shown, int], None]] = {
    "matrix": _matrix,
    "gedeeld": _shared,
    "eenzijdig": _one_sided,
    "onzeker": _uncertain,
    "vragen": _questions,
    "aanbod": _asks,
    "spiegel": _mirror,
    "blind": _blind,
}
