"""What stayed, came and went of each partner, up to the round that the report is about."""

import json
from collections.abc import Iterator

from bot.dialogs.years.facts import ever, history_of, picture_of_history
from bot.domain.collaboration import Partner
from bot.domain.settlement import settled_of
from bot.domain.visibility import ContentRef
from bot.engine.model import Phrase
from bot.insight.history import History
from bot.turn.context import TurnContext
from bot.turn.report import Block, Part, Row, Section, Shape, Wanted, all_may_see


def sections(ctx: TurnContext, wanted: Wanted) -> Iterator[Section]:
    blocks = [block for partner in ever(ctx, wanted.collaboration.id) for block in _blocks(ctx, wanted, partner)]
    if blocks:
        yield Section(title=ctx.texts.phrases.plain(Phrase("report.years")), blocks=tuple(blocks))


def _blocks(ctx: TurnContext, wanted: Wanted, partner: Partner) -> Iterator[Block]:
    """In words, and as a picture."""
    told = history_of(ctx, partner, wanted.viewers, until=wanted.round) if wanted.viewers else None
    sees = _pieces(ctx, wanted, partner)
    if told is None or not sees:
        return
    title = ctx.texts.phrases.plain(Phrase("report.years_of", {"partner": partner.name}))
    rows = tuple(_changes(ctx, wanted, partner, told, sees))
    yield Block(shape=Shape.LINES, rows=rows, title=title, exported=False, sees=sees)
    picture = json.loads(picture_of_history(ctx, partner, told))
    yield Block(shape=Shape.MATRIX, picture=picture, sees=sees)


def _pieces(ctx: TurnContext, wanted: Wanted, partner: Partner) -> tuple[ContentRef, ...]:
    """The versions that are compared."""
    pieces = (
        settled_of(version, revealed=True)
        for round_ in ctx.uow.rounds.all(wanted.collaboration.id)
        for version in ctx.uow.settlements.revealed(round_.id)
        if version.partner == partner.id and round_.id <= wanted.round.id
    )
    return tuple(piece for piece in pieces if all_may_see((piece,), wanted.viewers))


def _changes(
    ctx: TurnContext, wanted: Wanted, partner: Partner, told: History, sees: tuple[ContentRef, ...]
) -> Iterator[Row]:
    change = told.change
    assert change is not None
    texts = {row.id: row.text for row in told.rows}
    stayed = tuple(row for row in change.stayed if row not in change.shifted)
    lists = {"stayed": stayed, "came": change.came, "went": change.went, "shifted": change.shifted}
    said = {key: " · ".join(texts[row] for row in rows) for key, rows in lists.items() if rows}
    if change.main_changed:
        said["main"] = f"{change.main_before} → {change.main_now}"
    for key, text in said.items():
        about = {"before": change.before, "now": change.now}
        yield Row(
            id=f"r{wanted.round.id}.p{partner.id}.jaren.{key}",
            part=Part.YEARS,
            sees=sees,
            partner=partner.name,
            asked=ctx.texts.phrases.plain(Phrase(f"report.years_{key}", about)),
            answer=text,
        )
