"""What stayed, came and went over the rounds, per partner, in text and as pictures."""

from bot.dialogs.people.facts import known_person, memberships_in
from bot.dialogs.reveal.facts import counts, seen_versions, side_by_side
from bot.dialogs.years.facts import ever, history_of, labels, picture_of_history, revealed
from bot.domain.collaboration import Partner
from bot.domain.ids import CollaborationId
from bot.domain.visibility import Viewer
from bot.engine.model import Phrase
from bot.insight.division import Place
from bot.insight.history import History
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of
from bot.turn.routes import Route, ToPage

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
    rounds = revealed(ctx, collaboration)
    seen = [(label, one, seen_versions(ctx, one)) for label, one in zip(labels(rounds), rounds, strict=True)]
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
    found = ((partner, history_of(ctx, partner, (viewer,))) for partner in ever(ctx, collaboration))
    return [(partner, told) for partner, told in found if told is not None]


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
    data = picture_of_history(ctx, partner, told)
    ctx.picture(Phrase("history.caption", {"partner": partner.name}), data, renderer=HISTORY, chat=ctx.chat)
