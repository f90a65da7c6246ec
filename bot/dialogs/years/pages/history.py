"""What stayed, came and went over the rounds, per partner, in text and as pictures."""

from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.reveal.facts import counts, labels_of, seen_versions, side_by_side
from bot.domain.collaboration import Partner
from bot.domain.ids import CollaborationId
from bot.domain.rounds import Round, RoundState
from bot.domain.settlement import settled_of
from bot.domain.visibility import Viewer, may_see
from bot.engine.model import Phrase
from bot.insight.division import Place
from bot.insight.history import History, RoundVersion, history
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage
from bot.typesetting.picture import history_picture

HISTORY = "history"
"""What makes the picture of a partner over the years."""


def over_the_years(ctx: TurnContext, argument: str) -> None:
    """What stayed, came and went of each partner that this person may see: `collaboration` or `collaboration.page`."""
    collaboration_id, index = at_page(argument)
    collaboration = ctx.uow.collaborations.get(CollaborationId(number(collaboration_id)))
    lines = _together(ctx, collaboration.id)
    lines += [line for partner, told in _told(ctx, collaboration.id) for line in _changes(partner, told)]
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("history.overview", {"collaboration": collaboration.name, "lines": shown}),
        ctx.button("volgende", f"jaren:{collaboration.id}.{index + 1}") if more else None,
        ctx.button("als_plaatje", f"jarenplaatje:{collaboration.id}") if lines else None,
        ctx.button("menu", "menu"),
    )


def _together(ctx: TurnContext, collaboration: CollaborationId) -> list[Phrase]:
    """How the motives of all were divided in the last two reveals, and what all came to want, or no longer do."""
    rounds = _revealed(ctx, collaboration)
    seen = [(label, one, seen_versions(ctx, one)) for label, one in zip(_labels(rounds), rounds, strict=True)]
    views = [(label, side_by_side(ctx, one, versions)) for label, one, versions in seen if versions][-2:]
    if len(views) < 2:
        return []
    (before, then), (now, newest) = views
    lines = [Phrase("history.together", {"before": before, "now": now})]
    lines += [Phrase("history.divided", {"label": label, "counts": counts(v.reveal.division)}) for label, v in views]
    was, is_now = ({one.row for one in view.reveal.division.of(Place.ALL_YES)} for view in (then, newest))
    for key, view, rows in (("all_yes_now", newest, is_now - was), ("all_yes_gone", then, was - is_now)):
        if rows:
            lines.append(Phrase(f"history.{key}", {"motives": view.texts(tuple(rows))}))
    return lines


def pictures(ctx: TurnContext, argument: str) -> Route:
    """The same as pictures, one for each partner."""
    for partner, told in _told(ctx, CollaborationId(number(argument))):
        _picture(ctx, partner, told)
    return ToPage("jaren", argument)


def _told(ctx: TurnContext, collaboration: CollaborationId) -> list[tuple[Partner, History]]:
    """Each partner that this person may see and that took part more than once, with its history."""
    viewer = Viewer(known_person(ctx).id, memberships_in(ctx, collaboration))
    found = ((partner, _history(ctx, partner, viewer)) for partner in _ever(ctx, collaboration))
    return [(partner, told) for partner, told in found if told is not None]


def _ever(ctx: TurnContext, collaboration: CollaborationId) -> list[Partner]:
    """Every partner that ever had a version revealed, also those that have left."""
    ids = {
        version.partner
        for round_ in ctx.uow.rounds.all(collaboration)
        for version in ctx.uow.settlements.revealed(round_.id)
    }
    return [ctx.uow.collaborations.partner(one) for one in sorted(ids)]


def _history(ctx: TurnContext, partner: Partner, viewer: Viewer) -> History | None:
    """The revealed versions of a partner, round by round; None when it took part in fewer than two."""
    rounds = _revealed(ctx, partner.collaboration)
    versions = []
    for label, round_ in zip(_labels(rounds), rounds, strict=True):
        seen = [v for v in ctx.uow.settlements.revealed(round_.id) if v.partner == partner.id]
        form = None
        for version in seen:
            form = version.form if may_see(settled_of(version, revealed=True), viewer) else None
        versions.append(RoundVersion(label, form))
    found = history(versions, kind=partner.kind, instrument=ctx.texts.instrument)
    return found if found.change is not None else None


def _revealed(ctx: TurnContext, collaboration: CollaborationId) -> list[Round]:
    """The rounds that are beyond phase 1, oldest first."""
    hidden = (RoundState.DRAFT, RoundState.PREPARATION)
    rounds = ctx.uow.rounds.all(collaboration)
    return [one for one in rounds if one.state not in hidden and one.opened_at is not None]


def _labels(rounds: list[Round]) -> list[str]:
    """The year in which each began; two rounds in one year are told apart by a letter."""
    years = [str(one.opened_at.year) for one in rounds if one.opened_at is not None]
    letters = (chr(ord("a") + years[:place].count(year)) for place, year in enumerate(years))
    return [f"{year}{letter}" if years.count(year) > 1 else year for year, letter in zip(years, letters, strict=True)]


def _changes(partner: Partner, told: History) -> list[Phrase]:
    change = told.change
    assert change is not None
    texts = {row.id: row.text for row in told.rows}
    lines = [Phrase("history.partner", {"partner": partner.name, "before": change.before, "now": change.now})]
    stayed = tuple(row for row in change.stayed if row not in change.shifted)
    for key, rows in (("stayed", stayed), ("came", change.came), ("went", change.went), ("shifted", change.shifted)):
        if rows:
            lines.append(Phrase(f"history.{key}", {"motives": tuple(texts[row] for row in rows)}))
    if change.main_changed:
        lines.append(Phrase("history.main", {"before": change.main_before, "now": change.main_now}))
    return lines


def _picture(ctx: TurnContext, partner: Partner, told: History) -> None:
    clusters = {c.id: c.heading for c in ctx.texts.instrument.clusters.clusters}
    plain = ctx.texts.phrases.plain
    labels = labels_of(
        ctx,
        title=partner.name,
        subtitle=plain(Phrase("history.subtitle")),
        not_on_form=plain(Phrase("history.not_on_form")),
    )
    data = history_picture(told, clusters=clusters, labels=labels)
    ctx.picture(Phrase("history.caption", {"partner": partner.name}), data, renderer=HISTORY, chat=ctx.chat)
