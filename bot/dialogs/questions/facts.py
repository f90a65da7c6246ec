"""Which questions were put in a run, and what was said with which message."""

from bot.dialogs.questions.ports import QUESTIONS
from bot.dialogs.questions.rules.put import Contribution, PutQuestion, QuestionKind
from bot.domain.ids import RunId
from bot.turn.context import TurnContext


def question_of(ctx: TurnContext, run: RunId, about: str) -> PutQuestion | None:
    """A question of the texts in this run, also one that was only spoken to so far."""
    found = ctx.uow.get(QUESTIONS).of_run(run)
    return next((one for one in found if one.kind is QuestionKind.ASKED and one.about == about), None)


def proposals_in(ctx: TurnContext, run: RunId) -> tuple[PutQuestion, ...]:
    """What was proposed in this run, in order, in its newest words."""
    return tuple(one for one in ctx.uow.get(QUESTIONS).of_run(run) if one.kind is QuestionKind.PROPOSAL)


def said_with(ctx: TurnContext, run: RunId, message: int) -> Contribution | None:
    """What somebody said in this run with a message of this chat."""
    found = ctx.uow.get(QUESTIONS).contributions(run)
    return next((one for one in found if (one.chat, one.message) == (ctx.chat, message)), None)
