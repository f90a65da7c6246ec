"""The result of a session in its group, and the picture of who stands where."""

from bot.content.excerpt import units
from bot.content.question_sets import AnswerKind, SetQuestion
from bot.content.screen import Button, Screen
from bot.dialogs.groups.facts import name_of
from bot.dialogs.instruments.facts import in_full
from bot.dialogs.questions.rules.put import PutQuestion
from bot.dialogs.sessions.facts.answers import Audience, came, chosen
from bot.dialogs.sessions.facts.held import binding_of, circle_of, set_of
from bot.dialogs.sessions.facts.put import AMBITION_WORDING, put_in
from bot.dialogs.sessions.rules import Came, GroupSession
from bot.dialogs.sessions.screens.answers import RESULT, explained_once, result_lines
from bot.dialogs.sessions.screens.plate import in_cells, notes_below
from bot.engine.model import Phrase
from bot.turn.context import TurnContext
from bot.typesetting.places import Line, Place, places_data

RESULT_ROOM = 3800
"""How long the result in a group may be, in UTF-16 units of HTML."""


def result_screen(ctx: TurnContext, session: GroupSession) -> Screen:
    """The result in the group, question by question; what does not fit is read in private."""
    circle = circle_of(session)
    one = set_of(ctx, session)
    lines: list[Phrase] = []
    explained: list[Phrase] = []
    others: dict[Came, list[int]] = {}
    for index, question in enumerate(one.questions):
        put = put_in(ctx, session, question.id)
        found = result_lines(ctx, session, put, circle) if put is not None else []
        if found:
            told = tuple(explained_once(found, explained))
            about = {"index": index + 1, "question": in_full(one, question), "lines": told}
            lines.append(Phrase("session.result_line", about))
        else:
            others.setdefault(came(ctx, session, question.id), []).append(index + 1)
    binding = binding_of(ctx, session)
    head: dict[str, object] = {
        "name": name_of(ctx, binding),
        "set": one.name,
        "context": session.context,
        "others": tuple(
            Phrase(f"session.others_{what}", {"numbers": in_ranges(others[what])}) for what in Came if what in others
        ),
    }
    fitting = _fitting(ctx, head, lines)
    text = Phrase("session.result", {**head, "lines": fitting, "left": len(lines) - len(fitting)})
    link = ctx.link(f"{RESULT}{session.id}", chat=binding.chat_thread.chat)
    look = Button(ctx.label("bekijk_uitslag"), url=link) if lines else None
    return ctx.screen(text, look)


def in_ranges(numbers: list[int]) -> str:
    """Numbers in rising order, those that follow each other as one: 2, 4–7."""
    runs: list[list[int]] = []
    for one in numbers:
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _fitting(ctx: TurnContext, head: dict[str, object], lines: list[Phrase]) -> tuple[Phrase, ...]:
    """The first lines, as many as one message has room for."""
    for number in range(len(lines), 0, -1):
        text = Phrase("session.result", {**head, "lines": tuple(lines[:number]), "left": len(lines) - number})
        if units(ctx.texts.phrases.html(text)) <= RESULT_ROOM:
            return tuple(lines[:number])
    return ()


PLACES = "places"
"""What makes the picture of who stands where."""


def drawn(ctx: TurnContext, session: GroupSession) -> dict[str, object] | None:
    """The picture of what was shown, as data: for the group and for a report.

    None for a set without places, or where nothing was shown.
    """
    one, circle = set_of(ctx, session), circle_of(session)
    rows: list[Line] = []
    notes: tuple[str, ...] = ()
    for question in one.questions:
        put = put_in(ctx, session, question.id)
        if put is None or not (question.kind is AnswerKind.PLACE or question.several):
            continue
        if question.several:
            found = in_cells(ctx, session, put, circle)
            cells = tuple(Place(place, who=who) for place, who in found.items())
            notes += notes_below(ctx, session, put, circle) if any(found.values()) else ()
        else:
            cells = _cells(ctx, session, put, question, circle)
        if any(cell.now or cell.later or cell.who for cell in cells):
            rows.append(Line(in_full(one, question), cells))
    if not rows:
        return None
    legend = [ctx.texts.phrases.plain(Phrase(f"session.legend_{when}")) for when in ("now", "later")]
    return places_data(
        title=one.title.text,
        under=session.context or name_of(ctx, binding_of(ctx, session)),
        heart=one.plate.heart.text if one.plate is not None else "",
        rows=rows,
        legend=() if one.plate is not None else legend,
        notes=notes,
    )


def _cells(
    ctx: TurnContext, session: GroupSession, put: PutQuestion, question: SetQuestion, audience: Audience
) -> tuple[Place, ...]:
    now = list(chosen(ctx, session, put, audience).values())
    later = list(chosen(ctx, session, put, audience, AMBITION_WORDING).values()) if question.ambition else []
    options = set_of(ctx, session).scale_of(question).options
    return tuple(Place(o.text, now.count(o.value), later.count(o.value)) for o in options)
