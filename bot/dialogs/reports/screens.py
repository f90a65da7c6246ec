"""A report as plain data for what makes the files: cleaned of nothing, with every word that is on it."""

from collections.abc import Iterator, Sequence

from bot.content.load import LANGUAGE
from bot.dialogs.reports.facts import shared_stays_out, somebody_reads_less
from bot.dialogs.reports.rules import COLUMNS
from bot.engine.model import Phrase, Text
from bot.turn.context import TurnContext
from bot.turn.report import Block, Date, Part, Row, Scope, Section, Wanted

_LABELS = (
    *("goal", "approach", "contents", "motive", "outcome", "main", "yes", "somewhat", "no", "left_open", "legend"),
    *("partner", "term", "what", "who", "due", "look_back", "status", "maker", "nothing", "source", "page", "page_of"),
    *("not_filled_in", "below", "condition", "attribution", "attribution_title", "changed"),
)


def audience_of(ctx: TurnContext, report: Wanted) -> Text:
    """For whom it is made, in words."""
    about = {
        "name": report.reader.name if report.scope is Scope.MINE else "",
        "partner": report.partner.name if report.partner is not None else "",
        "collaboration": report.collaboration.name,
    }
    return Phrase(f"report.for_{report.scope.value}", about)


def _plain(ctx: TurnContext, key: str, **args: object) -> str:
    return ctx.texts.phrases.plain(Phrase(f"report.{key}", args))


def about_lines(ctx: TurnContext, report: Wanted) -> list[str]:
    """Of which round it is, for whom, and when it was made; and what is left out for one of them."""
    zone = report.collaboration.zone
    opened = report.round.opened_at.astimezone(zone).date() if report.round.opened_at is not None else None
    lines = [
        _plain(ctx, "about_round", opened=opened),
        _plain(ctx, "about_audience", audience=audience_of(ctx, report)),
        _plain(ctx, "about_made", moment=ctx.at.astimezone(zone)),
    ]
    lines += [_plain(ctx, "reads_less")] if somebody_reads_less(report) else []
    return [*lines, _plain(ctx, "shared_stays_out")] if shared_stays_out(ctx, report) else lines


# --- on paper ---


def paper(ctx: TurnContext, report: Wanted, sections: Sequence[Section]) -> dict[str, object]:
    """What the PDF shows."""
    tool = ctx.texts.of(report.round.content_version).tool
    approach = tool.approach
    return {
        "language": LANGUAGE,
        "labels": {name: _plain(ctx, f"label_{name}") for name in _LABELS},
        "title": tool.title.text,
        "subtitle": tool.subtitle.text,
        "collaboration": report.collaboration.name,
        "running_for": _running(ctx, report),
        "about": about_lines(ctx, report),
        "goal": tool.goal.text,
        "approach": [approach.opening.text],
        "phases": [one.text for one in approach.phases],
        "after": [one.text for one in approach.closing],
        "sections": [_section(ctx, one) for one in sections],
    }


def _running(ctx: TurnContext, report: Wanted) -> str:
    """For whom and on which day, above each page: a loose one still says it."""
    audience = ctx.texts.phrases.plain(audience_of(ctx, report)).removesuffix(".")
    made = ctx.at.astimezone(report.collaboration.zone).date()
    return _plain(ctx, "running_for", audience=audience, day=_day(ctx, made))


def _section(ctx: TurnContext, one: Section) -> dict[str, object]:
    return {"title": one.title, "note": one.note, "blocks": [_block(ctx, block) for block in one.blocks]}


def _block(ctx: TurnContext, one: Block) -> dict[str, object]:
    return {
        "shape": one.shape.value,
        "title": one.title,
        "note": one.note,
        "picture": one.picture,
        "whose": one.whose,
        "rows": [_row(ctx, row) for row in one.rows],
    }


def _row(ctx: TurnContext, row: Row) -> dict[str, object]:
    return {
        "cluster": row.cluster,
        "asked": row.asked,
        "choice": row.choice,
        "answer": row.answer,
        "outcome": row.outcome,
        "term": row.term,
        "main": row.main,
        "by": " · ".join(part for part in (row.partner, row.person) if part),
        "partner": row.partner,
        "person": row.person,
        "day": _day(ctx, row.day),
        "second": _day(ctx, row.second_day),
        "status": row.status,
        "note": "" if row.part is Part.STATEMENT else row.note,
        "condition": row.note if row.part is Part.STATEMENT else "",
    }


def _day(ctx: TurnContext, day: object) -> str:
    return _plain(ctx, "day", day=day) if day is not None else ""


# --- as rows ---


def rows(ctx: TurnContext, report: Wanted, sections: Sequence[Section]) -> dict[str, object]:
    """What a file of rows holds: one row per answer, in the order of the paper."""
    found = [row for section in sections for block in section.blocks if block.exported for row in block.rows]
    return {
        "columns": list(COLUMNS),
        "rows": [_cells(ctx, report, row) for row in found if row.choice or row.answer],
        "sheets": [_plain(ctx, "sheet_rows"), _plain(ctx, "sheet_about")],
        "about": [report.collaboration.name, *about_lines(ctx, report), _plain(ctx, "label_attribution")],
    }


def _cells(ctx: TurnContext, report: Wanted, row: Row) -> list[str]:
    opened = report.round.opened_at
    zone = report.collaboration.zone
    return [
        row.id,
        report.collaboration.name,
        opened.astimezone(zone).date().isoformat() if opened is not None else "",
        row.part.value,
        row.partner,
        row.person,
        row.cluster,
        row.question,
        row.asked,
        row.choice,
        row.answer,
        row.outcome,
        row.term,
        _plain(ctx, "yes") if row.main else "",
        row.day.isoformat() if row.day is not None else "",
        row.second_day.isoformat() if row.second_day is not None else "",
        row.status,
        row.note,
        ctx.texts.phrases.plain(audience_of(ctx, report)),
        ctx.at.astimezone(zone).isoformat(timespec="minutes"),
    ]


# --- as days ---


def days(ctx: TurnContext, report: Wanted, found: Sequence[Date]) -> dict[str, object]:
    """What a calendar shows."""
    return {
        "name": _plain(ctx, "calendar", collaboration=report.collaboration.name),
        "made": ctx.at.isoformat(),
        "days": list(_days(found)),
    }


def days_at_address(ctx: TurnContext, name: str, found: Sequence[Date]) -> dict[str, object]:
    """What a calendar fetches: whoever keeps that calendar reads of which collaboration, which days, and a link."""
    shown = [{**one, "title": name, "about": ctx.link()} for one in _days(found)]
    return {"name": name, "made": ctx.at.isoformat(), "days": shown}


def _days(found: Sequence[Date]) -> Iterator[dict[str, object]]:
    for one in found:
        yield {
            "uid": one.uid,
            "day": one.day.isoformat(),
            "title": one.title,
            "about": one.about,
            "sequence": one.sequence,
            "cancelled": one.cancelled,
        }
