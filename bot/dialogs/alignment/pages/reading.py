"""What could not be read whole in the group: a question with what stands beside it, a goal, the points."""

from bot.content.roles import TalkKind, TalkQuestion
from bot.dialogs.alignment.facts.evidence import evidence_for
from bot.dialogs.alignment.facts.goals import about_gone
from bot.dialogs.alignment.facts.queries import binding_of, phase2, round_of
from bot.dialogs.alignment.pages.opening import readable
from bot.dialogs.alignment.rules import Discussion
from bot.dialogs.alignment.screens.goal import reason_lines, state_line
from bot.dialogs.alignment.screens.minutes import lines_of
from bot.dialogs.alignment.screens.question import goal_lines
from bot.dialogs.questions.ports import QUESTIONS
from bot.domain.errors import DomainError
from bot.engine.model import Phrase
from bot.turn.arguments import number
from bot.turn.context import TurnContext
from bot.turn.paging import at_page, page_of


def _place(ctx: TurnContext, argument: str) -> tuple[Discussion, TalkQuestion, str, int]:
    """The question that `run.question` or `run.question.page` is about, its place, and the page."""
    run, _, rest = argument.partition(".")
    place, index = at_page(rest)
    discussion = readable(ctx, run)
    every = phase2(ctx, discussion).questions
    if number(place) >= len(every) or every[number(place)].kind is TalkKind.PRIVATE:
        raise DomainError("errors.expired")
    return discussion, every[number(place)], f"{run}.{place}", index


def beside(ctx: TurnContext, argument: str) -> None:
    """What the reveal gives a question, and the goals that were proposed: `run.question`, or `….page`."""
    discussion, question, place, index = _place(ctx, argument)
    binding = binding_of(ctx, discussion)
    lines = evidence_for(ctx, binding, round_of(ctx, discussion), question.evidence)
    if question.kind is TalkKind.GOALS:
        lines = (*lines, *goal_lines(ctx, discussion))
    shown, more = page_of(ctx, lines, index)
    ctx.page(
        Phrase("discussion.beside", {"question": question.text, "lines": shown}),
        ctx.button("volgende", f"bijvraag:{place}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


def goal(ctx: TurnContext, argument: str) -> None:
    """A goal with all concerns and objections: `goal` or `goal.page`."""
    id_, index = at_page(argument)
    found = ctx.uow.get(QUESTIONS).proposal(number(id_))
    discussion = readable(ctx, str(found.run))
    shown, more = page_of(ctx, reason_lines(ctx, discussion, found), index)
    about = {"text": found.text, "state": state_line(ctx, discussion, found), "lines": shown}
    about["gone"] = about_gone(ctx, discussion, found)
    ctx.page(
        Phrase("discussion.goal_read", about),
        ctx.button("volgende", f"doel:{found.id}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )


def points(ctx: TurnContext, argument: str) -> None:
    """What was said to a question: `run.question`, or `….page`."""
    discussion, question, place, index = _place(ctx, argument)
    shown, more = page_of(ctx, lines_of(ctx, discussion, question.id), index)
    ctx.page(
        Phrase("discussion.summary", {"question": question.text, "lines": shown, "earlier": 0}),
        ctx.button("volgende", f"punten:{place}.{index + 1}") if more else None,
        ctx.button("menu", "menu"),
    )
