"""The minutes as lines, and a summary of one question."""

from collections.abc import Iterator

from bot.content.screen import Screen
from bot.dialogs.alignment.facts.minutes import points_of
from bot.dialogs.alignment.facts.queries import binding_of, questions, wording
from bot.dialogs.alignment.rules import Discussion
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.turn.paging import pages_of
from bot.typesetting.minutes import Counted, Minutes, Point


def summary(ctx: TurnContext, discussion: Discussion, question: str) -> Screen:
    """What was said to one question so far; when that is much, the last of it."""
    lines = lines_of(ctx, discussion, question)
    shown = pages_of(ctx, lines)[-1]
    about = {
        "question": wording(ctx, discussion, question),
        "lines": shown,
        "earlier": len(lines) - len(shown),
    }
    place = f"{POINTS}{discussion.run}-{questions(ctx, discussion).index(question)}"
    there = binding_of(ctx, discussion).chat_thread.chat
    return ctx.read_behind(Phrase("discussion.summary", about), (), place, chat=there, more=bool(about["earlier"]))


POINTS = "p-"
"""How the token of a link begins that opens what was said to a question in private; run and question follow."""


def lines_of(ctx: TurnContext, discussion: Discussion, question: str) -> tuple[Phrase, ...]:
    """What was said to a question, a line each."""
    return tuple(_line(point) for point in points_of(ctx, discussion, question))


def _line(point: Point) -> Phrase:
    return Phrase("discussion.point", {"speaker": point.speaker, "text": point.text})


def as_text(ctx: TurnContext, found: Minutes) -> tuple[Phrase, ...]:
    """The minutes as lines, which a screen reader reads in order: first what was decided."""
    lines = [Phrase("minutes.goals", {"any": bool(found.goals)})]
    for goal in found.goals:
        lines.append(Phrase("minutes.goal", {"text": goal.text, "joint": goal.joint, "notes": goal.notes}))
        lines += [Phrase("minutes.concern", {"partner": p.speaker, "text": p.text}) for p in goal.concerns]
        lines += [Phrase("minutes.objection", {"partner": p.speaker, "text": p.text}) for p in goal.objections]
    for one in found.discussed:
        points = [_line(point) for point in one.points]
        counted = [_counted(c) for c in one.counted]
        about = {"number": one.number, "question": one.question, "any": bool(points or counted), "came": one.came}
        lines += [Phrase("minutes.question", about), *counted, *points]
    return (*lines, *_deepened(found), *_corrected(found))


def _deepened(found: Minutes) -> Iterator[Phrase]:
    for one in found.deepened:
        yield Phrase("minutes.deepened", {"title": one.title, "about": one.about})
        for given in one.answered:
            yield Phrase("minutes.answered", {"question": given.question})
            yield from (Phrase("minutes.told", {"text": told}) for told in given.told)
            yield from (_line(point) for point in given.points)


def _corrected(found: Minutes) -> Iterator[Phrase]:
    """What partners say is not right: under a heading of its own, since it may be about anything above."""
    given = [one for one in found.confirmations if one.correction]
    if given:
        yield Phrase("minutes.corrections")
    for one in given:
        yield Phrase("minutes.correction", {"partner": one.partner, "text": one.correction})


def _counted(one: Counted) -> Phrase:
    if not one.anybody:
        return Phrase("groups.gave_none", {"partner": one.partner})
    counts = tuple(f"{word} {number}" for word, number in one.counts)
    return Phrase("minutes.counted", {"partner": one.partner, "counts": counts})
